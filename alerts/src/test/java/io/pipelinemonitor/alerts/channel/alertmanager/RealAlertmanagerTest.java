package io.pipelinemonitor.alerts.channel.alertmanager;

import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.to;
import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Answer;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a real Alertmanager, which tells a program of its own what it was told: Debian has it as
 * {@code prometheus-alertmanager}. Where it is not installed this is skipped, and says so.
 */
class RealAlertmanagerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PROGRAM = "prometheus-alertmanager";

  @TempDir private Path folder;

  private final ScriptedHttpServer onCall =
      ScriptedHttpServer.start(request -> new Answer(200, "", Map.of()));
  private Optional<Process> alertmanager = Optional.empty();
  private URI address = URI.create("http://127.0.0.1");

  @BeforeEach
  void start() throws IOException {
    Optional<Path> program = installed();
    if (program.isEmpty()) {
      System.getLogger(RealAlertmanagerTest.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "SKIPPED: no real Alertmanager is here; apt-get install " + PROGRAM);
    }
    assumeTrue(program.isPresent(), "no " + PROGRAM + " is installed");
    Path config =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            """
            route:
              receiver: on-call
              group_by: [alertname, severity]
              group_wait: 100ms
              group_interval: 500ms
            receivers:
              - name: on-call
                webhook_configs:
                  - url: %s
                    send_resolved: true
            """
                .formatted(onCall.address("/on-call")));
    int port = freePort();
    address = URI.create("http://127.0.0.1:" + port + '/');
    alertmanager =
        Optional.of(
            new ProcessBuilder(
                    program.get().toString(),
                    "--config.file=" + config,
                    "--storage.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port,
                    "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start());
    await().atMost(LIMIT).ignoreExceptions().until(() -> get("-/ready").statusCode() == 200);
  }

  @AfterEach
  void stop() throws InterruptedException {
    onCall.close();
    if (alertmanager.isPresent()) {
      alertmanager.get().destroy();
      alertmanager.get().waitFor();
    }
  }

  private static Optional<Path> installed() {
    return List.of(System.getenv("PATH").split(":")).stream()
        .map(folder -> Path.of(folder, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void itShowsTheIncidentGetWorseAndEndAndTellsTheOnCallTeam() throws IOException {
    AlertmanagerChannel channel =
        new AlertmanagerChannel(
            new AlertmanagerSettings(
                address,
                null,
                Map.of("team", "sales"),
                Duration.ofDays(10),
                ScriptedHttpServer.PATIENT),
            Clock.systemUTC());

    tell(channel, step().build());
    await().atMost(LIMIT).until(() -> shown().equals(List.of("warning active")));
    await().atMost(LIMIT).until(() -> heard().contains("warning firing"));

    tell(channel, step().number(3).taking(Transition.ESCALATED).severe(Severity.CRITICAL).build());
    await().atMost(LIMIT).until(() -> shown().equals(List.of("critical active")));
    await().atMost(LIMIT).until(() -> heard().contains("critical firing"));
    await().atMost(LIMIT).until(() -> heard().contains("warning resolved"));

    tell(channel, step().number(4).taking(Transition.RESOLVED).severe(Severity.CRITICAL).build());
    await().atMost(LIMIT).until(() -> shown().isEmpty());
    await().atMost(LIMIT).until(() -> heard().contains("critical resolved"));
    assertThat(heard()).noneMatch(alert -> alert.startsWith("info"));
  }

  private static void tell(AlertmanagerChannel channel, AlertEvent event) {
    assertThat(channel.send(to(ChannelKind.ALERTMANAGER, "alertmanager").telling(event).build()))
        .isInstanceOf(SendResult.Sent.class);
  }

  /** What its API shows. */
  private List<String> shown() throws IOException, InterruptedException {
    List<String> shown = new ArrayList<>();
    for (JsonNode alert : JSON.readTree(get("api/v2/alerts").body())) {
      shown.add(alert.at("/labels/severity").asText() + ' ' + alert.at("/status/state").asText());
    }
    return shown;
  }

  /** What it told the on-call team. */
  private List<String> heard() throws IOException {
    List<String> heard = new ArrayList<>();
    for (ScriptedHttpServer.Request request : onCall.requests()) {
      for (JsonNode alert : JSON.readTree(request.body()).get("alerts")) {
        heard.add(alert.at("/labels/severity").asText() + ' ' + alert.get("status").asText());
      }
    }
    return heard;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
  }
}
