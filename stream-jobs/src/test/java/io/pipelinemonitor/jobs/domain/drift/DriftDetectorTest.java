package io.pipelinemonitor.jobs.domain.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Periods of 100 days. In eight earlier ones the projection gained 50 a day on average: half of
 * them 7,000 more and half 7,000 less, by turns.
 */
class DriftDetectorTest {

  private static final Offset<Double> CLOSE = within(1e-9);
  private static final int DAYS = 100;
  private static final FiscalPeriod PERIOD = period(8);
  private static final long START = PERIOD.startDay();
  private static final long LOCKED = 1_000_000;
  private static final long GAIN = 50;
  private static final long TURN = 7_000;

  /** 8/7 for seven degrees of freedom of eight periods, 9/8 for the mean of eight. */
  private static final double SIGMA_OF_A_DAY = TURN * Math.sqrt(8.0 / 7 * 9 / 8);

  private EarlierPeriods earlier = earlierPeriods(8, TURN, day -> true);
  private DriftDetector detector = new DriftDetector(DriftPolicy.daily(DriftPolicy.EVERYTHING));
  private @Nullable DriftState state;
  private int today;
  private double projected = LOCKED;

  @Test
  void theBaselineIsWhatWasLockedAndWhatEarlierPeriodsGainedSince() {
    look(0);
    days(2, 0);

    assertThat(judged().baselineDay()).isEqualTo(START);
    assertThat(judged().baseline()).isEqualTo(LOCKED + 2 * GAIN);
    assertThat(judged().drift()).isZero();
    assertThat(judged().z()).isZero();
  }

  @Test
  void theFirstProjectionThatIsToldIsLocked() {
    today = 30;
    look(0);
    days(1, 0);

    assertThat(judged().baselineDay()).isEqualTo(START + 30);
    assertThat(judged().baseline()).isEqualTo(LOCKED + GAIN);
  }

  @Test
  void zIsTheDriftInScaledMedianDeviationsOfEarlierPeriodsButNotInFewerThanTwoPercent() {
    earlier = earlierPeriods(8, 100_000, day -> true);
    look(0);
    projected += 296_520;
    days(1, 0);

    assertThat(judged().sigma()).isCloseTo(148_260, CLOSE);
    assertThat(judged().z()).isCloseTo(2, CLOSE);
    days(1, 0);
    // By turns: on every second day earlier periods are where they were expected.
    assertThat(judged().sigma()).isCloseTo(0.02 * LOCKED, CLOSE);
  }

  @Test
  void aChangeCountsInWhatADayUsuallyChanges() {
    look(0);
    days(1, -2);

    assertThat(below().value()).isCloseTo(1.5, within(1e-3));
    assertThat(above().value()).isZero();
  }

  @Test
  void nothingIsMeasuredFinerThanTheFloor() {
    earlier = earlierPeriods(8, 0, day -> true);
    look(0);
    projected += 4_000;
    days(1, 0);

    // 2 % of what was locked, spread over the days of the period.
    assertThat(above().value()).isCloseTo(4_000 / (20_000 / 10.0) - 0.5, within(1e-3));
  }

  @Test
  void oneDayIsNoDrift() {
    look(0);
    days(1, -1_000);

    assertThat(below().value()).isCloseTo(2.5, CLOSE);
  }

  @Test
  void aSteadyFallSignalsAndNamesTheDayOnWhichItBegan() {
    look(0);
    days(9, 0);
    days(4, -1.6);
    assertThat(below().value()).isLessThan(5);
    days(1, -1.6);

    assertThat(below().value()).isGreaterThan(5);
    assertThat(below().onsetDay()).isEqualTo(START + 9);
    assertThat(state().below().run()).isEqualTo(5);
    assertThat(above().value()).isZero();
  }

  @Test
  void aRiseSignalsAsWell() {
    look(0);
    days(5, 1.6);

    assertThat(above().value()).isGreaterThan(5);
    assertThat(below().value()).isZero();
  }

  @Test
  void isNotOverWhileTheProjectionStaysAway() {
    look(0);
    days(5, -1.6);
    double signalled = below().value();
    days(60, 0);

    assertThat(below().value()).isCloseTo(signalled, within(0.01));
    assertThat(below().onsetDay()).isEqualTo(START);
  }

  @Test
  void isOverWhenTheProjectionHasComeBackAndBeginsAnewAtZero() {
    look(0);
    days(5, -1.6);
    days(2, 1.6);
    assertThat(below().value()).isGreaterThan(1);
    days(1, 1.6);

    assertThat(below()).isEqualTo(new Verdict.Statistic(0, START + 8));
    assertThat(state().below().open()).isFalse();
  }

  @Test
  void aLeapBackToTheBaselineEndsItAtOnce() {
    look(0);
    days(10, -1.6);
    days(1, 16.5);

    assertThat(below().value()).isZero();
  }

  @Test
  void aSignalThatIsNotMaterialDoesNotCountUntilItIs() {
    detector = new DriftDetector(DriftPolicy.daily(new Materiality(null, 10.0)));
    look(0);
    days(7, -1.6);

    assertThat(judged().drift()).isBetween(-100_000L, -80_000L);
    assertThat(state().below().value()).isGreaterThan(7);
    assertThat(below().value()).isEqualTo(5);
    days(1, -1.6);
    assertThat(below().value()).isGreaterThan(8);
  }

  @Test
  void reachingEitherBoundOfMaterialityIsEnough() {
    assertThat(new Materiality(80_000.0, 10.0).least(LOCKED)).isEqualTo(80_000);
    assertThat(new Materiality(80_000.0, 5.0).least(LOCKED)).isEqualTo(50_000);
    assertThat(DriftPolicy.EVERYTHING.least(LOCKED)).isZero();
  }

  @Test
  void isOverWhenHalfOfAMaterialDriftIsLeft() {
    detector = new DriftDetector(DriftPolicy.daily(new Materiality(80_000.0, null)));
    look(0);
    days(12, -1.6);
    days(1, 13);
    assertThat(judged().drift()).isBetween(-80_000L, -40_000L);
    assertThat(below().value()).isGreaterThan(5);
    days(1, 2);

    assertThat(judged().drift()).isBetween(-40_000L, 0L);
    assertThat(below().value()).isZero();
  }

  @Test
  void comingBackToTheBaselineIsNoRise() {
    look(0);
    days(20, -1.6);
    days(15, 1.6);

    assertThat(state().above().value()).isGreaterThan(10);
    assertThat(above().value()).isEqualTo(5);
  }

  @Test
  void missingMidnightsAreOneLongerStep() {
    look(0);
    today += 3;
    days(1, -4);

    assertThat(below().value()).isCloseTo(4 / Math.sqrt(4) - 0.5, within(0.02));
    assertThat(state().below().run()).isEqualTo(1);
    assertThat(below().onsetDay()).isEqualTo(START);
  }

  @Test
  void waitsForAMidnightThatEarlierPeriodsHaveToo() {
    earlier = earlierPeriods(8, TURN, day -> day % DAYS != 2);
    look(0);
    days(1, -1);
    DriftState first = state();
    days(1, -1);
    assertThat(state()).isEqualTo(first);
    days(1, -1);

    assertThat(state().day()).isEqualTo(START + 3);
    assertThat(state().below().run()).isEqualTo(2);
  }

  @Test
  void threeEarlierPeriodsAreNotEnough() {
    earlier = earlierPeriods(3, TURN, day -> true);
    look(0);
    days(5, -3);

    assertThat(detector.read(state(), earlier)).isEqualTo(new Verdict.NotEnoughHistory(3, 4));
    assertThat(state()).isEqualTo(DriftState.lockedAt(START, LOCKED));
  }

  @Test
  void onlyTheLatestEightEarlierPeriodsAreLookedAt() {
    Map<FiscalPeriod, Midnights> midnights = new HashMap<>();
    for (int index = -4; index < 12; index++) {
      midnights.put(period(index), flat(period(index)));
    }

    Usual usual = EarlierPeriods.of(PERIOD, midnights).between(START, START + 1);

    assertThat(usual).isEqualTo(new Usual(8, 0, 0, 0));
  }

  @Test
  void repeatedAndLateMidnightsChangeNothing() {
    look(0);
    days(3, -1);
    DriftState third = state();
    look(-2);
    today = 1;
    look(-2);

    assertThat(state()).isEqualTo(third);
  }

  @Test
  void looksEverySeventhMidnightByAWeeklyPolicy() {
    detector = new DriftDetector(DriftPolicy.weekly(DriftPolicy.EVERYTHING));
    look(0);
    days(6, -1);
    assertThat(state().day()).isEqualTo(START);
    days(1, -1);

    assertThat(state().day()).isEqualTo(START + 7);
    assertThat(below().value()).isCloseTo(7 / Math.sqrt(7) - 0.5, within(0.01));
  }

  @Test
  void midnightsOfOtherPeriodsAreLeftOutOfAReplay() {
    Midnights midnights = flat(new FiscalPeriod("wider", 8, START - 3, PERIOD.endDay() + 3));

    DriftState replayed = Objects.requireNonNull(detector.replay(earlier, midnights));

    assertThat(replayed.lockedDay()).isEqualTo(START);
    assertThat(replayed.day()).isEqualTo(PERIOD.endDay());
    assertThat(detector.replay(earlier, new Midnights())).isNull();
  }

  @Test
  void aDayOutsideThePeriodIsRefused() {
    assertThatThrownBy(() -> detector.observe(null, earlier, START - 1, LOCKED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-8");
  }

  private static FiscalPeriod period(int index) {
    return new FiscalPeriod("2026-" + index, index, (long) index * DAYS, (index + 1L) * DAYS);
  }

  private static Midnights flat(FiscalPeriod period) {
    Midnights midnights = new Midnights();
    for (long day = period.startDay(); day <= period.endDay(); day++) {
      midnights.record(period, day, new Midnights.Standing(0, LOCKED, null));
    }
    return midnights;
  }

  private static EarlierPeriods earlierPeriods(int count, long turn, LongPredicate kept) {
    Map<FiscalPeriod, Midnights> midnights = new HashMap<>();
    for (int index = 8 - count; index < 8; index++) {
      FiscalPeriod period = period(index);
      Midnights known = new Midnights();
      for (long day = period.startDay(); day <= period.endDay(); day++) {
        long passed = day - period.startDay();
        long amount = LOCKED + GAIN * passed + (passed % 2) * (index % 2 == 0 ? turn : -turn);
        if (kept.test(day)) {
          known.record(period, day, new Midnights.Standing(0, amount, null));
        }
      }
      midnights.put(period, known);
    }
    return EarlierPeriods.of(PERIOD, midnights);
  }

  /** Looks at today's midnight, at which the projection has changed by so many sigma of a day. */
  private void look(double sigmas) {
    projected += sigmas * SIGMA_OF_A_DAY;
    state = detector.observe(state, earlier, START + today, Math.round(projected));
  }

  /** Days on which the projection gains what is usual, and so many sigma of a day. */
  private void days(int count, double sigmas) {
    for (int i = 0; i < count; i++) {
      projected += GAIN;
      today++;
      look(sigmas);
    }
  }

  private DriftState state() {
    return Objects.requireNonNull(state);
  }

  private Verdict.Judged judged() {
    return (Verdict.Judged) detector.read(state(), earlier);
  }

  private Verdict.Statistic above() {
    return judged().statistic(Direction.ABOVE);
  }

  private Verdict.Statistic below() {
    return judged().statistic(Direction.BELOW);
  }
}
