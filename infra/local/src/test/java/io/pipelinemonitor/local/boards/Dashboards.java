package io.pipelinemonitor.local.boards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The dashboards and the rules, as they are in the repository. */
final class Dashboards {

  /** Where {@code infra} is. */
  static final Path INFRA = Path.of(System.getProperty("monitor.infra"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:pipeline[_:]|flink_|alerts_|jvm_)[a-zA-Z0-9_:]+");

  /** How long a rate is of, as Grafana works it out from the interval of scrapes. */
  private static final Map<String, String> INTERVALS =
      Map.of("$__rate_interval", "20s", "$__range", "10m");

  private Dashboards() {}

  /**
   * A query of a panel or of a variable.
   *
   * @param where for people: board, panel, letter
   */
  record Query(String where, String expression) {

    /** With its variables filled in. */
    Query with(Map<String, String> variables) {
      Map<String, String> all = new TreeMap<>(Comparator.reverseOrder());
      all.putAll(INTERVALS);
      all.putAll(variables);
      String filled = expression;
      // Longer names first: $scope is the beginning of $scope_type.
      for (Map.Entry<String, String> variable : all.entrySet()) {
        filled = filled.replace(variable.getKey(), variable.getValue());
      }
      return new Query(where, filled);
    }

    /** The metrics that it reads. */
    Set<String> metrics() {
      return metricsIn(expression);
    }
  }

  static Set<String> metricsIn(String expression) {
    Set<String> metrics = new TreeSet<>();
    Matcher matcher = METRIC.matcher(expression.replaceAll("\"[^\"]*\"", "\"\""));
    while (matcher.find()) {
      metrics.add(matcher.group());
    }
    return metrics;
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(INFRA.resolve("grafana").resolve("dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  static List<JsonNode> all() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (Path file : files()) {
      all.add(JSON.readTree(file.toFile()));
    }
    return all;
  }

  /** Every query of every panel. */
  static List<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (JsonNode board : all()) {
      for (JsonNode panel : board.get("panels")) {
        for (JsonNode target : panel.get("targets")) {
          queries.add(
              new Query(
                  board.get("title").asText()
                      + " / "
                      + panel.get("title").asText()
                      + " / "
                      + target.get("refId").asText(),
                  target.get("expr").asText()));
        }
      }
    }
    return queries;
  }
}
