package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipelinemonitor.local.connection.ClientProperties;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.outbox.OutboxForm;
import io.pipelinemonitor.local.outbox.OutboxReader;
import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From alert events to the outbox, as {@code monitor up} does without credentials. */
class OutboxEndToEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Whatever day and hour it is. */
  private static final Map<String, String> NEVER_QUIET =
      Map.of(
          "alerts.delivery.route.channels", "slack:#sales,email",
          "alerts.delivery.quiet.from", "00:00",
          "alerts.delivery.quiet.to", "00:00",
          "alerts.delivery.quiet.days", "");

  @TempDir Path temporary;

  private final Ports ports = FreePorts.find();

  @Test
  void withoutCredentialsWhatPeopleAreToldCanBeReadAndAnsweredOnThisMachine() throws Exception {
    try (Stack stack = start(Map.of())) {
      String outboxUrl = stack.outboxUrl().orElseThrow();
      OutboxReader reader = new OutboxReader(outboxUrl);
      publish(
          stack,
          OrgMember.newBuilder()
              .setMemberId("ann")
              .setName("Ann")
              .setUnitId("emea")
              .setEmail("ann@example.com")
              .setSlackUserId("U0ANN")
              .build());
      AlertEvent fired = AlertSteps.step("i-1", 1, AlertTransition.FIRED, "ann");
      publish(stack, fired);
      await().atMost(PATIENCE).until(() -> reader.after(0).size() == 2);
      OutboxForm buttons = OutboxForm.of(outboxUrl, "#sales");
      assertThat(buttons.actions()).containsExactly("acknowledge", "snooze");
      // On a slow machine the first takes longer than Slack waits.
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  buttons.by("U0ANN").press("acknowledge").statusCode() == 303
                      && !WrittenCommand.of(stack.connection()).isEmpty());
      assertThat(WrittenCommand.of(stack.connection()))
          .allSatisfy(
              written -> {
                AlertCommand command = written.command();
                assertThat(command.getCommand()).isEqualTo(AlertCommandType.ACK);
                assertThat(command.getIncidentId()).isEqualTo("i-1");
                assertThat(command.getDedupKey()).isEqualTo(fired.getDedupKey());
                assertThat(command.getIssuedBy()).isEqualTo("ann");
                // By the clock of the data, by which the jobs obey it.
                assertThat(command.getIssuedAt()).isEqualTo(fired.getEvaluatedAt());
              });

      publish(stack, AlertSteps.step("i-1", 2, AlertTransition.ACKNOWLEDGED, "ann"));
      await().atMost(PATIENCE).until(() -> reader.after(0).size() == 3);
      assertThat(OutboxForm.of(outboxUrl, "#sales").actions()).containsExactly("snooze");

      publish(stack, AlertSteps.step("i-1", 3, AlertTransition.RESOLVED, "ann"));
      await().atMost(PATIENCE).until(() -> reader.after(0).size() == 6);
      assertThat(OutboxForm.of(outboxUrl, "#sales").actions()).isEmpty();

      List<JsonNode> messages = reader.after(0);
      assertThat(messages)
          .extracting(message -> message.path("to").asText() + ' ' + message.path("act").asText())
          .containsExactlyInAnyOrder(
              "#sales new",
              "#sales change",
              "#sales change",
              "#sales answer",
              "ann@example.com new",
              "ann@example.com answer");
      assertThat(messages)
          .extracting(message -> message.path("text").asText())
          .allMatch(text -> text.contains("Coverage fell."));
    }
  }

  @Test
  void withCredentialsThereIsNoOutbox() {
    try (Stack stack = start(Map.of("SLACK_BOT_TOKEN", "xoxb-not-used"))) {
      assertThat(stack.outboxUrl()).isEmpty();
    }
  }

  private Stack start(Map<String, String> environment) {
    return Stack.start(
        new StackSettings(
            temporary.resolve("data"),
            ports,
            Optional.empty(),
            Optional.empty(),
            ClientProperties.NONE,
            1,
            StackClock.DATA,
            Map.of(),
            List.of(),
            Path.of(System.getProperty("monitor.registry")),
            Optional.of(StackAlerts.of(NEVER_QUIET, environment))),
        what -> {});
  }

  private static void publish(Stack stack, OrgMember member) throws IOException {
    LinePublisher.publishAt(
        stack.connection(),
        Topics.ORG_MEMBERS,
        NaturalJson.of(OrgMember.class).write(member),
        Instant.now());
  }

  private static void publish(Stack stack, AlertEvent event) throws IOException {
    LinePublisher.publishAt(
        stack.connection(),
        Topics.ALERT_EVENTS,
        NaturalJson.of(AlertEvent.class).write(event),
        Instant.now());
  }
}
