package io.pipelinemonitor.local.outbox;

import static io.pipelinemonitor.local.outbox.Telling.outgoing;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractions;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Presses of buttons, up to a service that takes in whatever is posted to it. */
class OutboxButtonsTest {
  private static final String CHANNEL = "#sales-emea";
  private static final String DEAL = "Helvetia Rail – Platform";
  private static final Map<String, String> PEOPLE =
      Map.of("U0ANN", "Ann <Smith>", "U0BOB", "Bob", "U0ALF", "Alf");

  private final List<SlackInteractions.Request> posted = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;
  private final Javalin service =
      Javalin.create(
              config ->
                  config.routes.post(
                      "/presses",
                      context -> {
                        posted.add(
                            new SlackInteractions.Request(
                                context.header("X-Slack-Request-Timestamp"),
                                context.header("X-Slack-Signature"),
                                context.body()));
                        context.status(answer);
                      }))
          .start("127.0.0.1", 0);
  private final Outbox outbox =
      Outbox.start(
          0,
          new SlackWorkspace(
              URI.create("http://127.0.0.1:" + service.port() + "/presses"), () -> PEOPLE),
          Clock.systemUTC());
  private final Telling telling = new Telling(outbox);

  @AfterEach
  void stop() {
    outbox.close();
    service.stop();
  }

  @Test
  void aPressIsPostedAsSlackDoesByWhomTheMessageIsTo() throws Exception {
    telling.first(ChannelKind.SLACK, "U0ANN", DEAL);
    OutboxForm form = OutboxForm.of(outbox.url(), "Ann <Smith> (U0ANN)");
    assertThat(form.actions()).containsExactly("acknowledge", "snooze");

    HttpResponse<String> pressed = form.press("acknowledge");

    assertThat(pressed.statusCode()).isEqualTo(303);
    assertThat(page(pressed)).contains("The alerts service took it.");
    AlertCommand command = taken(posted.get(0));
    assertThat(command.getCommand()).isEqualTo(AlertCommandType.ACK);
    assertThat(command.getIncidentId()).isEqualTo("i-1");
    assertThat(command.getDedupKey()).isEqualTo("coverage|UNIT:dach|2026-Q1");
    assertThat(command.getIssuedBy()).isEqualTo("U0ANN");
  }

  @Test
  void inAChannelAnybodyMayPress() throws Exception {
    telling.first(ChannelKind.SLACK, CHANNEL, DEAL);
    OutboxForm form = OutboxForm.of(outbox.url(), CHANNEL);
    assertThat(form.html()).containsSubsequence("Alf<", "Ann &lt;Smith&gt;<", "Bob<");

    assertThat(form.by("U0BOB").press("snooze").statusCode()).isEqualTo(303);
    assertThat(taken(posted.get(0)).getCommand()).isEqualTo(AlertCommandType.SNOOZE);
    assertThat(taken(posted.get(0)).getIssuedBy()).isEqualTo("U0BOB");

    assertThat(form.by("U0EVE").press("snooze").statusCode()).isEqualTo(400);
    assertThat(posted).hasSize(1);
  }

  @Test
  void whatIsOverHasNoButtonsAndAPressOfAnOldPageIsPostedNowhere() throws Exception {
    String first = telling.first(ChannelKind.SLACK, "U0ANN", DEAL);
    OutboxForm before = OutboxForm.of(outbox.url(), "Ann");
    // Another process, which waits for nothing that was sent a moment ago.
    new Telling(outbox)
        .sent(outgoing(ChannelKind.SLACK, "U0ANN", DEAL, 2, Manner.UPDATE_AND_REPLY, first));

    assertThat(OutboxForm.of(outbox.url(), "Ann").actions()).isEmpty();
    assertThat(page(before.press("acknowledge"))).contains("that button is not there any more");
    assertThat(posted).isEmpty();
  }

  @Test
  void thePageSaysWhenAPressWasNotTaken() throws Exception {
    telling.first(ChannelKind.SLACK, "U0ANN", DEAL);
    OutboxForm form = OutboxForm.of(outbox.url(), "Ann");
    answer = 503;
    assertThat(page(form.press("acknowledge"))).contains("it answered 503");
    service.stop();
    assertThat(page(form.press("acknowledge"))).contains("did not answer");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example",
    "Origin, null",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Sec-Fetch-Site, none"
  })
  void aFormElsewherePressesNothing(String header, String value) throws Exception {
    telling.first(ChannelKind.SLACK, "U0ANN", DEAL);
    OutboxForm form = OutboxForm.of(outbox.url(), "Ann");
    assertThat(form.press("acknowledge", header, value).statusCode()).isEqualTo(403);
    assertThat(posted).isEmpty();
    assertThat(
            form.press("acknowledge", "Origin", outbox.url(), "Sec-Fetch-Site", "same-origin")
                .statusCode())
        .isEqualTo(303);
  }

  @Test
  void whoeverHasNotReadThePagePressesNothing() throws Exception {
    telling.first(ChannelKind.SLACK, "U0ANN", DEAL);
    OutboxForm form = OutboxForm.of(outbox.url(), "Ann");
    assertThat(form.with("token", "").press("acknowledge").statusCode()).isEqualTo(403);
    assertThat(form.with("token", "outbox-other").press("acknowledge").statusCode()).isEqualTo(403);
    assertThat(posted).isEmpty();
  }

  /** The command that the service makes of what was posted. */
  private AlertCommand taken(SlackInteractions.Request request) {
    List<AlertCommand> commands = new CopyOnWriteArrayList<>();
    SlackInteractions interactions =
        new SlackInteractions(
            Objects.requireNonNull(SlackInteractions.Settings.from(outbox.environment(Map.of()))),
            user -> user,
            command -> {
              commands.add(command);
              return CompletableFuture.completedFuture(null);
            },
            Clock.systemUTC(),
            Clock.systemUTC());
    assertThat(interactions.answer(request)).isEqualTo(200);
    return commands.get(0);
  }

  private String page(HttpResponse<String> redirection) throws Exception {
    String path = redirection.headers().firstValue("Location").orElseThrow();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(outbox.url()).resolve(path)).build(),
            BodyHandlers.ofString())
        .body();
  }
}
