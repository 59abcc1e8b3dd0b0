package io.pipelinemonitor.alerts.channel.slack;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.message.MessageWriter;
import io.pipelinemonitor.alerts.domain.message.Reader;
import io.pipelinemonitor.alerts.rendering.BlockKit;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackInteractionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The example of Slack's documentation. */
  private static final Secret SECRET = Secret.of("8f742231b10e8888abcd99yyyzzz85a5");

  private static final String EXAMPLE_TIMESTAMP = "1531420618";
  private static final String EXAMPLE_SIGNATURE =
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
  private static final String EXAMPLE_BODY =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
          + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
          + "&command=%2Fwebhook-collect&text="
          + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
          + "%2F96rGlfmibIGlgcZRskXaIFfN"
          + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

  private static final Instant NOW = Instant.parse("2026-02-06T14:05:00Z");
  private static final AlertEvent EVENT = step().build();

  private final SettableClock clock = new SettableClock(NOW);
  private Instant asOf = NOW;
  private final List<AlertCommand> recorded = new CopyOnWriteArrayList<>();
  private final SlackInteractions interactions =
      interactions(
          command -> {
            recorded.add(command);
            return CompletableFuture.completedFuture(null);
          });

  private SlackInteractions interactions(Recorder recorder) {
    return new SlackInteractions(
        new SlackInteractions.Settings(SECRET, Duration.ofHours(24)),
        user -> user.equals("U0DORA") ? "dora" : user,
        command -> {
          try {
            return recorder.record(command);
          } catch (InterruptedException e) {
            return CompletableFuture.failedFuture(e);
          }
        },
        clock,
        () -> asOf);
  }

  private interface Recorder {
    CompletableFuture<?> record(AlertCommand command) throws InterruptedException;
  }

  @Test
  void theSignatureIsThatOfSlacksDocumentation() {
    assertThat(SlackSignature.of(SECRET, EXAMPLE_TIMESTAMP, EXAMPLE_BODY))
        .isEqualTo(EXAMPLE_SIGNATURE);
    Instant at = Instant.ofEpochSecond(Long.parseLong(EXAMPLE_TIMESTAMP));
    assertThat(isGenuine(EXAMPLE_BODY, at)).isTrue();
    assertThat(isGenuine(EXAMPLE_BODY, at.plusSeconds(300))).isTrue();
    assertThat(isGenuine(EXAMPLE_BODY, at.plusSeconds(301))).isFalse();
    assertThat(isGenuine(EXAMPLE_BODY, at.minusSeconds(301))).isFalse();
    assertThat(isGenuine(EXAMPLE_BODY + '&', at)).isFalse();
  }

  private static boolean isGenuine(String body, Instant now) {
    return SlackSignature.isGenuine(SECRET, EXAMPLE_TIMESTAMP, EXAMPLE_SIGNATURE, body, now);
  }

  @Test
  void acknowledgeBecomesACommandForTheIncidentOfTheMessage() {
    assertThat(interactions.answer(signed(press("acknowledge", "U0DORA", "1.1")))).isEqualTo(200);
    AlertCommand command = recorded.get(0);
    assertThat(command.getCommand()).isEqualTo(AlertCommandType.ACK);
    assertThat(command.getIncidentId()).isEqualTo(EVENT.incidentId());
    assertThat(command.getDedupKey()).isEqualTo(EVENT.dedupKey());
    assertThat(command.getIssuedBy()).isEqualTo("dora");
    assertThat(command.getIssuedAt()).isEqualTo(NOW);
    assertThat(command.getUntil()).isNull();
  }

  @Test
  void snoozeAsksForQuietForAsLongAsIsSet() {
    assertThat(interactions.answer(signed(press("snooze", "U0OTHER", "1.1")))).isEqualTo(200);
    AlertCommand command = recorded.get(0);
    assertThat(command.getCommand()).isEqualTo(AlertCommandType.SNOOZE);
    assertThat(command.getUntil()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    assertThat(command.getIssuedBy()).isEqualTo("U0OTHER");
  }

  @Test
  void aPressTakesEffectByTheClockThatTheJobsGoBy() {
    asOf = NOW.minus(Duration.ofDays(200)).plusNanos(1_234_567);
    assertThat(interactions.answer(signed(press("snooze", "U0DORA", "1.1")))).isEqualTo(200);
    Instant asked = NOW.minus(Duration.ofDays(200)).plusMillis(1);
    assertThat(recorded.get(0).getIssuedAt()).isEqualTo(asked);
    assertThat(recorded.get(0).getUntil()).isEqualTo(asked.plus(Duration.ofHours(24)));
  }

  @Test
  void aPressThatComesAgainIsTheSameCommand() {
    interactions.answer(signed(press("acknowledge", "U0DORA", "1.1")));
    clock.advance(Duration.ofSeconds(5));
    interactions.answer(signed(press("acknowledge", "U0DORA", "1.1")));
    interactions.answer(signed(press("acknowledge", "U0DORA", "2.1")));
    assertThat(recorded.get(1).getCommandId()).isEqualTo(recorded.get(0).getCommandId());
    assertThat(recorded.get(2).getCommandId()).isNotEqualTo(recorded.get(0).getCommandId());
  }

  @Test
  void theEnvironmentSaysWhether() {
    assertThat(SlackInteractions.Settings.from(Map.of())).isNull();
    assertThat(SlackInteractions.Settings.from(Map.of("SLACK_SIGNING_SECRET", SECRET.reveal())))
        .isEqualTo(new SlackInteractions.Settings(SECRET, Duration.ofDays(1)));
  }

  @Test
  void openingAPageAsksForNothing() {
    assertThat(interactions.answer(signed(press("open", "U0DORA", "1.1")))).isEqualTo(200);
    assertThat(recorded).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "payload=",
        "payload=%7B",
        "payload=%",
        "something=else",
        "payload={\"actions\":[{\"action_id\":\"acknowledge\",\"value\":\"x|y\"}]}",
        "payload={\"user\":{\"id\":\"U1\"},\"actions\":[{\"action_id\":\"snooze\",\"value\":\"x\"}]}"
      })
  void whatMakesNoSenseIsRefused(String body) {
    assertThat(interactions.answer(signed(body))).isEqualTo(400);
    assertThat(recorded).isEmpty();
  }

  @Test
  void whatIsNotSignedOrNotOfNowIsRefused() {
    SlackInteractions.Request good = signed(press("acknowledge", "U0DORA", "1.1"));
    assertThat(
            interactions.answer(
                new SlackInteractions.Request(
                    good.timestamp(), good.signature(), good.body() + 'x')))
        .isEqualTo(401);
    assertThat(interactions.answer(new SlackInteractions.Request(null, null, good.body())))
        .isEqualTo(401);
    assertThat(
            interactions.answer(
                new SlackInteractions.Request("now", good.signature(), good.body())))
        .isEqualTo(401);
    clock.advance(Duration.ofMinutes(6));
    assertThat(interactions.answer(good)).isEqualTo(401);
    assertThat(recorded).isEmpty();
  }

  @Test
  void whereKafkaIsAwayWhoeverPressedLearnsItWithinThreeSeconds() {
    SlackInteractions.Request request = signed(press("acknowledge", "U0DORA", "1.1"));
    CountDownLatch never = new CountDownLatch(1);
    List<Recorder> slow =
        List.of(
            command -> new CompletableFuture<>(),
            command -> {
              never.await();
              return CompletableFuture.completedFuture(null);
            });
    for (Recorder recorder : slow) {
      long begun = System.nanoTime();
      assertThat(interactions(recorder).answer(request)).isEqualTo(503);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }
    never.countDown();
    assertThat(
            interactions(command -> CompletableFuture.failedFuture(new IOException("away")))
                .answer(request))
        .isEqualTo(503);
  }

  @Test
  void aWebServerTakesThePressOfAButton() throws Exception {
    Javalin server =
        Javalin.create(
                config ->
                    config.routes.post(
                        SlackInteractionsHandler.PATH, new SlackInteractionsHandler(interactions)))
            .start("127.0.0.1", 0);
    try {
      SlackInteractions.Request request = signed(press("acknowledge", "U0DORA", "1.1"));
      assertThat(post(server.port(), request)).isEqualTo(200);
      assertThat(recorded).hasSize(1);
      assertThat(
              post(
                  server.port(),
                  new SlackInteractions.Request(request.timestamp(), "v0=00", request.body())))
          .isEqualTo(401);
      String most = request.body() + "&x=" + "x".repeat(SlackInteractionsHandler.MOST_BYTES);
      assertThat(post(server.port(), signed(most))).isEqualTo(413);
      assertThat(recorded).hasSize(1);
    } finally {
      server.stop();
    }
  }

  private static int post(int port, SlackInteractions.Request request) throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + SlackInteractionsHandler.PATH))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", String.valueOf(request.timestamp()))
            .header("X-Slack-Signature", String.valueOf(request.signature()))
            .POST(BodyPublishers.ofString(request.body()))
            .build();
    return HttpClient.newHttpClient().send(post, BodyHandlers.discarding()).statusCode();
  }

  private SlackInteractions.Request signed(String body) {
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    return new SlackInteractions.Request(
        timestamp, SlackSignature.of(SECRET, timestamp, body), body);
  }

  /** What Slack sends when somebody presses a button of the message that we send. */
  private static String press(String actionId, String user, String at) {
    JsonNode message =
        BlockKit.of(
            MessageWriter.write(
                EVENT,
                new Reader(Locale.UK, ZoneOffset.UTC),
                URI.create("https://monitor.example.com/")),
            true);
    ObjectNode payload = JSON.createObjectNode().put("type", "block_actions");
    payload.putObject("user").put("id", user);
    for (JsonNode button : message.findParents("action_id")) {
      if (button.get("action_id").asText().equals(actionId)) {
        payload.putArray("actions").add(((ObjectNode) button).put("action_ts", at));
      }
    }
    return "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
  }
}
