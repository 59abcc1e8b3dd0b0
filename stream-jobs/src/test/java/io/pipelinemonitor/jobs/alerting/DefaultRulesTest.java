package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.RuleType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"USD", "EUR", "JPY", "KWD"})
  void areValidInEveryReportingCurrency(String currency) {
    assertThat(DefaultRules.of(currency))
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat(RuleReader.check(rule, currency))
                    .isInstanceOf(RuleCheck.Accepted.class));
  }

  @Test
  void takeALeastQuotaOverAtFaceValue() {
    assertThat(leastQuotas("EUR")).containsOnly(1_000_00L);
    assertThat(leastQuotas("JPY")).containsOnly(1_000L);
    assertThat(leastQuotas("KWD")).containsOnly(1_000_000L);
  }

  /** Of rules on figures: sources and deals have no quota. */
  private static List<Long> leastQuotas(String currency) {
    return DefaultRules.of(currency).stream()
        .filter(rule -> rule.getType() != RuleType.STALE && rule.getType() != RuleType.DEAL)
        .map(AlertRule::getMinQuotaMinor)
        .toList();
  }

  @Test
  void warnOfCoverageBelowThreeAndTwo() {
    AlertRule coverage = DefaultRules.of("USD").get(0);
    assertThat(coverage.getRuleId()).isEqualTo("coverage-to-go");
    assertThat(coverage.getLevels())
        .extracting(
            level ->
                level.getSeverity()
                    + " "
                    + level.getFire()
                    + " "
                    + level.getClear()
                    + " "
                    + level.getForSeconds())
        .containsExactly("WARNING 3.0 3.3 14400", "CRITICAL 2.0 2.2 14400");
  }
}
