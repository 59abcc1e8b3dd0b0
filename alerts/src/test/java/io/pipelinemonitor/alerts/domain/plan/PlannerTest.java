package io.pipelinemonitor.alerts.domain.plan;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static io.pipelinemonitor.alerts.domain.plan.Company.ANN;
import static io.pipelinemonitor.alerts.domain.plan.Company.ANN_MAIL;
import static io.pipelinemonitor.alerts.domain.plan.Company.CLEO_SLACK;
import static io.pipelinemonitor.alerts.domain.plan.Company.DACH;
import static io.pipelinemonitor.alerts.domain.plan.Company.DORA_MAIL;
import static io.pipelinemonitor.alerts.domain.plan.Company.DORA_SLACK;
import static io.pipelinemonitor.alerts.domain.plan.Company.ED_SLACK;
import static io.pipelinemonitor.alerts.domain.plan.Company.EMEA;
import static io.pipelinemonitor.alerts.domain.plan.Company.FRIDAY_TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.StepReason;
import io.pipelinemonitor.alerts.domain.event.Suppression;
import io.pipelinemonitor.alerts.domain.event.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {

  /** In the afternoon in Zurich, in the morning in New York. */
  private static final Instant FRIDAY_THREE = Instant.parse("2026-02-06T14:00:00Z");

  private static final Instant FRIDAY_NIGHT = Instant.parse("2026-02-06T20:00:00Z");
  private static final Instant MONDAY_EIGHT = Instant.parse("2026-02-09T07:00:00Z");
  private static final Scope OF_NOBODY =
      new Scope(DACH.type(), "dach", "DACH", List.of("acme"), null);

  private final Company company = new Company();

  @Test
  void whoAnswersForTheScopeIsToldAtOnce() {
    assertThat(company.take(step().build()))
        .extracting(
            Delivery::endpoint,
            Delivery::status,
            Delivery::reason,
            Delivery::manner,
            Delivery::dueAt)
        .containsExactly(
            tuple(
                DORA_SLACK,
                DeliveryStatus.PLANNED,
                PlanReason.TOLD_NOW,
                Manner.NEW_MESSAGE,
                FRIDAY_TEN));
  }

  @Test
  void aRouteLeadsToOwnersManagersAndWhoeverIsNamed() {
    AlertEvent event = step().about(ANN).build();
    assertThat(company.routing("OWNER", "MANAGER", "UNIT_MANAGER", "cleo").take(event))
        .extracting(Delivery::endpoint)
        .containsExactly(ANN_MAIL, DORA_SLACK, CLEO_SLACK);
  }

  @Test
  void theManagerOfAUnitsManagerIsTheNextAbove() {
    assertThat(company.routing("MANAGER").take(step().about(DACH).build()))
        .extracting(Delivery::endpoint)
        .containsExactly(ED_SLACK);
  }

  @Test
  void channelsAndAddressesAreToldThemselves() {
    Route route =
        new Route(
            List.of("#sales-dach", "board@example.com", "dora"),
            List.of("email", "slack:#sales-dach", "webhook:crm", "alertmanager"),
            null,
            DigestMode.NONE);
    assertThat(company.routing(route).take(step().build()))
        .extracting(Delivery::endpoint)
        .containsExactly(
            new Endpoint("#sales-dach", ChannelKind.SLACK, "#sales-dach"),
            new Endpoint("board@example.com", ChannelKind.EMAIL, "board@example.com"),
            DORA_MAIL,
            new Endpoint("crm", ChannelKind.WEBHOOK, "crm"),
            new Endpoint("alertmanager", ChannelKind.ALERTMANAGER, "alertmanager"));
  }

  @Test
  void whoeverCannotBeReachedIsNamedWithTheReason() {
    Plan plan = company.routing("gone", "nobody", "mute", "").planOnly(step().build());
    assertThat(plan.deliveries()).isEmpty();
    assertThat(plan.unreached())
        .containsOnly(
            entry("gone", PlanReason.NOBODY_KNOWN),
            entry("nobody", PlanReason.NOBODY_KNOWN),
            entry("mute", PlanReason.UNREACHABLE),
            entry("", PlanReason.NOBODY_KNOWN));
  }

  @Test
  void aMemberWhoseIdIsAnAddressIsAMember() {
    assertThat(company.routing("eve@example.com").take(step().build()))
        .extracting(Delivery::endpoint)
        .containsExactly(new Endpoint("eve@example.com", ChannelKind.SLACK, "U-eve@example.com"));
  }

  @Test
  void whereARouteLeadsToNobodyTheFallbackIsTold() {
    Plan plan =
        Company.withFallback("#sales-ops")
            .plan(step().about(OF_NOBODY).build(), new Ledger(), FRIDAY_TEN);
    assertThat(plan.deliveries())
        .extracting(delivery -> delivery.endpoint().recipient())
        .containsExactly("#sales-ops");
  }

  @Test
  void nobodyHearsOfWhatIsForTheRecordOnly() {
    assertThat(company.take(step().taking(Transition.PENDING).build())).isEmpty();
    assertThat(company.take(step().taking(Transition.PENDING_CLEARED).build())).isEmpty();
    assertThat(company.take(step().taking(Transition.UNKNOWN).build())).isEmpty();
  }

  @Test
  void aStepThatComesAgainFindsWhatWasDecided() {
    List<Delivery> first = company.take(step().build());
    company.after(Duration.ofDays(1));
    assertThat(company.take(step().build())).isEqualTo(first);
  }

  @Test
  void anOldStepWithoutADecisionIsNotToldAfterANewerOne() {
    company.tell(step().number(3).taking(Transition.ESCALATED).build());
    assertThat(company.take(step().number(2).build()))
        .extracting(Delivery::status, Delivery::reason)
        .containsExactly(tuple(DeliveryStatus.SUPPRESSED, PlanReason.NEWER_STEP));
  }

  @Test
  void slackIsBroughtUpToDateAndAnsweredInTheThread() {
    company.tell(step().build());
    assertThat(company.take(escalated(3)))
        .extracting(Delivery::manner)
        .containsExactly(Manner.UPDATE_AND_REPLY);
  }

  @Test
  void whatIsChangedOrAnsweredIsTheFirstMessage() {
    company.tell(step().build());
    company.tell(escalated(3));
    Delivery end = company.take(resolved(4)).get(0);
    Delivery anchor = company.ledger().anchor(end);
    assertThat(anchor).isNotNull();
    assertThat(anchor == null ? null : anchor.messageId()).isEqualTo("message-2");
    assertThat(anchor == null ? null : company.ledger().anchor(anchor)).isNull();
  }

  @Test
  void smallChangesCallNobody() {
    company.routing("dora", "ann").tell(step().build());
    assertThat(company.take(step().number(3).taking(Transition.ACKNOWLEDGED).build()))
        .extracting(Delivery::endpoint, Delivery::status, Delivery::reason, Delivery::manner)
        .containsExactly(
            tuple(DORA_SLACK, DeliveryStatus.PLANNED, PlanReason.TOLD_NOW, Manner.UPDATE),
            tuple(
                ANN_MAIL, DeliveryStatus.SUPPRESSED, PlanReason.MINOR_CHANGE, Manner.NEW_MESSAGE));
  }

  @Test
  void mailIsAnswered() {
    company.routing("ann").tell(step().build());
    assertThat(company.take(resolved(3)))
        .extracting(Delivery::manner)
        .containsExactly(Manner.REPLY);
  }

  @Test
  void programsTakeEachStepAtOnce() {
    company
        .routing(new Route(List.of("nobody"), List.of("webhook:crm"), null, DigestMode.DAILY))
        .at(FRIDAY_NIGHT)
        .tell(step().build());
    assertThat(company.take(step().number(3).taking(Transition.RECOVERING).build()))
        .extracting(Delivery::reason, Delivery::manner, Delivery::dueAt)
        .containsExactly(tuple(PlanReason.TOLD_NOW, Manner.NEW_MESSAGE, FRIDAY_NIGHT));
  }

  @Test
  void atNightItIsHeldUntilTheNextWorkingMorningOfTheRecipient() {
    company.routing("dora", "ed").at(FRIDAY_NIGHT);
    assertThat(company.take(step().build()))
        .extracting(Delivery::endpoint, Delivery::reason, Delivery::dueAt)
        .containsExactly(
            tuple(DORA_SLACK, PlanReason.QUIET_HOURS, MONDAY_EIGHT),
            tuple(ED_SLACK, PlanReason.TOLD_NOW, FRIDAY_NIGHT));
  }

  @Test
  void whatIsCriticalBreaksThrough() {
    assertThat(company.at(FRIDAY_NIGHT).take(step().severe(Severity.CRITICAL).build()))
        .extracting(Delivery::reason, Delivery::dueAt)
        .containsExactly(tuple(PlanReason.TOLD_NOW, FRIDAY_NIGHT));
  }

  @Test
  void whatWasHeldGoesOutAsOneDigest() {
    company.at(FRIDAY_NIGHT);
    company.take(step().of("one").build());
    company.take(step().of("two").build());
    assertThat(company.send()).isEmpty();
    List<Mailing> mailings = company.at(MONDAY_EIGHT).send();
    assertThat(mailings).hasSize(1);
    assertThat(mailings.get(0).isDigest()).isTrue();
    assertThat(mailings.get(0).deliveries())
        .extracting(Delivery::incidentId, Delivery::manner)
        .containsExactly(tuple("one", Manner.IN_DIGEST), tuple("two", Manner.IN_DIGEST));
  }

  @Test
  void whatWasToldInADigestHasNoMessageOfItsOwnToChange() {
    company.at(FRIDAY_NIGHT);
    company.take(step().of("one").build());
    company.take(step().of("two").build());
    company.at(MONDAY_EIGHT).send();
    assertThat(company.take(resolved(3, "one")))
        .extracting(Delivery::manner)
        .containsExactly(Manner.NEW_MESSAGE);
  }

  @Test
  void oneThatWasHeldAloneIsAMessageOfItsOwn() {
    company.at(FRIDAY_NIGHT).take(step().build());
    company.at(MONDAY_EIGHT);
    assertThat(company.send()).extracting(Mailing::isDigest).containsExactly(false);
    assertThat(company.take(resolved(3)))
        .extracting(Delivery::manner)
        .containsExactly(Manner.UPDATE_AND_REPLY);
  }

  @Test
  void aRouteMayAskForDigests() {
    Route route = new Route(List.of("dora"), List.of(), null, DigestMode.HOURLY);
    company.routing(route);
    assertThat(company.take(step().build()))
        .extracting(Delivery::reason, Delivery::dueAt)
        .containsExactly(tuple(PlanReason.ROUTE_DIGEST, FRIDAY_TEN.plus(Duration.ofHours(1))));
  }

  @Test
  void ofWhatWaitsOnlyTheNewestIsTold() {
    company.at(FRIDAY_NIGHT).take(step().build());
    List<Delivery> second = company.take(escalated(3));
    assertThat(second)
        .extracting(Delivery::sequence, Delivery::status, Delivery::dueAt)
        .containsExactly(
            tuple(2L, DeliveryStatus.SUPERSEDED, MONDAY_EIGHT),
            tuple(3L, DeliveryStatus.PLANNED, MONDAY_EIGHT));
    assertThat(company.at(MONDAY_EIGHT).send()).hasSize(1);
  }

  @Test
  void aSmallChangeTakesThePlaceOfACallThatWaits() {
    company.at(FRIDAY_NIGHT).take(step().build());
    assertThat(company.take(step().number(3).taking(Transition.RECOVERING).build()))
        .extracting(Delivery::sequence, Delivery::status, Delivery::reason)
        .containsExactly(
            tuple(2L, DeliveryStatus.SUPERSEDED, PlanReason.QUIET_HOURS),
            tuple(3L, DeliveryStatus.PLANNED, PlanReason.QUIET_HOURS));
  }

  @Test
  void whatEndedBeforeItWasToldIsNotToldAtAll() {
    company.at(FRIDAY_NIGHT).take(step().build());
    assertThat(company.take(resolved(3)))
        .extracting(Delivery::status, Delivery::reason)
        .containsExactly(
            tuple(DeliveryStatus.SUPERSEDED, PlanReason.QUIET_HOURS),
            tuple(DeliveryStatus.SUPPRESSED, PlanReason.ENDED_UNTOLD));
    assertThat(company.at(MONDAY_EIGHT).send()).isEmpty();
  }

  @Test
  void whatIsOnItsWayCountsAsTold() {
    company
        .take(step().build())
        .forEach(delivery -> company.ledger().record(delivery.attempted(FRIDAY_TEN)));
    assertThat(company.take(resolved(3)))
        .extracting(Delivery::status, Delivery::manner)
        .containsExactly(tuple(DeliveryStatus.PLANNED, Manner.UPDATE_AND_REPLY));
  }

  @Test
  void whoWasToldHearsTheEndAlsoIfTheRouteLeadsElsewhereNow() {
    company.routing("ann").tell(step().build());
    company.routing("dora");
    assertThat(company.tell(escalated(3)))
        .extracting(Delivery::endpoint, Delivery::status, Delivery::reason)
        .containsExactly(
            tuple(DORA_SLACK, DeliveryStatus.PLANNED, PlanReason.TOLD_NOW),
            tuple(ANN_MAIL, DeliveryStatus.SUPPRESSED, PlanReason.NOT_ROUTED));
    assertThat(company.take(resolved(4)))
        .extracting(Delivery::endpoint, Delivery::status)
        .containsExactly(
            tuple(DORA_SLACK, DeliveryStatus.PLANNED), tuple(ANN_MAIL, DeliveryStatus.PLANNED));
  }

  @Test
  void suppressedStepsAreNotTold() {
    for (Suppression cause : Suppression.values()) {
      List<Delivery> deliveries = company.take(step().of(cause.name()).quietBy(cause).build());
      assertThat(deliveries)
          .extracting(Delivery::status)
          .as("%s", cause)
          .containsExactly(DeliveryStatus.SUPPRESSED);
      assertThat(deliveries.get(0).reason().name())
          .endsWith(cause == Suppression.UNKNOWN ? "UNKNOWN_SUPPRESSION" : cause.name());
    }
  }

  @Test
  void theEndOfWhatWasToldIsToldQuietlyWhileQuietIsAskedFor() {
    company.routing("dora", "ann").tell(step().build());
    AlertEvent end =
        step().number(3).taking(Transition.RESOLVED).quietBy(Suppression.SILENCE).build();
    assertThat(company.take(end))
        .extracting(Delivery::endpoint, Delivery::reason, Delivery::manner, Delivery::dueAt)
        .containsExactly(
            tuple(DORA_SLACK, PlanReason.TOLD_NOW, Manner.UPDATE, FRIDAY_TEN),
            tuple(ANN_MAIL, PlanReason.QUIET_END, Manner.REPLY, MONDAY_EIGHT));
  }

  @Test
  void whatGoesBackAndForthCallsNobodyUnlessItIsCritical() {
    company.routing("ann").tell(step().build());
    assertThat(company.take(step().number(3).taking(Transition.REBREACHED).flapping().build()))
        .extracting(Delivery::reason)
        .containsExactly(PlanReason.FLAPPING);
    assertThat(
            company.take(
                step()
                    .number(4)
                    .taking(Transition.REBREACHED)
                    .severe(Severity.CRITICAL)
                    .flapping()
                    .build()))
        .extracting(Delivery::reason)
        .containsExactly(PlanReason.TOLD_NOW);
  }

  @Test
  void anEndIsToldOnce() {
    company.routing("ann").tell(step().build());
    company.tell(resolved(3));
    company.tell(step().number(4).taking(Transition.REOPENED).flapping().build());
    assertThat(company.take(resolved(5)))
        .extracting(Delivery::reason)
        .containsExactly(PlanReason.ALREADY_CLOSED);
  }

  @Test
  void whatIsReopenedIsToldInTheSameThread() {
    company.tell(step().build());
    company.tell(resolved(3));
    assertThat(company.take(step().number(4).taking(Transition.REOPENED).build()))
        .extracting(Delivery::reason, Delivery::manner)
        .containsExactly(tuple(PlanReason.TOLD_NOW, Manner.UPDATE_AND_REPLY));
  }

  @Test
  void beyondTwentyInFiveMinutesTheRestIsOneDigest() {
    for (int i = 0; i < 30; i++) {
      company.take(step().of("incident-" + i).severe(Severity.CRITICAL).build());
    }
    List<Mailing> atOnce = company.send();
    assertThat(atOnce).hasSize(20).noneMatch(Mailing::isDigest);
    List<Mailing> later = company.after(Duration.ofMinutes(5)).send();
    assertThat(later).hasSize(1);
    assertThat(later.get(0).deliveries()).hasSize(10);
    assertThat(later.get(0).deliveries())
        .extracting(Delivery::reason)
        .containsOnly(PlanReason.ATTENTION_BUDGET);
    assertThat(company.take(step().of("next").build()))
        .extracting(Delivery::reason)
        .containsExactly(PlanReason.TOLD_NOW);
  }

  @Test
  void whatWasHeldAsCriticalAndIsMilderNowWaitsForTheMorning() {
    company.at(FRIDAY_NIGHT);
    for (int i = 0; i < 21; i++) {
      company.take(step().of("incident-" + i).severe(Severity.CRITICAL).build());
    }
    assertThat(
            company.take(
                step().of("incident-20").number(3).taking(Transition.STEPPED_DOWN).build()))
        .extracting(Delivery::status, Delivery::reason, Delivery::dueAt)
        .containsExactly(
            tuple(
                DeliveryStatus.SUPERSEDED,
                PlanReason.ATTENTION_BUDGET,
                FRIDAY_NIGHT.plus(Duration.ofMinutes(5))),
            tuple(DeliveryStatus.PLANNED, PlanReason.QUIET_HOURS, MONDAY_EIGHT));
  }

  @Test
  void changesInPlaceCostNoAttention() {
    for (int i = 0; i < 20; i++) {
      company.tell(step().of("incident-" + i).build());
    }
    assertThat(
            company.take(step().of("incident-0").number(3).taking(Transition.ACKNOWLEDGED).build()))
        .extracting(Delivery::reason, Delivery::manner)
        .containsExactly(tuple(PlanReason.TOLD_NOW, Manner.UPDATE));
  }

  @Test
  void anIncidentAboveSpeaksForThoseBelowToTheSamePerson() {
    company.routing("OWNER", "ed").tell(step().of("region").about(EMEA).build());
    assertThat(company.take(step().of("team").about(DACH).build()))
        .extracting(Delivery::endpoint, Delivery::status, Delivery::reason)
        .containsExactly(
            tuple(DORA_SLACK, DeliveryStatus.PLANNED, PlanReason.TOLD_NOW),
            tuple(ED_SLACK, DeliveryStatus.SUPPRESSED, PlanReason.INHIBITED_FOR_RECIPIENT));
  }

  @Test
  void aMilderIncidentAboveSpeaksForNobody() {
    company.routing("ed").tell(step().of("region").about(EMEA).build());
    assertThat(company.take(step().of("team").about(DACH).severe(Severity.CRITICAL).build()))
        .extracting(Delivery::reason)
        .containsExactly(PlanReason.TOLD_NOW);
  }

  @Test
  void whatNothingSpeaksForAnyMoreIsTold() {
    company.at(FRIDAY_THREE).routing("ed").tell(step().of("region").about(EMEA).build());
    company.tell(step().of("team").about(DACH).build());
    assertThat(company.review()).isEmpty();
    company.tell(step().of("region").about(EMEA).number(3).taking(Transition.RESOLVED).build());
    assertThat(company.review())
        .extracting(Delivery::incidentId, Delivery::status, Delivery::reason)
        .containsExactly(tuple("team", DeliveryStatus.PLANNED, PlanReason.PARENT_ENDED));
    assertThat(company.review()).isEmpty();
    assertThat(company.send()).hasSize(1);
  }

  @Test
  void nothingIsOwedOnceItIsOver() {
    company.routing("ed").tell(step().of("region").about(EMEA).build());
    company.tell(step().of("team").about(DACH).build());
    company.tell(step().of("team").about(DACH).number(3).taking(Transition.RESOLVED).build());
    company.tell(step().of("region").about(EMEA).number(3).taking(Transition.RESOLVED).build());
    assertThat(company.review()).isEmpty();
  }

  @Test
  void figuresThatGrowOldCallNobody() {
    company.routing("ann").tell(step().build());
    assertThat(
            company.take(
                step().number(3).taking(Transition.UPDATED).because(StepReason.DATA_STALE).build()))
        .extracting(Delivery::reason)
        .containsExactly(PlanReason.MINOR_CHANGE);
  }

  @Test
  void whatEndedLongAgoIsForgotten() {
    company.tell(step().build());
    company.tell(resolved(3));
    company.ledger().forget(company.now().plusSeconds(1));
    assertThat(company.ledger().deliveries("8df5549")).isEmpty();
    assertThat(company.ledger().latest("8df5549")).isNull();
    assertThat(company.ledger().above(step().of("other").about(ANN).build())).isEmpty();
  }

  @Test
  void whatWasDecidedOfLateIsRememberedHoweverOldItsFiguresAre() {
    company.tell(step().build());
    company.at(Company.FRIDAY_TEN.plus(Duration.ofDays(300)));
    company.tell(resolved(3));
    company.ledger().forget(company.now());
    assertThat(company.ledger().deliveries("8df5549")).hasSize(2);
  }

  private static AlertEvent escalated(long number) {
    return step().number(number).taking(Transition.ESCALATED).build();
  }

  private static AlertEvent resolved(long number) {
    return step().number(number).taking(Transition.RESOLVED).build();
  }

  private static AlertEvent resolved(long number, String incidentId) {
    return step().of(incidentId).number(number).taking(Transition.RESOLVED).build();
  }
}
