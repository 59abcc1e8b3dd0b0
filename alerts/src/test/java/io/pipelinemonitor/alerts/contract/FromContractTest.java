package io.pipelinemonitor.alerts.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.DealCause;
import io.pipelinemonitor.alerts.domain.event.Explanation;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.FigureUnit;
import io.pipelinemonitor.alerts.domain.event.IncidentState;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.event.ScopeType;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.StepReason;
import io.pipelinemonitor.alerts.domain.event.Suppression;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.organisation.Unit;
import io.pipelinemonitor.alerts.domain.plan.DigestMode;
import io.pipelinemonitor.alerts.domain.plan.QuietHours;
import io.pipelinemonitor.alerts.domain.plan.Route;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.RuleRoute;
import io.pipelinemonitor.schema.SuppressionCause;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FromContractTest {

  private static final Instant AT = Instant.parse("2026-02-06T13:55:00Z");

  @Test
  void everySymbolOfTheContractIsKnown() {
    assertKnown(AlertTransition.values(), Transition.values());
    assertKnown(AlertState.values(), IncidentState.values());
    assertKnown(AlertReason.values(), StepReason.values());
    assertKnown(io.pipelinemonitor.schema.RuleType.values(), RuleType.values());
    assertKnown(io.pipelinemonitor.schema.ScopeType.values(), ScopeType.values());
    assertKnown(io.pipelinemonitor.schema.DigestMode.values(), DigestMode.values(), "UNKNOWN");
    assertKnown(io.pipelinemonitor.schema.Severity.values(), Severity.values(), "UNKNOWN");
    assertKnown(MetricUnit.values(), FigureUnit.values());
    assertKnown(Movement.values(), DealCause.values());
    assertKnown(SuppressionCause.values(), Suppression.values());
  }

  private static void assertKnown(Enum<?>[] contract, Enum<?>[] domain, String... without) {
    List<String> names = Arrays.stream(contract).map(Enum::name).toList();
    assertThat(Arrays.stream(domain).map(Enum::name).toList())
        .containsAll(
            names.stream().filter(name -> !Arrays.asList(without).contains(name)).toList());
  }

  @Test
  void aStepIsReadWithTheDealsBehindIt() {
    AlertEvent event = FromContract.alertEvent(record());
    assertThat(event.alertEventId()).isEqualTo("i-2");
    assertThat(event.dedupKey()).isEqualTo(record().getDedupKey());
    assertThat(event.rule())
        .isEqualTo(new AlertEvent.Rule("coverage", "Coverage", RuleType.THRESHOLD));
    assertThat(event.scope())
        .isEqualTo(new Scope(ScopeType.UNIT, "dach", "DACH", List.of("acme"), "dora"));
    assertThat(event.figure().value()).isEqualTo(2.8);
    assertThat(event.times().evaluatedAt()).isEqualTo(AT);
    assertThat(event.suppressedBy()).containsExactly(Suppression.SILENCE);
    assertThat(event.explanation())
        .isEqualTo(
            new Explanation(
                Currency.getInstance("EUR"),
                List.of(new DealChange("d-1", "Acme", DealCause.PUSHED_OUT, "2026-Q2", -100, true)),
                -150,
                AT));
  }

  @Test
  void withoutATotalThereIsNoExplanation() {
    io.pipelinemonitor.schema.AlertEvent record = record();
    record.setTotalDelta(null);
    assertThat(FromContract.alertEvent(record).explanation()).isNull();
  }

  @Test
  void aCurrencyThatThereIsNotIsRefused() {
    io.pipelinemonitor.schema.AlertEvent record = record();
    record.setCurrency("XYZ");
    assertThatThrownBy(() -> FromContract.alertEvent(record))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void symbolsThatAreNewerThanThisVersionAreUnknown() {
    io.pipelinemonitor.schema.AlertEvent record = record();
    record.setTransition(AlertTransition.UNKNOWN);
    record.setSeverity(io.pipelinemonitor.schema.Severity.UNKNOWN);
    AlertEvent event = FromContract.alertEvent(record);
    assertThat(event.transition()).isEqualTo(Transition.UNKNOWN);
    assertThat(event.severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void aRouteIsReadWithItsQuietHours() {
    RuleRoute route =
        RuleRoute.newBuilder()
            .setTo(List.of("MANAGER"))
            .setChannels(List.of("slack"))
            .setQuietHours(
                new io.pipelinemonitor.schema.QuietHours("18:30", "07:00", List.of("SUNDAY")))
            .setDigest(io.pipelinemonitor.schema.DigestMode.DAILY)
            .build();
    assertThat(FromContract.route(route))
        .isEqualTo(
            new Route(
                List.of("MANAGER"),
                List.of("slack"),
                new QuietHours(LocalTime.of(18, 30), LocalTime.of(7, 0), Set.of(DayOfWeek.SUNDAY)),
                DigestMode.DAILY));
    assertThat(FromContract.route(null)).isNull();
  }

  @Test
  void membersAndUnitsAreRead() {
    OrgMember member =
        OrgMember.newBuilder()
            .setMemberId("dora")
            .setName("Dora")
            .setUnitId("dach")
            .setEmail("dora@example.com")
            .setTimeZone("Europe/Zurich")
            .setLocale("de-CH")
            .build();
    OrgUnit unit =
        OrgUnit.newBuilder()
            .setUnitId("dach")
            .setName("DACH")
            .setParentUnitId("acme")
            .setManagerId("dora")
            .build();
    assertThat(FromContract.member(member))
        .isEqualTo(
            new Member(
                "dora",
                "Dora",
                "dach",
                "dora@example.com",
                null,
                ZoneId.of("Europe/Zurich"),
                Locale.forLanguageTag("de-CH"),
                true));
    assertThat(FromContract.unit(unit)).isEqualTo(new Unit("dach", "DACH", "acme", "dora"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "de_CH", "Swiss German", "-", "x-mine"})
  void whoseLocaleIsNoTagReadsThatOfTheSite(String locale) {
    OrgMember member =
        OrgMember.newBuilder()
            .setMemberId("dora")
            .setName("Dora")
            .setUnitId("dach")
            .setLocale(locale)
            .build();
    assertThat(FromContract.member(member))
        .isEqualTo(new Member("dora", "Dora", "dach", null, null, null, null, true));
  }

  private static io.pipelinemonitor.schema.AlertEvent record() {
    return io.pipelinemonitor.schema.AlertEvent.newBuilder()
        .setAlertEventId("i-2")
        .setIncidentId("i")
        .setDedupKey("coverage|UNIT:dach|2026-Q1")
        .setSequence(2)
        .setTransition(AlertTransition.FIRED)
        .setState(AlertState.FIRING)
        .setSeverity(io.pipelinemonitor.schema.Severity.WARNING)
        .setReason(AlertReason.HELD_LONG_ENOUGH)
        .setRuleId("coverage")
        .setRuleVersion(1)
        .setRuleName("Coverage")
        .setRuleType(io.pipelinemonitor.schema.RuleType.THRESHOLD)
        .setScopeType(io.pipelinemonitor.schema.ScopeType.UNIT)
        .setScopeId("dach")
        .setScopeName("DACH")
        .setScopePath(List.of("acme"))
        .setOwnerId("dora")
        .setPeriod("2026-Q1")
        .setMetric("coverageToGo")
        .setValue(2.8)
        .setUnit(MetricUnit.RATIO)
        .setCurrency("EUR")
        .setFireThreshold(3.0)
        .setClearThreshold(3.3)
        .setEvaluatedAt(AT)
        .setSummary("Coverage fell.")
        .setContributors(
            List.of(
                AlertContributor.newBuilder()
                    .setDealId("d-1")
                    .setName("Acme")
                    .setCause(Movement.PUSHED_OUT)
                    .setOtherPeriod("2026-Q2")
                    .setDelta(-100)
                    .setEventId("e-1")
                    .build()))
        .setOtherDelta(-50L)
        .setTotalDelta(-150L)
        .setDeltaSince(AT)
        .setSuppressedBy(List.of(SuppressionCause.SILENCE))
        .build();
  }
}
