package io.pipelinemonitor.jobs.domain.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every course of a projection; each seed is one of them. */
class DriftPropertyTest {

  private static final int PERIODS = 9;
  private static final long LONGEST = 92;
  private static final double SIGMA_OF_A_DAY = 20_000;

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);

  /** Nine periods of 90 to 92 days, in each a random walk of which some midnights are missing. */
  private static final class Course {

    final Map<FiscalPeriod, Midnights> midnights = new LinkedHashMap<>();
    final FiscalPeriod period;
    final DriftDetector detector;

    Course(Random random, int missingInHundred, double drift) {
      long start = 0;
      FiscalPeriod latest = null;
      for (int index = 0; index < PERIODS; index++) {
        latest = new FiscalPeriod("P" + index, index, start, start + LONGEST - random.nextInt(3));
        midnights.put(latest, walk(random, latest, missingInHundred, drift));
        start = latest.endDay();
      }
      period = Objects.requireNonNull(latest);
      Materiality materiality =
          new Materiality(random.nextBoolean() ? 50_000.0 : null, random.nextInt(3) * 5.0);
      detector =
          new DriftDetector(
              random.nextInt(4) == 0
                  ? DriftPolicy.weekly(materiality)
                  : DriftPolicy.daily(materiality));
    }

    private static Midnights walk(
        Random random, FiscalPeriod period, int missingInHundred, double mostDrift) {
      Midnights midnights = new Midnights();
      double projected = 1_000_000 + 100_000 * random.nextGaussian();
      double drift = random.nextInt(3) * mostDrift / 2;
      for (long day = period.startDay(); day <= period.endDay(); day++) {
        boolean first = day == period.startDay();
        if (first || random.nextInt(100) >= missingInHundred) {
          midnights.record(period, day, new Midnights.Standing(0, Math.round(projected), null));
        }
        projected += SIGMA_OF_A_DAY * (random.nextGaussian() + drift);
      }
      return midnights;
    }

    EarlierPeriods earlier() {
      return EarlierPeriods.of(period, midnights);
    }

    Midnights own() {
      return Objects.requireNonNull(midnights.get(period));
    }

    @Nullable DriftState observe(@Nullable DriftState state, EarlierPeriods earlier, long day) {
      Midnights.Standing standing = own().at(day);
      return standing == null ? state : detector.observe(state, earlier, day, standing.projected());
    }

    DriftState replayed() {
      return Objects.requireNonNull(detector.replay(earlier(), own()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderInWhichMidnightsAndPeriodsAreKeptDoesNotMatter(int seed) {
    Random random = new Random(seed);
    Course course = new Course(random, 5, 0.6);
    List<FiscalPeriod> periods = new ArrayList<>(course.midnights.keySet());
    Collections.shuffle(periods, random);
    Map<FiscalPeriod, Midnights> shuffled = new LinkedHashMap<>();
    for (FiscalPeriod period : periods) {
      Midnights known = Objects.requireNonNull(course.midnights.get(period));
      List<Long> days = new ArrayList<>(known.byDay().keySet());
      Collections.shuffle(days, random);
      Midnights other = new Midnights();
      days.forEach(day -> other.byDay().put(day, Objects.requireNonNull(known.at(day))));
      shuffled.put(period, other);
    }
    EarlierPeriods earlier = EarlierPeriods.of(course.period, shuffled);

    DriftState state =
        Objects.requireNonNull(
            course.detector.replay(earlier, Objects.requireNonNull(shuffled.get(course.period))));

    assertThat(state).isEqualTo(course.replayed());
    assertThat(course.detector.read(state, earlier))
        .isEqualTo(course.detector.read(course.replayed(), course.earlier()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void lookingDayByDayWithRepetitionsAndRestartsGivesTheSame(int seed) {
    Random random = new Random(seed);
    Course course = new Course(random, 5, 0.6);
    EarlierPeriods earlier = course.earlier();
    DriftState state = null;
    for (long day = course.period.startDay(); day <= course.period.endDay(); day++) {
      state = course.observe(state, earlier, day);
      if (random.nextInt(10) == 0) {
        long again = day - random.nextInt((int) (day - course.period.startDay()) + 1);
        state = course.observe(state, earlier, again);
      }
      if (state != null && random.nextInt(20) == 0) {
        state = restored(state);
        earlier = course.earlier();
      }
    }

    assertThat(state).isEqualTo(course.replayed());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void judgingTheLooksIsJudgingTheMidnightsWhateverOrderTheyCameIn(int seed) {
    Random random = new Random(seed);
    Course course = new Course(random, 5, 0.6);
    DriftDetector daily =
        new DriftDetector(DriftPolicy.daily(course.detector.policy().materiality()));
    DriftLooks looks = shuffled(course, random).looks(course.period, Long.MAX_VALUE, CALENDAR);
    EarlierPeriods earlier = course.earlier();

    DriftState state = null;
    for (long day = course.period.startDay(); day <= course.period.endDay(); day++) {
      Midnights.Standing standing = course.own().at(day);
      if (standing != null) {
        state = daily.observe(state, earlier, day, standing.projected());
      }
      if (state != null) {
        assertThat(daily.judge(looks.upTo(CALENDAR.startOfDay(day))))
            .isEqualTo(daily.read(state, earlier));
        assertThat(shuffled(course, random).looks(course.period, day, CALENDAR))
            .as("what is said of a day does not depend on later ones")
            .isEqualTo(looks.upTo(CALENDAR.startOfDay(day)));
      }
    }
  }

  private static ScopeMidnights shuffled(Course course, Random random) {
    List<Runnable> takes = new ArrayList<>();
    ScopeMidnights midnights = new ScopeMidnights();
    course.midnights.forEach(
        (period, known) ->
            known
                .byDay()
                .forEach(
                    (day, standing) ->
                        takes.add(() -> midnights.take(period, day, standing.projected()))));
    Collections.shuffle(takes, random);
    takes.forEach(Runnable::run);
    return midnights;
  }

  /** From its plain values, as a codec would. */
  private static DriftState restored(DriftState state) {
    return new DriftState(
        state.lockedDay(),
        state.locked(),
        state.day(),
        state.projected(),
        restored(state.above()),
        restored(state.below()));
  }

  private static Counter restored(Counter counter) {
    return new Counter(counter.value(), counter.run(), counter.zeroDay(), counter.open());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void missingMidnightsChangeNeitherBaselineNorDriftNorZ(int seed) {
    Random random = new Random(seed);
    Course course = new Course(random, 0, 0.6);
    DriftDetector detector = new DriftDetector(DriftPolicy.daily(DriftPolicy.EVERYTHING));
    EarlierPeriods earlier = course.earlier();
    Midnights fewer = new Midnights();
    course
        .own()
        .byDay()
        .forEach(
            (day, standing) -> {
              boolean ends = day == course.period.startDay() || day == course.period.endDay();
              if (ends || random.nextBoolean()) {
                fewer.byDay().put(day, standing);
              }
            });

    Verdict.Judged with = judged(detector, earlier, course.own());
    Verdict.Judged without = judged(detector, earlier, fewer);

    assertThat(without.baseline()).isEqualTo(with.baseline());
    assertThat(without.drift()).isEqualTo(with.drift());
    assertThat(without.z()).isEqualTo(with.z());
  }

  private static Verdict.Judged judged(
      DriftDetector detector, EarlierPeriods earlier, Midnights midnights) {
    return (Verdict.Judged)
        detector.read(Objects.requireNonNull(detector.replay(earlier, midnights)), earlier);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOtherWayRoundTheSidesAreSwapped(int seed) {
    Course course = new Course(new Random(seed), 5, 0.6);
    Map<FiscalPeriod, Midnights> mirrored = new HashMap<>();
    course.midnights.forEach(
        (period, known) -> {
          Midnights other = new Midnights();
          known
              .byDay()
              .forEach(
                  (day, standing) ->
                      other
                          .byDay()
                          .put(day, new Midnights.Standing(0, -standing.projected(), null)));
          mirrored.put(period, other);
        });

    DriftState mirror =
        Objects.requireNonNull(
            course.detector.replay(
                EarlierPeriods.of(course.period, mirrored),
                Objects.requireNonNull(mirrored.get(course.period))));

    assertThat(mirror.below()).isEqualTo(course.replayed().above());
    assertThat(mirror.above()).isEqualTo(course.replayed().below());
  }

  @Test
  void innovationsOfWhatOnlyChanceMovesHaveMeanZeroAndVarianceOneAndNoMemory() {
    double sum = 0;
    double squares = 0;
    double products = 0;
    int count = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      Course course = new Course(random, 0, 0);
      EarlierPeriods earlier = course.earlier();
      double before = 0;
      // Every other midnight is missing, so that steps are of different length.
      long from = course.period.startDay();
      for (long to = from + 1; to <= course.period.endDay(); to++) {
        if (random.nextBoolean()) {
          Midnights own = course.own();
          double innovation =
              DriftDetector.innovation(
                  DriftState.lockedAt(from, Objects.requireNonNull(own.at(from)).projected()),
                  earlier.between(from, to),
                  course.period,
                  to,
                  Objects.requireNonNull(own.at(to)).projected());
          sum += innovation;
          squares += innovation * innovation;
          products += innovation * before;
          before = innovation;
          count++;
          from = to;
        }
      }
    }

    assertThat(sum / count).isCloseTo(0, within(0.02));
    assertThat(squares / count).isCloseTo(1, within(0.03));
    assertThat(products / count).isCloseTo(0, within(0.02));
  }
}
