package io.pipelinemonitor.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.local.MonitorCommand;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.outbox.Outbox;
import io.pipelinemonitor.local.outbox.Telling;
import io.pipelinemonitor.local.stack.FreePorts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OutboxCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Ports ports = FreePorts.find();
  private final Outbox outbox = Outbox.start(ports.outbox(), Telling.WORKSPACE, Clock.systemUTC());
  private final Telling telling = new Telling(outbox);

  @AfterEach
  void stop() {
    outbox.close();
  }

  @Test
  void showsWhatPeopleWereTold() {
    telling.first(ChannelKind.SLACK, "#sales-emea", "<b>Rail</b> & \"Sons\"");
    telling.first(ChannelKind.EMAIL, "ann@example.com", "Blue Bay");
    assertThat(run()).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "1  20",
            "slack to #sales-emea",
            "    Warning: ",
            "<b>Rail</b> & \"Sons\"",
            "2  20",
            "email to ann@example.com",
            "    coverage – DACH, 2026-Q1",
            "Blue Bay");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void saysOneObjectALineForPrograms() throws Exception {
    telling.first(ChannelKind.SLACK, "#sales-emea", "Blue Bay");
    telling.first(ChannelKind.EMAIL, "ann@example.com", "Blue Bay");
    assertThat(run("--json")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode mail = new ObjectMapper().readTree(lines.get(1));
    assertThat(mail.path("number").asInt()).isEqualTo(2);
    assertThat(mail.path("html").asText()).contains("Blue Bay");
  }

  @Test
  void whatAMessageSaysDoesNothingToTheTerminal() throws Exception {
    Map<String, String> environment = outbox.environment(Map.of());
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(outbox.url() + "/api/chat.postMessage"))
                .header("Authorization", "Bearer " + environment.get("SLACK_BOT_TOKEN"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"channel\":\"#\\u001b]0;c\\u0007\",\"text\":\"\\u001b[2Jgone\\u009b2J\"}"))
                .build(),
            BodyHandlers.discarding());
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("[2Jgone").doesNotContain("\u001b", "\u009b", "\u0007");
  }

  @Test
  void followsUntilTheStackEnds() {
    telling.first(ChannelKind.EMAIL, "ann@example.com", "Blue Bay");
    CompletableFuture<Integer> following = CompletableFuture.supplyAsync(() -> run("--follow"));
    await().atMost(PATIENCE).until(() -> out.toString().contains("Blue Bay"));
    telling.first(ChannelKind.EMAIL, "ann@example.com", "Helvetia Rail");
    await().atMost(PATIENCE).until(() -> out.toString().contains("Helvetia Rail"));
    outbox.close();
    assertThat(following.join()).isEqualTo(1);
    assertThat(out.toString()).containsOnlyOnce("Blue Bay");
    assertThat(err.toString()).startsWith("monitor: No outbox answers at " + outbox.url());
  }

  @Test
  void saysThatNothingWasToldYet() {
    assertThat(run()).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("Nothing was told yet.");
  }

  private int run(String... options) {
    CommandLine line = MonitorCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] arguments = new String[options.length + 3];
    arguments[0] = "outbox";
    arguments[1] = "--port-offset";
    arguments[2] = String.valueOf(ports.offset());
    System.arraycopy(options, 0, arguments, 3, options.length);
    return line.execute(arguments);
  }
}
