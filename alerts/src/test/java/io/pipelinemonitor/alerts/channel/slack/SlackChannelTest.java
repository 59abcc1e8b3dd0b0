package io.pipelinemonitor.alerts.channel.slack;

import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.PLANNED_AT;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.explained;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.to;
import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.OutgoingBuilder;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackChannelTest {

  private static final String POST = "chat.postMessage";
  private static final String UPDATE = "chat.update";
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final AlertEvent RESOLVED =
      step().number(3).taking(Transition.RESOLVED).saying("Coverage recovered to 3.4×.").build();

  private final SettableClock clock = new SettableClock(PLANNED_AT);
  private final ScriptedSlack slack = new ScriptedSlack();
  private final SlackChannel channel = new SlackChannel(slack.settings(), clock);

  @AfterEach
  void close() {
    channel.close();
    slack.close();
  }

  @Test
  void aMessageCarriesTheIdOfItsDelivery() {
    Outgoing outgoing = to(ChannelKind.SLACK, "#sales-emea").build();
    SendResult.Sent sent = sent(outgoing);
    assertThat(sent.reason()).isEqualTo(DeliveryReason.ACCEPTED);
    JsonNode message = slack.messages().get(0);
    assertThat(sent.reference()).isEqualTo("C0SALES/" + message.get("ts").asText());
    assertThat(message.at("/metadata/event_payload/delivery_id").asText())
        .isEqualTo(outgoing.deliveryId());
    assertThat(message.at("/blocks/0/text/text").asText()).startsWith("Warning: Coverage");
    assertThat(message.toString()).contains("\"action_id\":\"acknowledge\"");
    assertThat(message.get("unfurl_links").asBoolean()).isFalse();
  }

  @Test
  void aChangeIsMadeInPlaceAndAnsweredInTheThread() {
    Outgoing first = to(ChannelKind.SLACK, "U0DORA").build();
    String reference = reference(first);
    clock.advance(A_SECOND);
    Outgoing second =
        to(ChannelKind.SLACK, "U0DORA")
            .telling(RESOLVED)
            .by(Manner.UPDATE_AND_REPLY, first.deliveryId(), reference)
            .build();
    SendResult.Sent sent = sent(second);
    assertThat(slack.messages()).hasSize(2);
    JsonNode message = slack.messages().get(0);
    JsonNode reply = slack.messages().get(1);
    assertThat(message.at("/blocks/0/text/text").asText()).startsWith("Resolved: Coverage");
    assertThat(message.toString()).doesNotContain("acknowledge");
    assertThat(message.at("/metadata/event_payload/delivery_id").asText())
        .isEqualTo(first.deliveryId());
    assertThat(reply.get("thread_ts")).isEqualTo(message.get("ts"));
    assertThat(reply.toString()).contains("Coverage recovered to 3.4×.");
    assertThat(sent.reference()).isEqualTo("D0DORA/" + reply.get("ts").asText());
  }

  @Test
  void aSmallChangeIsMadeInPlaceAndNobodyIsCalled() {
    Outgoing first = to(ChannelKind.SLACK, "U0DORA").build();
    String reference = reference(first);
    clock.advance(A_SECOND);
    Outgoing milder =
        to(ChannelKind.SLACK, "U0DORA")
            .telling(step().number(3).taking(Transition.STEPPED_DOWN).build())
            .by(Manner.UPDATE, first.deliveryId(), reference)
            .build();
    assertThat(sent(milder).reference()).isEqualTo(reference);
    assertThat(slack.messages()).hasSize(1);
  }

  @Test
  void buttonsThatNobodyListensToAreNotShown() {
    SlackSettings settings = slack.settings();
    SlackSettings deaf =
        new SlackSettings(
            settings.api(), settings.token(), false, settings.pace(), settings.limits());
    new SlackChannel(deaf, clock).send(to(ChannelKind.SLACK, "U0DORA").build());
    assertThat(slack.messages().get(0).toString())
        .contains("Open the incident")
        .doesNotContain("acknowledge", "snooze");
  }

  @Test
  void anAddressGetsOneMessageASecondAndHoldsUpNoOther() {
    sent(to(ChannelKind.SLACK, "U0DORA").build());
    clock.advance(Duration.ofMillis(400));
    Outgoing next = to(ChannelKind.SLACK, "U0DORA").telling(RESOLVED).build();
    SendResult tooEarly = channel.send(next);
    assertThat(tooEarly).isInstanceOf(SendResult.Wait.class);
    assertThat(tooEarly.reason()).isEqualTo(DeliveryReason.PACED);
    assertThat(((SendResult.Wait) tooEarly).retryAfter()).isEqualTo(Duration.ofMillis(600));
    sent(to(ChannelKind.SLACK, "#board").build());
    assertThat(slack.messages()).hasSize(2);
    clock.advance(Duration.ofMillis(600));
    sent(next);
  }

  @Test
  void aRateLimitHoldsItsAddressForAsLongAsSlackWants() {
    slack.server.refuse(POST, new ScriptedHttpServer.Answer(429, "", Map.of("Retry-After", "30")));
    Outgoing outgoing = to(ChannelKind.SLACK, "#sales-emea").build();
    SendResult limited = channel.send(outgoing);
    assertThat(limited.reason()).isEqualTo(DeliveryReason.RATE_LIMITED);
    assertThat(((SendResult.Wait) limited).retryAfter()).isEqualTo(Duration.ofSeconds(30));
    clock.advance(Duration.ofSeconds(20));
    SendResult still = channel.send(outgoing);
    assertThat(still.reason()).isEqualTo(DeliveryReason.RATE_LIMITED);
    assertThat(((SendResult.Wait) still).retryAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(slack.server.requests()).hasSize(1);
    sent(to(ChannelKind.SLACK, "#board").build());
    clock.advance(Duration.ofSeconds(10));
    sent(outgoing);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void troubleOfSlackIsTriedAgain(int status) {
    slack.server.refuse(POST, new ScriptedHttpServer.Answer(status, "<html>", Map.of()));
    SendResult result = channel.send(to(ChannelKind.SLACK, "U0DORA").build());
    assertThat(result).isInstanceOf(SendResult.Retry.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.SERVER_ERROR);
  }

  @Test
  void noConnectionIsTriedAgain() {
    slack.close();
    SendResult result = channel.send(to(ChannelKind.SLACK, "U0DORA").build());
    assertThat(result).isInstanceOf(SendResult.Retry.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.CONNECT_FAILED);
  }

  @Test
  void aMessageWhoseAnswerDoesNotComeIsLookedUpAndAdopted() {
    Outgoing outgoing = to(ChannelKind.SLACK, "#sales-emea").build();
    slack.server.hangAfterTaking(POST);
    SendResult result =
        new SlackChannel(slack.settings(ScriptedHttpServer.IMPATIENT), clock).send(outgoing);
    assertThat(result).isInstanceOf(SendResult.Ambiguous.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.TIMED_OUT);
    assertThat(channel.find(outgoing)).isEqualTo(new Lookup.Found(onlyReference()));
  }

  @Test
  void aMessageThatWasSentBeforeACrashIsFoundByAnotherProcess() {
    Outgoing outgoing = to(ChannelKind.SLACK, "U0DORA").build();
    sent(to(ChannelKind.SLACK, "U0DORA").telling(RESOLVED).build());
    clock.advance(A_SECOND);
    String reference = reference(outgoing);
    for (int i = 0; i < 5; i++) {
      clock.advance(A_SECOND);
      sent(to(ChannelKind.SLACK, "U0DORA").telling(step().number(10 + i).build()).build());
    }
    SlackChannel restarted = new SlackChannel(slack.settings(), clock);
    assertThat(restarted.find(outgoing)).isEqualTo(new Lookup.Found(reference));
  }

  @Test
  void aMessageThatWasNotTakenIsSentAgainAndSaysThatItMayBeARepeat() {
    Outgoing outgoing = to(ChannelKind.SLACK, "#sales-emea").build();
    slack.server.drop(POST);
    SendResult result = channel.send(outgoing);
    assertThat(result).isInstanceOf(SendResult.Ambiguous.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.CONNECTION_LOST);
    assertThat(channel.find(outgoing)).isEqualTo(new Lookup.Absent());
    clock.advance(A_SECOND);
    sent(outgoing.asPossibleRepeat());
    assertThat(slack.messages()).hasSize(1);
    assertThat(slack.messages().get(0).get("blocks").toString()).contains("Possible repeat");
  }

  @Test
  void anAnswerInAThreadIsLookedUpThere() {
    Outgoing first = to(ChannelKind.SLACK, "U0DORA").build();
    String reference = reference(first);
    clock.advance(A_SECOND);
    Outgoing second =
        to(ChannelKind.SLACK, "U0DORA")
            .telling(RESOLVED)
            .by(Manner.UPDATE_AND_REPLY, first.deliveryId(), reference)
            .build();
    assertThat(channel.find(second)).isEqualTo(new Lookup.Absent());
    slack.server.dropAfterTaking(POST);
    assertThat(channel.send(second)).isInstanceOf(SendResult.Ambiguous.class);
    String reply = "D0DORA/" + slack.messages().get(1).get("ts").asText();
    assertThat(channel.find(second)).isEqualTo(new Lookup.Found(reply));
  }

  @Test
  void errorsThatMayHaveDoneSomethingAreLookedUp() {
    slack.fail(POST, "fatal_error");
    assertThat(channel.send(to(ChannelKind.SLACK, "U0DORA").build()))
        .isInstanceOf(SendResult.Ambiguous.class);
    clock.advance(A_SECOND);
    slack.server.refuse(POST, ScriptedHttpServer.json(200, "<html>maintenance</html>"));
    SendResult unreadable = channel.send(to(ChannelKind.SLACK, "U0DORA").build());
    assertThat(unreadable).isInstanceOf(SendResult.Ambiguous.class);
    assertThat(unreadable.reason()).isEqualTo(DeliveryReason.ANSWER_UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_auth, CREDENTIALS_REFUSED",
    "token_revoked, CREDENTIALS_REFUSED",
    "missing_scope, PERMISSION_MISSING",
    "not_in_channel, PERMISSION_MISSING",
    "is_archived, ADDRESS_CLOSED",
    "channel_not_found, ADDRESS_UNKNOWN",
    "something_new, REFUSED"
  })
  void whatWillNotPassIsGivenUpAtOnce(String error, DeliveryReason reason) {
    slack.fail(POST, error);
    SendResult result = channel.send(to(ChannelKind.SLACK, "U0DORA").build());
    assertThat(result).isEqualTo(new SendResult.Dead(reason, "chat.postMessage: " + error));
    assertThat(slack.server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_blocks", "msg_too_long"})
  void aFormThatIsRefusedIsSentOnceMoreAsPlainText(String error) {
    slack.fail(POST, error);
    Outgoing outgoing = to(ChannelKind.SLACK, "U0DORA").build();
    assertThat(sent(outgoing).reason()).isEqualTo(DeliveryReason.ACCEPTED_AS_PLAIN_TEXT);
    JsonNode message = slack.messages().get(0);
    assertThat(message.has("blocks")).isFalse();
    assertThat(message.get("text").asText()).contains("Helvetia Rail – Platform");
    assertThat(message.at("/metadata/event_payload/delivery_id").asText())
        .isEqualTo(outgoing.deliveryId());
    clock.advance(A_SECOND);
    slack.fail(POST, error);
    slack.fail(POST, error);
    assertThat(channel.send(outgoing))
        .isEqualTo(
            new SendResult.Dead(DeliveryReason.CONTENT_REFUSED, "chat.postMessage: " + error));
  }

  @Test
  void aFormThatIsRefusedInAChangeLeavesNoOldBlocks() {
    Outgoing first = to(ChannelKind.SLACK, "U0DORA").build();
    String reference = reference(first);
    clock.advance(A_SECOND);
    slack.fail(UPDATE, "invalid_blocks");
    sent(
        to(ChannelKind.SLACK, "U0DORA")
            .telling(RESOLVED)
            .by(Manner.UPDATE, first.deliveryId(), reference)
            .build());
    assertThat(slack.messages().get(0).get("blocks")).isEmpty();
    assertThat(slack.messages().get(0).get("text").asText()).startsWith("Resolved:");
  }

  @Test
  void whereTheFirstMessageWasDeletedTheNextIsOneOfItsOwn() {
    Outgoing first = to(ChannelKind.SLACK, "U0DORA").build();
    String reference = reference(first);
    slack.delete(slack.messages().get(0).get("ts").asText());
    clock.advance(A_SECOND);
    Outgoing worse =
        to(ChannelKind.SLACK, "U0DORA")
            .telling(
                step().number(3).taking(Transition.ESCALATED).severe(Severity.CRITICAL).build())
            .by(Manner.UPDATE_AND_REPLY, first.deliveryId(), reference)
            .build();
    slack.server.dropAfterTaking(POST);
    assertThat(channel.send(worse)).isInstanceOf(SendResult.Ambiguous.class);
    assertThat(slack.messages().get(0).has("thread_ts")).isFalse();
    assertThat(channel.find(worse)).isEqualTo(new Lookup.Found(onlyReference()));
    clock.advance(A_SECOND);
    Outgoing quiet =
        to(ChannelKind.SLACK, "U0DORA").by(Manner.UPDATE, first.deliveryId(), reference).build();
    SendResult result = channel.send(quiet);
    assertThat(result).isInstanceOf(SendResult.Dead.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.ANCHOR_GONE);
  }

  @Test
  void aChangeOfUnknownFateIsMadeAgain() {
    Outgoing first = to(ChannelKind.SLACK, "U0DORA").build();
    Outgoing change =
        to(ChannelKind.SLACK, "U0DORA")
            .by(Manner.UPDATE, first.deliveryId(), reference(first))
            .build();
    assertThat(channel.find(change)).isEqualTo(new Lookup.Absent());
  }

  @Test
  void aLookUpThatFailsIsTriedAgainOrGivenUp() {
    Outgoing outgoing = to(ChannelKind.SLACK, "C0BOARD").build();
    slack.server.refuse(
        "conversations.history",
        new ScriptedHttpServer.Answer(429, "", Map.of("Retry-After", "7")));
    Lookup limited = channel.find(outgoing);
    assertThat(limited).isInstanceOf(Lookup.Later.class);
    assertThat(((Lookup.Later) limited).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    slack.server.drop("conversations.history");
    assertThat(channel.find(outgoing)).isInstanceOf(Lookup.Later.class);
    slack.fail("conversations.history", "missing_scope");
    assertThat(channel.find(outgoing))
        .isEqualTo(
            new Lookup.Unknowable(
                DeliveryReason.PERMISSION_MISSING, "conversations.history: missing_scope"));
    assertThat(channel.find(to(ChannelKind.SLACK, "#nowhere").build()))
        .isInstanceOf(Lookup.Unknowable.class);
  }

  static List<String> names() {
    return List.of(
        "<script>alert(1)</script>", "x".repeat(5_000), "<!channel> & <https://evil.example|x>");
  }

  @ParameterizedTest
  @MethodSource("names")
  void whateverADealIsCalledSlackTakesItAndShowsItAsAName(String name) {
    AlertEvent event = explained(name).build();
    assertThat(sent(to(ChannelKind.SLACK, "U0DORA").telling(event).build()).reason())
        .isEqualTo(DeliveryReason.ACCEPTED);
    clock.advance(A_SECOND);
    OutgoingBuilder digest = to(ChannelKind.SLACK, "U0DORA").telling(event).asDigest();
    assertThat(sent(digest.build()).reason()).isEqualTo(DeliveryReason.ACCEPTED);
    clock.advance(A_SECOND);
    slack.fail(POST, "invalid_blocks");
    sent(to(ChannelKind.SLACK, "U0DORA").telling(event).build());
    for (JsonNode message : slack.messages()) {
      String payload = message.toString();
      assertThat(payload).doesNotContain("<script", "<!channel", "<https://evil");
      assertThat(message.get("text").asText()).hasSizeLessThan(4_001);
    }
  }

  @Test
  void theTokenIsInNoTextThatIsLoggedOrKept() {
    slack.fail(POST, "invalid_auth");
    SendResult result = channel.send(to(ChannelKind.SLACK, "U0DORA").build());
    assertThat(result.toString()).doesNotContain("not-to-be-seen");
    assertThat(slack.settings().toString()).doesNotContain("not-to-be-seen");
  }

  @Test
  void theEnvironmentSaysWhetherAndWhere() {
    assertThat(SlackSettings.from(Map.of())).isNull();
    SlackSettings settings =
        Objects.requireNonNull(
            SlackSettings.from(
                Map.of("SLACK_BOT_TOKEN", "xoxb-1", "SLACK_API_URL", "http://localhost:1/api")));
    assertThat(settings.api()).isEqualTo(URI.create("http://localhost:1/api/"));
    assertThat(settings.answerable()).isFalse();
  }

  private SendResult.Sent sent(Outgoing outgoing) {
    SendResult result = channel.send(outgoing);
    assertThat(result).isInstanceOf(SendResult.Sent.class);
    return (SendResult.Sent) result;
  }

  private String reference(Outgoing outgoing) {
    return String.valueOf(sent(outgoing).reference());
  }

  private String onlyReference() {
    assertThat(slack.messages()).hasSize(1);
    JsonNode message = slack.messages().get(0);
    return message.get("channel").asText() + '/' + message.get("ts").asText();
  }
}
