package io.pipelinemonitor.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.pipelinemonitor.schema.SuppressionCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {

  private static final Instant FRIDAY_3PM = Instant.parse("2026-02-06T15:00:00Z");

  @Test
  void tellsAFiringAlertByItsFireLine() {
    assertThat(Wording.alert(alert(AlertTransition.FIRED, 2.819).build()))
        .hasValue(
            "2026-02-06 15:00  WARNING  fired        DACH Enterprise, 2026-Q1: coverage to go 2.82,"
                + " below 3.00");
  }

  @Test
  void tellsAChangeInPercent() {
    assertThat(
            Wording.alert(
                alert(AlertTransition.FIRED, -0.42)
                    .setRuleType(RuleType.CHANGE)
                    .setMetric("projectedAmount")
                    .setFireThreshold(-0.15)
                    .build()))
        .hasValue(
            "2026-02-06 15:00  WARNING  fired        DACH Enterprise, 2026-Q1: projected amount, change"
                + " of -42 %, below -15 %");
  }

  @Test
  void tellsARecoveryByItsClearLine() {
    assertThat(Wording.alert(alert(AlertTransition.RECOVERING, 3.34).build()))
        .hasValue(
            "2026-02-06 15:00  WARNING  recovering   DACH Enterprise, 2026-Q1: coverage to go 3.34,"
                + " above 3.30");
  }

  @Test
  void tellsHowLongAResolvedAlertLasted() {
    AlertEvent resolved =
        alert(AlertTransition.RESOLVED, 3.34)
            .setFiredAt(FRIDAY_3PM.minus(Duration.ofHours(50)))
            .setResolvedAt(FRIDAY_3PM)
            .build();

    assertThat(Wording.alert(resolved).orElseThrow()).endsWith("above 3.30, after 2 d 2 h");
  }

  @Test
  void breaksTheReasonsOfAnAlertIntoLinesThatFitATerminal() {
    String reasons =
        "DACH Enterprise: coverage of what is left to sell is 2.82. Since 30 January open pipeline"
            + " fell by USD 1.2 M; 2 deals did most of it: @|red Acme|@ renewal was lost.";

    assertThat(Wording.paragraph(reasons).lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith(" ".repeat(10)).hasSizeLessThan(121))
        .last()
        .satisfies(line -> assertThat(line).endsWith("@ |red Acme| @ renewal was lost."));
  }

  @Test
  void saysWhereAMetricHasNoValueAndWhoIsNotTold() {
    AlertEvent silent =
        alert(AlertTransition.FIRED, 0)
            .setRuleType(RuleType.CHANGE)
            .setValue(null)
            .setSuppressedBy(List.of(SuppressionCause.BULK_EDIT))
            .build();

    assertThat(Wording.alert(silent).orElseThrow())
        .endsWith("coverage to go has no value  (nobody is told: bulk edit)");
  }

  @Test
  void keepsQuietAboutWhatNobodyIsToldOf() {
    assertThat(Wording.alert(alert(AlertTransition.PENDING, 2.9).build())).isEmpty();
    assertThat(Wording.alert(alert(AlertTransition.PENDING_CLEARED, 3.1).build())).isEmpty();
  }

  @Test
  void writesMoneyInMillionsOfTheCurrency() {
    assertThat(Wording.millions(1_896_202_700, "USD")).isEqualTo("USD 18.96 M");
    assertThat(Wording.millions(18_962_027, "JPY")).isEqualTo("JPY 18.96 M");
  }

  private static AlertEvent.Builder alert(AlertTransition transition, double value) {
    return AlertEvent.newBuilder()
        .setAlertEventId("1")
        .setIncidentId("1")
        .setDedupKey("coverage-to-go|UNIT:dach|2026-Q1")
        .setSequence(1)
        .setTransition(transition)
        .setState(AlertState.FIRING)
        .setSeverity(Severity.WARNING)
        .setRuleId("coverage-to-go")
        .setRuleVersion(1)
        .setScopeType(ScopeType.UNIT)
        .setScopeId("dach")
        .setScopeName("DACH Enterprise")
        .setPeriod("2026-Q1")
        .setMetric("coverageToGo")
        .setUnit(MetricUnit.RATIO)
        .setValue(value)
        .setFireThreshold(3.0)
        .setClearThreshold(3.3)
        .setEvaluatedAt(FRIDAY_3PM);
  }
}
