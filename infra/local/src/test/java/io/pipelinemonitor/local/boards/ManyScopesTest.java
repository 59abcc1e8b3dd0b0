package io.pipelinemonitor.local.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pipelinemonitor.alerts.AlertsConfiguration;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.board.Board;
import io.pipelinemonitor.alerts.live.LiveTopic;
import io.pipelinemonitor.alerts.live.LiveTopics;
import io.pipelinemonitor.local.stack.FreePorts;
import io.pipelinemonitor.local.stack.Stack;
import io.pipelinemonitor.local.stack.StackClock;
import io.pipelinemonitor.local.stack.StackSettings;
import io.pipelinemonitor.schema.ActivityTotals;
import io.pipelinemonitor.schema.CategoryTotal;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.StageTotal;
import io.pipelinemonitor.schema.Waterfall;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The boards of a company with very many scopes. */
class ManyScopesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Instant MONDAY_9AM = Instant.parse("2026-02-02T09:00:00Z");
  private static final int SCOPES = 50_000;
  private static final List<String> PERIODS = List.of("2026-Q1", "2026-Q2");
  private static final int MOST_SERIES = 5_000;
  private static final long MOST_BYTES = 300_000_000;

  @TempDir Path temporary;

  @Test
  void showsOnlyAsManySeriesAsItMayInLittleMemory() throws Exception {
    try (Stack stack =
        Stack.start(
            StackSettings.embedded(
                    temporary, List.of(), Path.of(System.getProperty("monitor.registry")))
                .withPorts(FreePorts.find())
                .withClock(StackClock.DATA),
            what -> {})) {
      PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      long bytesEach = publish(stack);
      long before = usedMemory();
      AlertsConfiguration configuration =
          AlertsConfiguration.of(
              Map.of("board.scopes", "COMPANY,REP", "board.series", Integer.toString(MOST_SERIES)));
      long start = System.nanoTime();
      try (LiveTopics live =
          Board.start(
              new AlertsSettings(
                  stack.bootstrapServers(), Map.of(), stack.schemaRegistryUrl(), Map.of(), false),
              configuration.board(),
              meters,
              Clock.systemUTC())) {
        await().atMost(PATIENCE).until(() -> live.health().healthy());
        long reading = System.nanoTime() - start;
        assertThat(live.size(LiveTopic.SNAPSHOTS)).isEqualTo(SCOPES * PERIODS.size());
        long memory = usedMemory() - before;

        String scraped = meters.scrape();
        long scrapeStart = System.nanoTime();
        String again = meters.scrape();
        long scraping = System.nanoTime() - scrapeStart;

        System.out.printf(
            "%d scopes, %d snapshots of %d bytes: read in %d ms, %d MB in memory; scraped %d series"
                + " in %d ms, %d kB%n",
            SCOPES,
            SCOPES * PERIODS.size(),
            bytesEach,
            reading / 1_000_000,
            memory / 1_000_000,
            value(again, "pipeline_board_series"),
            scraping / 1_000_000,
            again.length() / 1_000);
        assertThat(value(scraped, "pipeline_board_series")).isBetween(1L, (long) MOST_SERIES);
        assertThat(figures(scraped).count()).isEqualTo(value(scraped, "pipeline_board_series"));
        assertThat(
                value(scraped, "pipeline_board_scopes")
                    + value(scraped, "pipeline_board_scopes_left_out"))
            .isEqualTo(SCOPES);
        assertThat(figures(scraped)).noneMatch(line -> line.contains("scope=\"rep-1\""));
        assertThat(figures(scraped)).anyMatch(line -> line.contains("scope=\"rep-49999\""));
        assertThat(memory).isLessThan(MOST_BYTES);
      }
    }
  }

  /** Series of the figures of scopes. */
  private static Stream<String> figures(String scraped) {
    return scraped.lines().filter(line -> line.contains("scope_name=\""));
  }

  private static long value(String scraped, String metric) {
    return scraped
        .lines()
        .filter(line -> line.startsWith(metric + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(metric.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Returns how large one is. */
  private static long publish(Stack stack) throws Exception {
    Properties settings = stack.connection().kafkaClient();
    settings.put("batch.size", "262144");
    settings.put("linger.ms", "20");
    long bytes = 0;
    try (SchemaRegistryClient registry = stack.connection().registry();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      RecordEncoder<PipelineSnapshot> encoder = RecordEncoder.open(Topics.SNAPSHOTS, registry);
      for (int scope = 0; scope < SCOPES; scope++) {
        for (String period : PERIODS) {
          PipelineSnapshot snapshot = snapshot(scope, period);
          byte[] value = encoder.encode(snapshot);
          bytes += value.length;
          String key = Objects.requireNonNull(Topics.SNAPSHOTS.key(snapshot));
          producer.send(
              new ProducerRecord<>(
                  Topics.SNAPSHOTS.name(), key.getBytes(StandardCharsets.UTF_8), value));
        }
      }
    }
    return bytes / ((long) SCOPES * PERIODS.size());
  }

  private static PipelineSnapshot snapshot(int number, String period) {
    LocalDate start = LocalDate.of(2026, period.endsWith("1") ? 1 : 4, 1);
    boolean isCompany = number == 0;
    Waterfall waterfall =
        Waterfall.newBuilder().setOpening(number).setCreated(100_000L * number).build();
    ActivityTotals activities = ActivityTotals.newBuilder().setCalls(number).build();
    return PipelineSnapshot.newBuilder()
        .setScopeType(isCompany ? ScopeType.COMPANY : ScopeType.REP)
        .setScopeId(isCompany ? "company" : "rep-" + number)
        .setScopeName("Representative " + number)
        .setScopePath(List.of("acme", "emea", "dach"))
        .setOwnerId("rep-" + number)
        .setPeriod(period)
        .setAsOf(MONDAY_9AM)
        .setPeriodStart(start)
        .setPeriodEnd(start.plusMonths(3))
        .setCurrency("EUR")
        .setOpenCount(number)
        .setOpenAmount(100_000L * number)
        .setQuota(50_000_000L)
        .setCoverageToGo(number / 500.0)
        .setAttainment(0.5)
        .setWaterfall(waterfall)
        .setWaterfallWeek(waterfall)
        .setActivityWeek(activities)
        .setActivityMonth(activities)
        .setStages(
            Stream.of("prospecting", "qualification", "proposal", "negotiation", "contract")
                .map(
                    stage ->
                        StageTotal.newBuilder()
                            .setPipelineId("new-business")
                            .setStageId(stage)
                            .setCount(number)
                            .setAmount(20_000L * number)
                            .setDaysMedian(12.5)
                            .build())
                .toList())
        .setCategories(
            Stream.of(ForecastCategory.PIPELINE, ForecastCategory.COMMIT)
                .map(
                    category ->
                        CategoryTotal.newBuilder().setCategory(category).setCount(1).build())
                .toList())
        .build();
  }
}
