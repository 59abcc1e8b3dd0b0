package io.pipelinemonitor.alerts.delivery;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.DealCause;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.alerts.domain.plan.DeliveryStatus;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import io.pipelinemonitor.alerts.domain.plan.PlanReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeliveryPipelineTest {

  private static final String FIRED_TO_DORA = "a-1|dora|slack:U-dora";
  private static final SendResult SERVER_ERROR =
      new SendResult.Retry(DeliveryReason.SERVER_ERROR, "503");
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final World world = new World();
  private long number = 1;

  @Test
  void sendsAStepOnceAndRecordsHowItEnded() {
    world.take(fired("a"));
    world.take();

    assertThat(world.slack.visible()).hasSize(1);
    assertThat(world.slack.visible().get(0).content()).isInstanceOf(Content.Step.class);
    Delivery delivery = world.delivery(FIRED_TO_DORA);
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.SENT);
    assertThat(delivery.attempts()).isEqualTo(1);
    assertThat(delivery.messageId()).isEqualTo("ref-" + FIRED_TO_DORA);
    assertThat(world.count("planned")).isEqualTo(1);
    assertThat(world.count("sent")).isEqualTo(1);
    assertThat(world.meters.find("alerts.delivery.latency.from.alert").timer()).isNotNull();
  }

  @Test
  void recordsThatItIsAboutToCallBeforeItCalls() {
    world.faults.crashAt(3); // record, records, call
    assertThat(crashed(() -> world.take(fired("a")))).isEqualTo("before the call");

    assertThat(world.delivery(FIRED_TO_DORA).attemptedAt()).isEqualTo(World.FRIDAY_THREE);
    assertThat(world.slack.visible()).isEmpty();
  }

  @Test
  void changesTheFirstMessageAndAnswersIt() {
    world.take(fired("a")).take(resolved("a", 2));

    Outgoing end = world.slack.visible().get(1);
    assertThat(end.manner()).isEqualTo(Manner.UPDATE_AND_REPLY);
    assertThat(end.anchor()).isEqualTo(new Outgoing.Anchor(FIRED_TO_DORA, "ref-" + FIRED_TO_DORA));
  }

  @Test
  void triesAgainAfterGrowingWaits() {
    world.slack.then(SERVER_ERROR).then(SERVER_ERROR).then(SERVER_ERROR);
    world.take(fired("a"));
    assertThat(world.delivery(FIRED_TO_DORA).isWaiting()).isTrue();
    world.forAWhile(Duration.ofMinutes(1));

    Delivery delivery = world.delivery(FIRED_TO_DORA);
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.SENT);
    assertThat(delivery.attempts()).isEqualTo(4);
    assertThat(delivery.possibleRepeat()).isFalse();
    assertThat(world.slack.visible()).hasSize(1);
    assertThat(world.count("retries")).isEqualTo(3);
  }

  @Test
  void sendsOnlyTheNewestOfWhatCouldNotBeSent() {
    world.slack.always(SERVER_ERROR);
    world
        .take(fired("a"))
        .take(then("a", 2, Transition.UPDATED))
        .take(then("a", 3, Transition.ESCALATED));
    world.slack.always(null);
    world.forAWhile(TEN_MINUTES);

    assertThat(world.slack.visible())
        .extracting(Outgoing::deliveryId)
        .containsExactly("a-3|dora|slack:U-dora");
    assertThat(world.slack.visible().get(0).manner()).isEqualTo(Manner.NEW_MESSAGE);
    assertThat(world.delivery(FIRED_TO_DORA).status()).isEqualTo(DeliveryStatus.SUPERSEDED);
  }

  @Test
  void saysNothingOfWhatEndedBeforeItCouldBeSent() {
    world.slack.always(SERVER_ERROR);
    world.take(fired("a")).take(resolved("a", 2));
    world.slack.always(null);
    world.forAWhile(TEN_MINUTES);

    assertThat(world.slack.visible()).isEmpty();
    Delivery end = world.delivery("a-2|dora|slack:U-dora");
    assertThat(end.status()).isEqualTo(DeliveryStatus.SUPPRESSED);
    assertThat(end.reason()).isEqualTo(PlanReason.ENDED_UNTOLD);
  }

  @Test
  void marksWhatItSendsAgainWithoutKnowing() {
    world.routing(List.of(), List.of("webhook:crm"));
    world.webhook.thenLoseTheAnswer();
    world.take(fired("a")).after(TEN_SECONDS);

    assertThat(world.webhook.visible())
        .extracting(Outgoing::possibleRepeat)
        .containsExactly(false, true);
    assertThat(world.delivery("a-1|crm|webhook:crm").possibleRepeat()).isTrue();
    assertThat(world.count("repeats")).isEqualTo(1);
  }

  @Test
  void looksAgainLaterWhereItCannotBeTold() {
    world.slack.thenLoseTheAnswer();
    world.slack.lookingUp(
        new Lookup.Later(Duration.ofMinutes(1), DeliveryReason.CONNECT_FAILED, "refused"));
    world.take(fired("a")).after(TEN_SECONDS).take(resolved("a", 2));
    assertThat(world.slack.calls()).as("the end waits for the beginning").hasSize(1);
    world.slack.lookingUp(null);
    world.forAWhile(TEN_MINUTES);

    assertThat(world.slack.visible())
        .extracting(Outgoing::deliveryId)
        .containsExactly(FIRED_TO_DORA, "a-2|dora|slack:U-dora");
  }

  @Test
  void gathersWhatWasHeldBackIntoOneDigest() {
    world.clock.advance(Duration.ofHours(11));
    world.take(fired("a"), fired("b"), fired("c"));
    assertThat(world.slack.calls()).isEmpty();
    world.start();
    world.after(Duration.ofHours(72));

    assertThat(world.slack.visible()).hasSize(1);
    assertThat(world.slack.visible().get(0).content()).isInstanceOf(Content.Together.class);
    assertThat(world.recorded())
        .allSatisfy(
            change -> {
              assertThat(change.delivery().status()).isEqualTo(DeliveryStatus.SENT);
              assertThat(change.delivery().reason()).isEqualTo(PlanReason.QUIET_HOURS);
              assertThat(change.delivery().mailingId()).isEqualTo(FIRED_TO_DORA);
            });
  }

  @Test
  void triesAgainInTheMorningWhatCouldNotBeSentBeforeTheNight() {
    world.clock.advance(Duration.ofMinutes(4 * 60 - 1));
    world.slack.then(
        new SendResult.Wait(Duration.ofMinutes(2), DeliveryReason.RATE_LIMITED, "429"));
    world.take(fired("a"));

    assertThat(world.delivery(FIRED_TO_DORA).reason()).isEqualTo(PlanReason.QUIET_HOURS);
    assertThat(world.delivery(FIRED_TO_DORA).dueAt())
        .as("Monday at eight in Zurich")
        .isEqualTo(Instant.parse("2026-02-09T07:00:00Z"));
  }

  @Test
  void keepsADigestTogetherThatHasToBeTriedAgain() {
    world.clock.advance(Duration.ofHours(11));
    world.take(fired("a"), fired("b"), fired("c"));
    world.slack.then(SERVER_ERROR).thenLoseTheAnswer();
    world.clock.advance(Duration.ofHours(56));
    world.forAWhile(TEN_MINUTES);

    assertThat(world.slack.calls()).hasSize(2);
    assertThat(world.slack.visible()).hasSize(1);
    assertThat(world.recorded())
        .extracting(change -> change.delivery().status())
        .containsOnly(DeliveryStatus.SENT);
  }

  @Test
  void writesAnewWhereTheMessageToChangeIsGone() {
    world.take(fired("a"));
    world.slack.then(new SendResult.Dead(DeliveryReason.ANCHOR_GONE, "message_not_found"));
    world.take(then("a", 2, Transition.ESCALATED)).take(resolved("a", 3));

    assertThat(world.slack.visible())
        .extracting(Outgoing::manner)
        .containsExactly(Manner.NEW_MESSAGE, Manner.NEW_MESSAGE, Manner.UPDATE_AND_REPLY);
    Outgoing.Anchor anchor = world.slack.visible().get(2).anchor();
    assertThat(anchor).isNotNull();
    assertThat(anchor == null ? "" : anchor.deliveryId()).isEqualTo("a-2|dora|slack:U-dora");
  }

  @Test
  void givesUpAtOnceWhatGoesToAChannelThatIsNotConfigured() {
    world.routing(List.of(), List.of("alertmanager"));
    world.take(fired("a")).after(TEN_SECONDS);

    assertThat(world.recorded("a-1|alertmanager|alertmanager:alertmanager").failure())
        .isEqualTo(DeliveryReason.NOT_CONFIGURED);
    assertThat(world.mail.visible()).hasSize(1);
  }

  @Test
  void forgetsNothingThatIsNeededWhenItBeginsAnew() {
    world.slack.then(SERVER_ERROR);
    world.take(fired("a"), fired("b"));
    world.start();
    world.forAWhile(TEN_MINUTES);
    world.start();
    world.take(resolved("a", 2), resolved("b", 2));

    assertThat(world.slack.visible())
        .extracting(Outgoing::deliveryId)
        .containsExactlyInAnyOrder(
            FIRED_TO_DORA,
            "b-1|dora|slack:U-dora",
            "a-2|dora|slack:U-dora",
            "b-2|dora|slack:U-dora");
    assertThat(world.slack.visible()).noneMatch(Outgoing::possibleRepeat);
  }

  @Test
  void everybodyReadsAmountsAndDatesInTheFormOfTheOwnCountry() {
    world
        .reading("dora", Locale.forLanguageTag("de-CH"))
        .reading("ann", Locale.US)
        .routing(List.of("dora", "ann", "board@example.com"), List.of("email"))
        .take(
            step()
                .of("a")
                .number(1)
                .explainedBy(
                    -91_900_000,
                    new DealChange("d-1", "Rail", DealCause.LOST, null, -91_900_000, true))
                .build());

    assertThat(deal("dora@example.com")).contains("919’000");
    assertThat(since("dora@example.com")).startsWith("06.02.2026");
    assertThat(deal("ann@example.com")).contains("919,000");
    assertThat(since("ann@example.com")).startsWith("Feb 6, 2026");
    assertThat(since("board@example.com")).isEqualTo(since("ann@example.com"));
  }

  private String deal(String address) {
    return Objects.requireNonNull(message(world.mail, address).deals()).lines().get(0).amount();
  }

  private String since(String address) {
    return message(world.mail, address).facts().stream()
        .filter(fact -> fact.label().equals("Since"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /** The newest to the address. */
  private static Message message(ScriptedChannel channel, String address) {
    return channel.visible().stream()
        .filter(outgoing -> outgoing.endpoint().address().equals(address))
        .map(outgoing -> ((Content.Step) outgoing.content()).message())
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  @Test
  void whatSomebodyHasSeenNeedNotBeAcknowledgedUntilItGetsWorse() {
    world.take(fired("a"));
    assertThat(message(world.slack, "U-dora").quieted()).isFalse();
    for (Transition transition : List.of(Transition.ACKNOWLEDGED, Transition.RECOVERING)) {
      world.take(next("a", transition));
      assertThat(message(world.slack, "U-dora").quieted()).isTrue();
    }
    world.take(next("a", Transition.ESCALATED));
    assertThat(message(world.slack, "U-dora").quieted()).isFalse();
    world.take(next("a", Transition.SNOOZED));
    assertThat(message(world.slack, "U-dora").quieted()).isTrue();
    world.take(next("a", Transition.UNSNOOZED));
    assertThat(message(world.slack, "U-dora").quieted()).isFalse();
  }

  /** The next step of the one incident. */
  private AlertEvent next(String incidentId, Transition transition) {
    return then(incidentId, ++number, transition);
  }

  private static AlertEvent fired(String incidentId) {
    return step().of(incidentId).number(1).build();
  }

  private static AlertEvent resolved(String incidentId, long number) {
    return then(incidentId, number, Transition.RESOLVED);
  }

  private static AlertEvent then(String incidentId, long number, Transition transition) {
    return step().of(incidentId).number(number).taking(transition).build();
  }

  private static String crashed(Runnable action) {
    try {
      action.run();
      return "";
    } catch (Crash crash) {
      return String.valueOf(crash.getMessage());
    }
  }
}
