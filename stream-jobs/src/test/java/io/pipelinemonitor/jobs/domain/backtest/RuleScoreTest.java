package io.pipelinemonitor.jobs.domain.backtest;

import static io.pipelinemonitor.jobs.domain.backtest.Trial.HORIZON;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.NORTH;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.Q2;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.SOUTH;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.attained;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.days;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.incident;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.missed;
import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleScoreTest {
  private static final Scope WEST = Scope.unit("west");
  private static final AlertRule COVERAGE = rule("coverage").types(ScopeType.UNIT).build();

  @Test
  void sumsUpTheIncidentsOfEachRule() {
    List<RuleScore> scores =
        RuleScore.of(
            List.of(COVERAGE, rule("quiet").build()),
            List.of(
                incident("coverage", NORTH, "01-11", "01-12"),
                incident("coverage", SOUTH, "02-01", "02-04"),
                incident("coverage", SOUTH, "03-01", "03-02"),
                incident("coverage", NORTH, Q2, "04-21", null)),
            List.of(),
            HORIZON);

    RuleScore score = scores.get(0);
    assertThat(score.incidents()).isEqualTo(4);
    assertThat(score.bySeverity()).containsOnlyKeys(Severity.WARNING).containsValue(4);
    assertThat(score.stillOpen()).isEqualTo(1);
    assertThat(score.openMicros()).isEqualTo(days(1 + 3 + 1 + 10));
    assertThat(score.medianOpenMicros()).as("1, 1, 3 and 10 days").isEqualTo(days(2));
    assertThat(score.medianLeadMicros())
        .as("31, 59, 71 and 80 days before the end of the period")
        .isEqualTo(days(65));
    assertThat(score.scopes())
        .containsExactly(new RuleScore.ScopeCount(NORTH, 2), new RuleScore.ScopeCount(SOUTH, 2));

    RuleScore quiet = scores.get(1);
    assertThat(quiet.incidents()).isZero();
    assertThat(quiet.medianOpenMicros()).isNull();
    assertThat(quiet.medianLeadMicros()).isNull();
  }

  @Test
  void isRightIfTheQuotaWasMissedThen() {
    Rightness rightness =
        rightness(
            COVERAGE,
            List.of(
                incident("coverage", NORTH, "01-11", "01-12"),
                incident("coverage", NORTH, "02-11", "02-12"),
                incident("coverage", SOUTH, "02-01", "02-04"),
                incident("coverage", NORTH, Q2, "04-21", null)),
            missed(NORTH),
            attained(SOUTH));

    assertThat(rightness)
        .as("of the second quarter nothing is known")
        .isEqualTo(new Rightness(Truth.QUOTA_MISSED, 3, 2, 1, 1));
    assertThat(rightness.precision()).isEqualTo(2 / 3.0);
    assertThat(rightness.recall()).isEqualTo(1);
  }

  /** The last tenth of the quarter begins on 23 March. */
  @ParameterizedTest
  @CsvSource({"03-22, 1", "03-23, 0"})
  void foretellsOnlyBeforeTheLastTenth(String opened, int foretold) {
    assertThat(
            rightness(
                COVERAGE, List.of(incident("coverage", NORTH, opened, "03-30")), missed(NORTH)))
        .isEqualTo(new Rightness(Truth.QUOTA_MISSED, 1, 1, 1, foretold));
  }

  @Test
  void missesOnlyWhatItWatches() {
    AlertRule rule =
        rule("coverage").types(ScopeType.UNIT).without(SOUTH).minQuota(3_000_000_00).build();

    Rightness rightness =
        rightness(
            rule,
            List.of(),
            missed(NORTH),
            missed(SOUTH),
            new Outcome(WEST, Trial.Q1, 3_000_000_00, true, null),
            missed(Scope.COMPANY));
    assertThat(rightness).isEqualTo(new Rightness(Truth.QUOTA_MISSED, 0, 0, 1, 0));
    assertThat(rightness.precision()).isNull();
    assertThat(rightness.recall()).isZero();
  }

  @Test
  void isRightOfCommitsByCommits() {
    AlertRule rule = rule("drift").below(Metric.FORECAST_DRIFT).build();

    Rightness rightness =
        rightness(
            rule,
            List.of(
                incident("drift", NORTH, "01-11", "01-12"),
                incident("drift", SOUTH, "02-01", "02-04"),
                incident("drift", WEST, "02-01", "02-04")),
            new Outcome(NORTH, Trial.Q1, 2_000_000_00, false, true),
            new Outcome(SOUTH, Trial.Q1, 2_000_000_00, true, false),
            new Outcome(WEST, Trial.Q1, 2_000_000_00, true, null));

    assertThat(rightness)
        .as("in the west nobody had committed to anything")
        .isEqualTo(new Rightness(Truth.COMMIT_MISSED, 2, 1, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "COVERAGE_TO_GO, BELOW, QUOTA_MISSED",
    "COVERAGE_TO_GO, ABOVE,",
    "ATTAINMENT, BELOW, QUOTA_MISSED",
    "PROJECTED_AMOUNT, BELOW, QUOTA_MISSED",
    "PACING_BOOKED_AMOUNT, BELOW, QUOTA_MISSED",
    "FORECAST_DRIFT, BELOW, COMMIT_MISSED",
    "FORECAST_DRIFT, ABOVE,",
    "REPS_ON_PACE, BELOW, QUOTA_MISSED",
    "PIPELINE_NEEDED, ABOVE, QUOTA_MISSED",
    "PIPELINE_NEEDED, BELOW,",
    "OVERDUE_COUNT, ABOVE,",
    "WIN_RATE, BELOW,",
    "VELOCITY_PER_DAY, BELOW,",
    "HYGIENE_SCORE, BELOW,",
    "FORECAST_VARIANCE, ABOVE,",
    "OPEN_AMOUNT, BELOW,"
  })
  void judgesOnlyRulesThatForetellSomething(
      Metric metric, Direction direction, @Nullable Truth truth) {
    AlertRule rule =
        direction == Direction.BELOW
            ? rule("any").below(metric).build()
            : rule("any").above(metric).build();
    assertThat(judgedBy(rule)).isEqualTo(truth);
  }

  @Test
  void judgesChangesAndPacesByTheirMetric() {
    assertThat(judgedBy(rule("any").below(Metric.PROJECTED_AMOUNT).changeOverDays(7).build()))
        .isEqualTo(Truth.QUOTA_MISSED);
    assertThat(judgedBy(rule("any").below(Metric.BOOKED_AMOUNT).pacing().build()))
        .isEqualTo(Truth.QUOTA_MISSED);
    assertThat(judgedBy(rule("any").below(Metric.WIN_RATE).changeOverDays(28).build())).isNull();
  }

  private static @Nullable Truth judgedBy(AlertRule rule) {
    Rightness rightness =
        RuleScore.of(List.of(rule), List.of(), List.of(missed(NORTH)), HORIZON).get(0).rightness();
    return rightness == null ? null : rightness.truth();
  }

  private static Rightness rightness(
      AlertRule rule, List<PastIncident> incidents, Outcome... outcomes) {
    return Objects.requireNonNull(
        RuleScore.of(List.of(rule), incidents, List.of(outcomes), HORIZON).get(0).rightness());
  }
}
