package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pipelinemonitor.alerts.AlertsConfiguration;
import io.pipelinemonitor.alerts.AlertsService;
import io.pipelinemonitor.alerts.OperationsServer;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractionsHandler;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.outbox.Outbox;
import io.pipelinemonitor.local.outbox.OutboxForm;
import io.pipelinemonitor.local.outbox.SlackWorkspace;
import io.pipelinemonitor.local.outbox.Telling;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From what people ask of incidents to {@code monitor.commands}, with the real broker, and when it
 * is away; the service runs as it does alone.
 */
class ButtonsEndToEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ANN = "U0ANN";

  @TempDir Path temporary;

  private final Ports ports = FreePorts.find();

  /** The stack has no outbox, so its port is free. */
  private final String serviceUrl = "http://127.0.0.1:" + ports.outbox();

  private Stack stack;
  private Outbox outbox;

  @BeforeEach
  void start() {
    stack =
        Stack.start(
            StackSettings.embedded(
                    temporary.resolve("data"),
                    List.of(),
                    Path.of(System.getProperty("monitor.registry")))
                .withPorts(ports)
                .withClock(StackClock.DATA),
            what -> {});
    outbox =
        Outbox.start(
            0,
            new SlackWorkspace(
                URI.create(serviceUrl + SlackInteractionsHandler.PATH), () -> Map.of(ANN, "Ann")),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    outbox.close();
    stack.close();
  }

  @Test
  void aPressIsACommandIfItIsSignedAndKafkaTakesIt() throws Exception {
    AlertsConfiguration configuration =
        AlertsConfiguration.of(
            Map.of(
                "bootstrap.servers", stack.bootstrapServers(),
                "schema.registry.url", stack.schemaRegistryUrl(),
                "heartbeats", "false"));
    try (AlertsService service =
            AlertsService.start(
                configuration.service(),
                configuration.delivering(
                    outbox.environment(Map.of()),
                    new SimpleMeterRegistry(),
                    Clock.systemUTC(),
                    false),
                Clock.systemUTC());
        OperationsServer operations =
            OperationsServer.start(
                new InetSocketAddress("127.0.0.1", ports.outbox()),
                service::health,
                () -> "",
                service.interactions())) {
      assertThat(operations.port()).isEqualTo(ports.outbox());
      new Telling(outbox).first(ChannelKind.SLACK, ANN, "Helvetia Rail");
      OutboxForm form = OutboxForm.of(outbox.url(), "Ann");

      assertThat(unsigned("payload=%7B%7D")).isEqualTo(401);
      assertThat(WrittenCommand.of(stack.connection())).isEmpty();

      // On a slow machine the first takes longer than Slack waits.
      await().atMost(PATIENCE).until(() -> answered(form.press("snooze")).equals("200"));
      assertThat(WrittenCommand.of(stack.connection()))
          .isNotEmpty()
          .allSatisfy(
              written -> {
                AlertCommand command = written.command();
                assertThat(written.key()).isEqualTo("i-1");
                assertThat(written.at()).isEqualTo(command.getIssuedAt());
                assertThat(command.getCommand()).isEqualTo(AlertCommandType.SNOOZE);
                assertThat(command.getUntil())
                    .isEqualTo(command.getIssuedAt().plus(Duration.ofDays(1)));
                assertThat(command.getIssuedBy()).isEqualTo(ANN);
              });

      stack.close();
      assertThat(answered(form.press("snooze"))).isEqualTo("503");
    }
  }

  /** The status that the service answered, as the page is told. */
  private static String answered(HttpResponse<String> pressed) {
    String location = pressed.headers().firstValue("Location").orElseThrow();
    return location.substring(location.indexOf('=') + 1);
  }

  private int unsigned(String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(serviceUrl + SlackInteractionsHandler.PATH))
                .header("X-Slack-Request-Timestamp", Long.toString(Instant.now().getEpochSecond()))
                .header("X-Slack-Signature", "v0=" + "0".repeat(64))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
