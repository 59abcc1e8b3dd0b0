package io.pipelinemonitor.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.boards.StoryBoards;
import io.pipelinemonitor.local.jobs.StandardJobs;
import io.pipelinemonitor.local.simulator.story.StoryQuarter;
import io.pipelinemonitor.local.stack.FreePorts;
import io.pipelinemonitor.local.stack.Stack;
import io.pipelinemonitor.local.stack.StackAlerts;
import io.pipelinemonitor.local.stack.StackClock;
import io.pipelinemonitor.local.stack.StackSettings;
import io.pipelinemonitor.local.verify.Verification;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole quarter through everything that {@code monitor demo} runs, much faster than life. */
class DemoEndToEndTest {

  /** As the demo. */
  private static final double SPEED = 60_000;

  private static final Policy POLICY = JobSettings.of(Map.of()).policy();

  /** The incidents of the story besides that of the main team. */
  private static final List<String> FIRED =
      List.of(
          "DACH Enterprise, 2026-Q1: projected amount",
          "UK & Ireland, 2026-Q1: win rate",
          "UK & Ireland, 2026-Q1: velocity per day",
          "Northgate Software, 2026-Q1: stage slowdown",
          "Japan Enterprise, 2026-Q1: at risk commit share",
          "Southeast Asia, 2026-Q1: hygiene score",
          "US Central, 2026-Q1: forecast drift",
          "Australia & New Zealand, 2026-Q2: coverage full",
          "US Central, 2026-Q1: forecast variance",
          "mail-and-calendar, 2026-Q1: silent hours");

  /** As the demo: whatever the hour, and with the quarter that is over on the boards. */
  private static final Map<String, String> ALERTS =
      Map.of(
          "alerts.delivery.route.channels", "email",
          "alerts.delivery.quiet.from", "00:00",
          "alerts.delivery.quiet.to", "00:00",
          "alerts.delivery.quiet.days", "",
          "alerts.delivery.budget.messages", "100000",
          "alerts.delivery.board.periods", "PREVIOUS,CURRENT,NEXT");

  @TempDir Path temporary;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final StringWriter told = new StringWriter();

  @Test
  void tellsTheStoryAndPublishesWhatARecomputationGives() throws Exception {
    StoryQuarter quarter =
        StoryQuarter.of(
            1, POLICY.calendar(), Objects.requireNonNull(POLICY.calendar().periodNamed("2026-Q1")));
    try (Stack stack = Stack.start(settings(), what -> {});
        StoryBoards boards = StoryBoards.watch(stack, temporary.resolve("prometheus"))) {
      Demo demo =
          new Demo(
              stack.connection(),
              quarter.simulation(),
              POLICY.calendar(),
              patience(),
              stack::failure,
              new PrintWriter(told));

      assertThat(demo.play(SPEED)).isTrue();

      List<String> alerts = coverageAlertsOf(quarter.story().setback().unitName());
      assertThat(alerts).as("all that was told: %s", told).hasSize(5);
      assertThat(alerts.get(0)).contains("WARNING  fired", "below 3.00");
      assertThat(alerts.get(1)).contains("CRITICAL escalated", "below 2.00");
      assertThat(alerts.get(2)).contains("WARNING  stepped down");
      assertThat(alerts.get(3)).contains("recovering", "above 3.30");
      assertThat(alerts.get(4)).contains("resolved", "after 12 d");
      assertThat(FIRED)
          .as("all that was told: %s", told)
          .allSatisfy(
              incident ->
                  assertThat(told.toString().lines())
                      .anyMatch(line -> line.contains(" fired ") && line.contains(incident)));

      Verification.Report report = verify(stack);
      assertThat(report.comparison().differences()).isEmpty();
      assertThat(report.comparison().agreeing()).isGreaterThan(250);
      assertThat(report.refused()).isZero();
      boards.everyMetricExists();
      boards.everyQueryIsAnswered("2026-Q1", quarter.story().setback().unitId());
    }
  }

  private List<String> coverageAlertsOf(String unitName) {
    return told.toString()
        .lines()
        .filter(
            line -> line.startsWith(">> ") && line.contains(unitName + ", 2026-Q1: coverage to go"))
        .toList();
  }

  private Verification.Report verify(Stack stack) throws IOException, InterruptedException {
    Properties properties = stack.connection().kafkaClient();
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    try (SchemaRegistryClient registry =
            RegistryConnection.open(stack.schemaRegistryUrl(), Map.of());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return new Verification(consumer, registry, POLICY, Duration.ofSeconds(60), patience()::await)
          .run();
    }
  }

  private StackSettings settings() {
    return StackSettings.embedded(
            temporary.resolve("quarter"),
            StandardJobs.all(),
            Path.of(System.getProperty("monitor.registry")))
        .withPorts(FreePorts.find())
        .withClock(StackClock.DATA)
        .withAlerts(StackAlerts.of(ALERTS, Map.of()));
  }

  private Demo.Waiting patience() {
    return new Demo.Waiting() {
      @Override
      public boolean await(Duration duration) throws InterruptedException {
        return stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      }

      @Override
      public boolean isOver() {
        return stopped.getCount() == 0;
      }
    };
  }
}
