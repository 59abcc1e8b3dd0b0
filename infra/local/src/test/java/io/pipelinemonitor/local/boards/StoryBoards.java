package io.pipelinemonitor.local.boards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipelinemonitor.local.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at every panel and every rule while a story is played: by the metrics that there are, and,
 * where Prometheus is installed, by its answers.
 */
public final class StoryBoards implements AutoCloseable {

  /** Queries whose answer may be empty in a story, and why. */
  private static final Map<String, String> MAY_BE_EMPTY =
      Map.of(
          "Alerts / Time to acknowledge / A", "nobody acknowledges anything",
          "Alerts / Delivery outcomes / B", "nothing is given up",
          "Alerts / Delivery outcomes / C", "nothing has to be tried again",
          "Alerts / Delivery outcomes / D", "all may be told",
          "Alerts / Delivery outcomes / E", "all may be told in time",
          "Forecast and drift / Against earlier periods (${currency}) / B", "there are none",
          "Forecast and drift / Pace / A", "there are no earlier periods",
          "Pipeline overview / Pace of bookings / A", "there are no earlier periods");

  /** Metrics that are there only while something holds that does not, at the end of a story. */
  private static final Set<String> MAY_BE_MISSING =
      Set.of(
          "alerts_delivery_dead_total",
          "alerts_delivery_operator_total",
          "alerts_delivery_retries_total",
          "alerts_delivery_suppressed_total",
          "alerts_delivery_superseded_total",
          "alerts_delivery_dead_letters_total",
          "pipeline_pace_ratio",
          "pipeline_earlier_amount",
          "pipeline_incident_fired_timestamp_seconds",
          "pipeline_incident_acknowledge_time_seconds_bucket");

  private final Stack stack;
  private final Path folder;
  private final Optional<RealPrometheus> prometheus;

  private StoryBoards(Stack stack, Path folder, Optional<RealPrometheus> prometheus) {
    this.stack = stack;
    this.folder = folder;
    this.prometheus = prometheus;
  }

  /** Begins to look; before the story begins. */
  public static StoryBoards watch(Stack stack, Path folder) throws IOException {
    return new StoryBoards(stack, folder, RealPrometheus.start(stack, folder));
  }

  /** Every metric that a panel or a rule reads exists, and the service's are as they should be. */
  public void everyMetricExists() throws IOException, InterruptedException {
    String service = scraped(stack.alertsUrl() + "/metrics");
    String flink = scraped(stack.flinkMetricsUrl());
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("service.txt"), service);
    Files.writeString(folder.resolve("flink.txt"), flink);
    Set<String> exposed =
        Stream.concat(service.lines(), flink.lines())
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replaceAll("[{ ].*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    String documented = Files.readString(Dashboards.INFRA.resolve("../docs/boards.md"));
    assertThat(exposed.stream().filter(metric -> metric.startsWith("pipeline_")))
        .allSatisfy(
            metric ->
                assertThat(documented)
                    .contains('`' + metric.replaceAll("_(bucket|sum|count|max)$", "") + '`'));
    exposed.addAll(MAY_BE_MISSING);
    Set<String> wanted = new TreeSet<>();
    Dashboards.queries().forEach(query -> wanted.addAll(query.metrics()));
    for (String file : List.of("recording.yml", "alerts.yml")) {
      Files.readAllLines(Dashboards.INFRA.resolve("prometheus/rules").resolve(file)).stream()
          .filter(line -> !line.strip().startsWith("#") && !line.contains("record:"))
          .forEach(line -> wanted.addAll(Dashboards.metricsIn(line)));
    }
    wanted.removeIf(metric -> metric.startsWith("pipeline:"));
    assertThat(exposed).containsAll(wanted);
    Optional<Program> promtool = Program.installed("promtool", "prometheus");
    if (promtool.isPresent()) {
      // It reads standard input, which is the file.
      assertThat(
              promtool
                  .get()
                  .read(folder.resolve("service.txt"), "check", "metrics")
                  .output()
                  .lines())
          .noneMatch(line -> line.startsWith("pipeline_"));
    }
  }

  /**
   * Every panel and every rule has an answer, and those that the story says something about have
   * one that is not empty.
   *
   * @param period the story's
   * @param unit a unit that the story is about
   */
  public void everyQueryIsAnswered(String period, String unit)
      throws IOException, InterruptedException {
    if (prometheus.isEmpty()) {
      return;
    }
    assertThat(prometheus.get().targets().at("/data/activeTargets"))
        .hasSize(2)
        .allSatisfy(target -> assertThat(target.get("health").asText()).isEqualTo("up"));
    List<String> empty = new ArrayList<>();
    for (Dashboards.Query query : Dashboards.queries()) {
      boolean ofCompany = hasAnswer(query.with(variables(period, "company", "company")));
      boolean ofUnit = hasAnswer(query.with(variables(period, "unit", unit)));
      if (!ofCompany && !ofUnit) {
        empty.add(query.where());
      }
    }
    assertThat(empty).as("panels without data").isSubsetOf(MAY_BE_EMPTY.keySet());
    for (JsonNode group : prometheus.get().rules().at("/data/groups")) {
      for (JsonNode rule : group.get("rules")) {
        assertThat(rule.path("lastError").asText()).as(rule.get("name").asText()).isEmpty();
        assertThat(rule.get("health").asText()).as(rule.get("name").asText()).isEqualTo("ok");
      }
    }
  }

  private static Map<String, String> variables(String period, String scopeType, String scope) {
    return Map.of("$period", period, "$scope_type", scopeType, "$scope", scope);
  }

  private boolean hasAnswer(Dashboards.Query query) throws IOException, InterruptedException {
    JsonNode answer = prometheus.orElseThrow().queryRange(query.expression());
    assertThat(answer.get("status").asText())
        .as("%s: %s gives %s", query.where(), query.expression(), answer)
        .isEqualTo("success");
    return !answer.at("/data/result").isEmpty();
  }

  private static String scraped(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    prometheus.ifPresent(RealPrometheus::close);
  }
}
