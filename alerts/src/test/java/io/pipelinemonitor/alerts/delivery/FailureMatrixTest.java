package io.pipelinemonitor.alerts.delivery;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.OutgoingBuilder;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Answer;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.channel.email.EmailChannel;
import io.pipelinemonitor.alerts.channel.email.EmailSettings;
import io.pipelinemonitor.alerts.channel.email.ScriptedMailServer;
import io.pipelinemonitor.alerts.channel.email.ScriptedMailServer.Point;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import io.pipelinemonitor.alerts.channel.slack.ScriptedSlack;
import io.pipelinemonitor.alerts.channel.slack.SlackChannel;
import io.pipelinemonitor.alerts.channel.webhook.WebhookChannel;
import io.pipelinemonitor.alerts.channel.webhook.WebhookSettings;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.alerts.domain.plan.DeliveryStatus;
import io.pipelinemonitor.alerts.domain.plan.PlanReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each fault that is promised to be survived, from the step to the record: the pipeline with the
 * channels that people are told by, over the network, at servers that do what the fault says. What
 * needs a broker is in {@code DeliveryEndToEndTest} of the module {@code local}.
 */
class FailureMatrixTest {

  private static final String POST = "chat.postMessage";
  private static final String DORA = "a-1|dora|slack:U-dora";
  private static final String ANN = "a-1|ann|email:ann@example.com";
  private static final String BOARD = "a-1|board@example.com|email:board@example.com";
  private static final String CRM = "a-1|crm|webhook:crm";
  private static final String OPERATOR = "a-1|operator@example.com|email:operator@example.com";
  private static final Answer TROUBLE = new Answer(503, "", Map.of());
  private static final String REPEAT = "Possible repeat";

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  /** Of mail; those of HTTP are in {@link ScriptedHttpServer}. */
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static final Duration IMPATIENT = Duration.ofSeconds(1);

  private final World world = new World();
  private final ScriptedSlack slack = new ScriptedSlack();
  private final ScriptedMailServer mail = new ScriptedMailServer();
  private final ScriptedHttpServer crm =
      ScriptedHttpServer.start(request -> new Answer(204, "", Map.of()));

  @BeforeEach
  void connect() {
    world.calling(
        slackWithin(ScriptedHttpServer.PATIENT),
        mailWithin(PATIENT),
        new WebhookChannel(
            new WebhookSettings(
                Map.of(
                    "crm",
                    new WebhookSettings.Target(
                        Secret.of(crm.address("/steps").toString()), Secret.of("k".repeat(32)))),
                Set.of("localhost"),
                ScriptedHttpServer.PATIENT),
            world.clock));
  }

  @AfterEach
  void close() {
    slack.close();
    mail.close();
    crm.close();
  }

  private Channel slackWithin(HttpLimits limits) {
    return new SlackChannel(slack.settings(limits), world.clock);
  }

  private Channel mailWithin(Duration limit) {
    return new EmailChannel(
        new EmailSettings(
            "localhost",
            mail.port(),
            EmailSettings.Encryption.NONE,
            null,
            null,
            "monitor@example.com",
            limit,
            limit),
        world.clock);
  }

  @Test
  void aRateLimitHoldsItsAddressForAsLongAsItAsksAndIsNoAttempt() {
    world.routing(List.of("#board", "dora", "ann"), List.of());
    slack.server.refuse(POST, new Answer(429, "", Map.of("Retry-After", "30")));
    world.take(fired());

    String board = "a-1|#board|slack:#board";
    assertThat(world.delivery(board).isWaiting()).isTrue();
    assertThat(world.delivery(board).attempts()).isZero();
    assertSent(DORA, 1);
    assertSent(ANN, 1);
    world.after(Duration.ofSeconds(29));
    assertThat(posts()).isEqualTo(2);
    world.after(Duration.ofSeconds(1));

    assertSent(board, 1);
    assertThat(slack.messages()).hasSize(2);
    assertThat(world.count("waits", ChannelKind.SLACK, "rate_limited")).isEqualTo(1);
    assertThat(world.count("retries")).isZero();
  }

  @Test
  void troubleOfTheServerIsTriedAgainAfterRandomWaitsWhoseLongestDoubles() {
    world.routing(List.of(), List.of("webhook:crm"));
    for (int i = 0; i < 4; i++) {
      crm.refuse("/steps", TROUBLE);
    }
    world.take(fired());

    for (int attempt = 1; attempt <= 4; attempt++) {
      Delivery waiting = world.delivery(CRM);
      assertThat(waiting.isWaiting()).isTrue();
      assertThat(waiting.attempts()).isEqualTo(attempt);
      Duration wait = Duration.between(world.clock.instant(), waiting.dueAt());
      assertThat(wait).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1L << (attempt - 1)));
      world.after(wait.minusMillis(1));
      assertThat(crm.requests()).hasSize(attempt);
      world.after(Duration.ofMillis(1));
    }
    assertSent(CRM, 5);
    assertThat(world.count("retries", ChannelKind.WEBHOOK, "server_error")).isEqualTo(4);
    assertThat(world.count("repeats")).isZero();
  }

  @Test
  void noConnectionIsTriedAgainOnEachChannel() {
    world.routing(List.of("dora", "ann"), List.of("slack", "email", "webhook:crm"));
    slack.close();
    mail.close();
    crm.close();
    world.take(fired());

    for (String deliveryId : List.of(DORA, ANN, CRM)) {
      assertThat(world.delivery(deliveryId).isWaiting()).isTrue();
      assertThat(world.delivery(deliveryId).attempts()).isEqualTo(1);
      assertThat(world.recorded(deliveryId).failure()).isEqualTo(DeliveryReason.CONNECT_FAILED);
    }
    for (ChannelKind kind : List.of(ChannelKind.SLACK, ChannelKind.EMAIL, ChannelKind.WEBHOOK)) {
      assertThat(world.count("retries", kind, "connect_failed")).isEqualTo(1);
    }
  }

  @Test
  void aChannelThatFailsIsLeftInPeaceAndThenProbedWhileOthersGoOn() {
    world.routing(List.of("#board", "#sales-emea", "dora", "ann"), List.of());
    for (int i = 0; i < 6; i++) {
      slack.server.refuse(POST, TROUBLE);
    }
    world.take(fired()).after(Duration.ofSeconds(2));
    assertThat(posts()).as("three calls, and two again").isEqualTo(5);
    assertThat(world.breaker(ChannelKind.SLACK)).isEqualTo("open");

    world.take(step().of("b").number(1).build()).after(TEN_SECONDS);
    assertThat(posts()).as("left in peace").isEqualTo(5);
    assertThat(mail.taken()).as("of both incidents").hasSize(2);
    assertThat(world.breaker(ChannelKind.EMAIL)).isEqualTo("closed");
    world.after(Duration.ofSeconds(21));
    assertThat(posts()).as("one call tries, and fails").isEqualTo(6);
    assertThat(world.breaker(ChannelKind.SLACK)).isEqualTo("open");

    world.forAWhile(A_MINUTE);
    assertThat(slack.messages()).as("three addresses, two incidents").hasSize(6);
    assertThat(world.breaker(ChannelKind.SLACK)).isEqualTo("closed");
  }

  @Test
  void aMessageWhoseAnswerIsLateIsFoundByItsMetadataAndAdopted() {
    world.calling(
        new ImpatientAtFirst(
            slackWithin(ScriptedHttpServer.IMPATIENT), slackWithin(ScriptedHttpServer.PATIENT)));
    slack.server.hangAfterTaking(POST);
    world.take(fired());
    assertThat(world.delivery(DORA).status()).isEqualTo(DeliveryStatus.AMBIGUOUS);
    assertThat(world.recorded(DORA).failure()).isEqualTo(DeliveryReason.TIMED_OUT);
    slack.server.answerLate();
    world.after(TEN_SECONDS);

    assertSent(DORA, 1);
    assertThat(slack.messages()).hasSize(1);
    assertThat(world.delivery(DORA).messageId())
        .isEqualTo("D1DORA/" + slack.messages().get(0).path("ts").asText());
    assertThat(world.delivery(DORA).possibleRepeat()).isFalse();
    assertThat(world.count("retries", ChannelKind.SLACK, "timed_out")).isEqualTo(1);
    assertThat(world.count("repeats")).isZero();
  }

  @Test
  void aMessageThatWasNotAnsweredAndIsNotFoundIsSentAgainAsAPossibleRepeat() {
    world.calling(
        new ImpatientAtFirst(
            slackWithin(ScriptedHttpServer.IMPATIENT), slackWithin(ScriptedHttpServer.PATIENT)));
    slack.server.hang(POST);
    world.take(fired());
    assertThat(world.delivery(DORA).status()).isEqualTo(DeliveryStatus.AMBIGUOUS);
    assertThat(world.recorded(DORA).failure()).isEqualTo(DeliveryReason.TIMED_OUT);
    world.after(TEN_SECONDS);

    assertSent(DORA, 2);
    assertThat(slack.server.requests("conversations.history")).hasSize(1);
    assertThat(slack.messages()).hasSize(1);
    assertThat(slack.messages().get(0).path("blocks").toString()).contains(REPEAT);
    assertThat(world.delivery(DORA).possibleRepeat()).isTrue();
    assertThat(world.count("repeats", ChannelKind.SLACK, "told_now")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_auth, CREDENTIALS_REFUSED",
    "is_archived, ADDRESS_CLOSED",
    "missing_scope, PERMISSION_MISSING"
  })
  void whatSlackRefusesForGoodIsDeadAtOnceAndTheFallbackAndTheOperatorHearOfIt(
      String error, DeliveryReason reason) {
    slack.fail(POST, error);
    world.take(fired()).after(TEN_SECONDS);

    assertThat(slack.server.requests()).hasSize(1);
    assertThat(world.delivery(DORA).status()).isEqualTo(DeliveryStatus.DEAD);
    assertThat(world.recorded(DORA).failure()).isEqualTo(reason);
    assertThat(world.recorded(DORA).detail()).isEqualTo("chat.postMessage: " + error);
    assertThat(mail.recipients()).containsExactly("operator@example.com");
    assertSent(OPERATOR, 1);
    assertThat(world.delivery(OPERATOR).reason()).isEqualTo(PlanReason.GIVEN_UP);
    assertThat(world.count("dead", ChannelKind.SLACK, reason.label())).isEqualTo(1);
    assertThat(world.count("operator", ChannelKind.SLACK, reason.label())).isEqualTo(1);
    assertThat(world.count("retries")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"msg_too_long", "invalid_blocks"})
  void aFormThatIsRefusedIsSentOnceMoreAsPlainText(String error) {
    slack.fail(POST, error);
    world.take(OutgoingBuilder.explained("Helvetia Rail – Platform").of("a").number(1).build());

    assertSent(DORA, 1);
    assertThat(posts()).isEqualTo(2);
    JsonNode message = slack.messages().get(0);
    assertThat(message.has("blocks")).isFalse();
    assertThat(message.path("text").asText()).contains("Helvetia Rail – Platform");
    assertThat(world.count("sent", ChannelKind.SLACK, "told_now")).isEqualTo(1);
  }

  @Test
  void aFormThatIsRefusedAsPlainTextTooIsGivenUp() {
    slack.fail(POST, "msg_too_long");
    slack.fail(POST, "msg_too_long");
    world.take(fired());

    assertThat(posts()).isEqualTo(2);
    assertThat(world.delivery(DORA).status()).isEqualTo(DeliveryStatus.DEAD);
    assertThat(world.count("dead", ChannelKind.SLACK, "content_refused")).isEqualTo(1);
  }

  @Test
  void aRecipientThatIsRefusedForNowIsTriedForADayAndThenGivenUp() {
    world.routing(List.of("ann", "board@example.com"), List.of("email"));
    mail.sayTo("ann@example.com", "451 4.7.1 greylisted");
    // Quiet hours would put it off.
    world.take(step().of("a").number(1).severe(Severity.CRITICAL).build());
    assertSent(BOARD, 1);
    for (int quarter = 0; quarter < 4 * 24; quarter++) {
      world.after(Duration.ofMinutes(15));
    }
    assertThat(world.delivery(ANN).isWaiting()).isTrue();
    world.after(Duration.ofMinutes(15)).after(TEN_SECONDS);

    assertThat(world.delivery(ANN).status()).isEqualTo(DeliveryStatus.DEAD);
    assertThat(world.delivery(ANN).attempts()).isGreaterThan(90);
    assertThat(world.recorded(ANN).failure()).isEqualTo(DeliveryReason.TEMPORARILY_REFUSED);
    assertThat(world.count("dead", ChannelKind.EMAIL, "temporarily_refused")).isEqualTo(1);
    assertThat(mail.recipients()).containsOnlyOnce("board@example.com");
    assertThat(world.delivery(OPERATOR).reason()).isEqualTo(PlanReason.GIVEN_UP);
    assertSent(OPERATOR, 1);
  }

  @Test
  void aRecipientThatIsRefusedForGoodIsDroppedAlone() {
    world.routing(List.of("ann", "board@example.com"), List.of("email"));
    mail.sayTo("ann@example.com", "550 5.1.1 no such user");
    world.take(fired()).after(TEN_SECONDS);

    assertThat(world.delivery(ANN).status()).isEqualTo(DeliveryStatus.DEAD);
    assertThat(world.delivery(ANN).attempts()).isEqualTo(1);
    assertThat(world.recorded(ANN).failure()).isEqualTo(DeliveryReason.ADDRESS_UNKNOWN);
    assertThat(world.count("dead", ChannelKind.EMAIL, "address_unknown")).isEqualTo(1);
    assertSent(BOARD, 1);
    assertThat(mail.recipients())
        .containsExactly("ann@example.com", "board@example.com", "operator@example.com");
    assertThat(mail.taken()).hasSize(2);
  }

  @Test
  void aMailWhoseConnectionIsLostAfterItsEndIsRepeatedAndMarked() {
    world.routing(List.of("ann"), List.of());
    mail.goAwayAt(Point.END_OF_DATA);
    world.take(fired());
    assertThat(world.delivery(ANN).status()).isEqualTo(DeliveryStatus.AMBIGUOUS);
    assertThat(world.recorded(ANN).failure()).isEqualTo(DeliveryReason.CONNECTION_LOST);
    mail.behave();
    world.after(TEN_SECONDS);

    assertRepeatedByMail();
    assertThat(world.count("retries", ChannelKind.EMAIL, "connection_lost")).isEqualTo(1);
  }

  @Test
  void aMailThatIsAnsweredTooLateIsRepeatedAndMarked() {
    world.routing(List.of("ann"), List.of());
    world.calling(new ImpatientAtFirst(mailWithin(IMPATIENT), mailWithin(PATIENT)));
    mail.beLate();
    world.take(fired());
    assertThat(world.delivery(ANN).status()).isEqualTo(DeliveryStatus.AMBIGUOUS);
    assertThat(world.recorded(ANN).failure()).isEqualTo(DeliveryReason.TIMED_OUT);
    mail.behave();
    world.after(TEN_SECONDS);

    assertRepeatedByMail();
    assertThat(world.count("retries", ChannelKind.EMAIL, "timed_out")).isEqualTo(1);
  }

  private void assertRepeatedByMail() {
    assertSent(ANN, 2);
    assertThat(world.delivery(ANN).possibleRepeat()).isTrue();
    assertThat(world.count("repeats", ChannelKind.EMAIL, "told_now")).isEqualTo(1);
    assertThat(mail.taken()).hasSize(2);
    assertThat(mail.taken().get(0)).doesNotContain(REPEAT);
    assertThat(mail.taken().get(1)).contains(REPEAT);
    assertThat(mail.header(1, "Message-ID")).isEqualTo(mail.header(0, "Message-ID"));
  }

  @Test
  void aMailServerThatHangsBeforeTheEndOfTheMailHasNotTakenIt() {
    world.routing(List.of("ann"), List.of());
    world.calling(new ImpatientAtFirst(mailWithin(IMPATIENT), mailWithin(PATIENT)));
    mail.hangAt(Point.RECIPIENT);
    world.take(fired());
    assertThat(world.delivery(ANN).isWaiting()).isTrue();
    assertThat(world.recorded(ANN).failure()).isEqualTo(DeliveryReason.CONNECT_FAILED);
    mail.behave();
    world.after(TEN_SECONDS);

    assertSent(ANN, 2);
    assertThat(world.delivery(ANN).possibleRepeat()).isFalse();
    assertThat(mail.taken()).singleElement().asString().doesNotContain(REPEAT);
    assertThat(world.count("repeats")).isZero();
  }

  @Test
  void afterACrashInTheMiddleOfCallsTheyAreLookedUpOrRepeatedAndMarked() {
    world.routing(List.of("dora", "ann"), List.of());
    world.faults.crashAt(4); // Two records, both of them, and behind the calls.
    assertThatThrownBy(() -> world.take(fired()))
        .isInstanceOf(Crash.class)
        .hasMessage("before the commit");
    assertThat(slack.messages()).hasSize(1);
    assertThat(mail.taken()).hasSize(1);
    assertThat(world.delivery(DORA).isUnsettled()).isTrue();
    world.start();
    world.after(TEN_SECONDS);

    assertSent(DORA, 1);
    assertThat(slack.messages()).hasSize(1);
    assertThat(world.delivery(DORA).possibleRepeat()).isFalse();
    assertRepeatedByMail();
  }

  @Test
  void whatIsCriticalAndCannotBeSentForAQuarterOfAnHourGoesByTheSecondChannel() {
    slack.close();
    world.take(step().of("a").number(1).severe(Severity.CRITICAL).build());
    world.forAWhile(Duration.ofMinutes(14));
    assertThat(mail.taken()).isEmpty();
    world.forAWhile(Duration.ofMinutes(2));

    String byMail = "a-1|dora|email:dora@example.com";
    assertSent(byMail, 1);
    assertThat(world.delivery(byMail).reason()).isEqualTo(PlanReason.NOT_SENT_IN_TIME);
    assertThat(mail.recipients()).containsExactly("dora@example.com");
    assertThat(world.count("planned", ChannelKind.EMAIL, "not_sent_in_time")).isEqualTo(1);
    assertThat(world.delivery(DORA).isWaiting()).isTrue();
  }

  private int posts() {
    return slack.server.requests(POST).size();
  }

  private void assertSent(String deliveryId, int attempts) {
    assertThat(world.delivery(deliveryId).status()).isEqualTo(DeliveryStatus.SENT);
    assertThat(world.delivery(deliveryId).attempts()).isEqualTo(attempts);
  }

  private static AlertEvent fired() {
    return step().of("a").number(1).build();
  }

  /** Gives up the first call soon, and waits for all others as long as a busy machine needs. */
  private static final class ImpatientAtFirst implements Channel {
    private final Channel impatient;
    private final Channel patient;
    private boolean called;

    ImpatientAtFirst(Channel impatient, Channel patient) {
      this.impatient = impatient;
      this.patient = patient;
    }

    @Override
    public ChannelKind kind() {
      return patient.kind();
    }

    @Override
    public SendResult send(Outgoing outgoing) {
      Channel channel = called ? patient : impatient;
      called = true;
      return channel.send(outgoing);
    }

    @Override
    public Lookup find(Outgoing outgoing) {
      return patient.find(outgoing);
    }

    @Override
    public void close() {
      impatient.close();
      patient.close();
    }
  }
}
