package io.pipelinemonitor.jobs.domain.rules;

import static io.pipelinemonitor.jobs.domain.rules.Observations.figures;
import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.drift.DriftLook;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

  private static final Scope NORTH = Scope.unit("north");

  @ParameterizedTest
  @CsvSource({
    // now, before, share, difference
    "90, 100, -0.1, -10",
    "110, 100, 0.1, 10",
    "100, 100, 0, 0",
    "0, 100, -1, -100",
    "0.3, 0.1, 2, 0.2",
    "1234.56, 1543.20, -0.2, -308.64",
    "-50, 100, -1.5, -150",
    "90, 0, , 90",
    "90, -100, , 190",
    ", 100, , ",
    "90, , , ",
  })
  void readsAChangeExactlyAndAsAShareOnlyOfWhatIsAboveZero(
      @Nullable Double now,
      @Nullable Double before,
      @Nullable Double share,
      @Nullable Double difference) {
    assertThat(read(rule("r").below(Metric.OPEN_AMOUNT).changeOverDays(7), now, before).value())
        .isEqualTo(share);
    Reading reading = read(rule("r").below(Metric.OPEN_AMOUNT).differenceOverDays(7), now, before);
    assertThat(reading.value()).isEqualTo(difference);
    assertThat(reading.isMissing()).isEqualTo(difference == null);
    assertThat(reading.baseline())
        .isEqualTo(difference == null || before == null ? null : new Baseline(before, 7L));
  }

  @Test
  void asksForTheValueThatTheRuleLooksBackOn() {
    Evidence evidence =
        new Evidence(
            figures(NORTH).with(Metric.OPEN_AMOUNT, 90).build(),
            (metric, over, at) ->
                metric == Metric.OPEN_AMOUNT && over.equals(new Lookback(Lookback.Unit.HOUR, 5))
                    ? new Baseline(100, 1L)
                    : null,
            DriftLooks.NONE);
    Rules amount = rule("r").below(Metric.OPEN_AMOUNT);
    assertThat(amount.changeOverHours(5).build().read(evidence, 0).value()).isEqualTo(-0.1);
    assertThat(amount.changeOverHours(6).build().read(evidence, 0)).isEqualTo(Reading.NONE);
    assertThat(amount.changeOverDays(5).build().read(evidence, 0)).isEqualTo(Reading.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    // now, median, periods, gap
    "80, 100, 8, -0.2",
    "120, 100, 2, 0.2",
    "80, 100, 1, ",
    "80, 0, 8, ",
    ", 100, 8, ",
  })
  void readsAPaceAgainstTheMedianOfAtLeastTwoPeriods(
      @Nullable Double now, double median, int periods, @Nullable Double gap) {
    Observations figures = figures(NORTH).pace(Metric.BOOKED_AMOUNT, median, periods);
    if (now != null) {
      figures.with(Metric.BOOKED_AMOUNT, now);
    }
    Reading reading =
        rule("r")
            .below(Metric.BOOKED_AMOUNT)
            .pacing()
            .build()
            .read(new Evidence(figures.build(), Evidence.Past.UNKNOWN, DriftLooks.NONE), 0);
    assertThat(reading.value()).isEqualTo(gap);
    assertThat(reading.baseline()).isEqualTo(gap == null ? null : new Baseline(median, null));
  }

  @Test
  void saysNothingWithoutAPaceOrInATooSmallScope() {
    Evidence paceless =
        new Evidence(
            figures(NORTH).with(Metric.BOOKED_AMOUNT, 80).build(),
            Evidence.Past.UNKNOWN,
            DriftLooks.NONE);
    assertThat(rule("r").below(Metric.BOOKED_AMOUNT).pacing().build().read(paceless, 0))
        .isEqualTo(Reading.NONE);
    AlertRule large =
        rule("r").below(Metric.BOOKED_AMOUNT).pacing().minQuota(Long.MAX_VALUE).build();
    assertThat(
            large.read(
                new Evidence(
                    figures(NORTH)
                        .with(Metric.BOOKED_AMOUNT, 80)
                        .pace(Metric.BOOKED_AMOUNT, 100, 8)
                        .build(),
                    Evidence.Past.UNKNOWN,
                    DriftLooks.NONE),
                0))
        .isEqualTo(Reading.NONE);
  }

  @Test
  void takesAReachedQuotaForHealthyWhateverTheType() {
    Evidence attained =
        new Evidence(figures(NORTH).attained().build(), Evidence.Past.UNKNOWN, DriftLooks.NONE);
    for (Rules rule : new Rules[] {rule("r"), rule("r").changeOverDays(7), rule("r").pacing()}) {
      assertThat(rule.below(Metric.COVERAGE_TO_GO).build().read(attained, 0))
          .isEqualTo(Reading.NOTHING_LEFT_TO_SELL);
    }
  }

  /** A lock and two days, the second of which is far below. */
  private static final DriftLooks LOOKS =
      new DriftLooks(
          List.of(
              new DriftLook(10, 1_000, 500_00, 500_00, 10_00, 0),
              new DriftLook(11, 2_000, 490_00, 500_00, 10_00, -3),
              new DriftLook(12, 3_000, 420_00, 510_00, 10_00, -3)));

  private static Rules slide(@Nullable Materiality materiality) {
    return rule("r").below(Metric.PROJECTED_AMOUNT).drift(4, 1, materiality);
  }

  @Test
  void readsTheStatisticOfTheSideThatItWatchesAsOfTheMoment() {
    Evidence evidence = new Evidence(figures(NORTH).build(), Evidence.Past.UNKNOWN, LOOKS);
    AlertRule slide = slide(null).build();
    assertThat(slide.read(evidence, 999)).isEqualTo(Reading.NONE);
    assertThat(slide.read(evidence, 1_000).value()).isZero();
    assertThat(slide.read(evidence, 2_999).value()).isEqualTo(2.5);
    Reading reading = slide.read(evidence, 3_000);
    assertThat(reading.value()).isEqualTo(5);
    assertThat(reading.told()).isEqualTo(420);
    assertThat(reading.baseline()).isEqualTo(new Baseline(510, 1_000L));
    assertThat(reading.drift()).isEqualTo(new Reading.Drift(420, false, 10, 1_000));
    assertThat(slide.isInBreach(slide.mildest(), reading)).isTrue();
    AlertRule climb = rule("r").above(Metric.PROJECTED_AMOUNT).drift(4, 1, null).build();
    assertThat(climb.read(evidence, 3_000).value()).isZero();
  }

  @Test
  void takesNoDriftForOneThatIsSmallerThanTheRuleCounts() {
    Evidence evidence = new Evidence(figures(NORTH).build(), Evidence.Past.UNKNOWN, LOOKS);
    assertThat(slide(new Materiality(90.0, null)).build().read(evidence, 3_000).value())
        .isEqualTo(5);
    assertThat(slide(new Materiality(91.0, null)).build().read(evidence, 3_000).value())
        .as("stays at the line")
        .isEqualTo(4);
    assertThat(slide(new Materiality(91.0, 10.0)).build().read(evidence, 3_000).value())
        .as("either is enough")
        .isEqualTo(5);
  }

  @Test
  void saysNothingOfDriftWithoutLooks() {
    Evidence evidence =
        new Evidence(
            figures(NORTH).with(Metric.PROJECTED_AMOUNT, 100).build(),
            Evidence.Past.UNKNOWN,
            DriftLooks.NONE);
    assertThat(slide(null).build().read(evidence, 3_000)).isEqualTo(Reading.NONE);
  }

  @Test
  void countsChangesInShares() {
    assertThat(rule("r").below(Metric.OPEN_AMOUNT).changeOverDays(1).build().measured())
        .isEqualTo(Measured.SHARE);
    assertThat(rule("r").below(Metric.OPEN_AMOUNT).differenceOverDays(1).build().measured())
        .isEqualTo(Measured.MONEY);
    assertThat(rule("r").below(Metric.WIN_RATE).differenceOverDays(1).build().measured())
        .isEqualTo(Measured.POINTS);
    assertThat(rule("r").below(Metric.OPEN_AMOUNT).pacing().build().measured())
        .isEqualTo(Measured.SHARE);
  }

  @Test
  void isNotPastALineThatItReachesExactly() {
    AlertRule tenth =
        rule("r")
            .below(Metric.OPEN_AMOUNT)
            .changeOverDays(7)
            .warning(-0.1, -0.05, Duration.ZERO)
            .build();
    assertThat(tenth.isInBreach(tenth.mildest(), read(tenth, 1_110.51, 1_233.9))).isFalse();
    assertThat(tenth.isInBreach(tenth.mildest(), read(tenth, 1_110.50, 1_233.9))).isTrue();
  }

  private static Reading read(Rules rule, @Nullable Double now, @Nullable Double before) {
    return read(rule.build(), now, before);
  }

  private static Reading read(AlertRule rule, @Nullable Double now, @Nullable Double before) {
    Observations figures = figures(NORTH);
    if (now != null) {
      figures.with(rule.metric(), now);
    }
    return rule.read(
        new Evidence(
            figures.build(),
            (metric, over, at) -> before == null ? null : new Baseline(before, 7L),
            DriftLooks.NONE),
        0);
  }
}
