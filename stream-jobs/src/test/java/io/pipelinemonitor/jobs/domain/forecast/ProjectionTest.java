package io.pipelinemonitor.jobs.domain.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProjectionTest {

  private static final DealClass PROPOSAL = new DealClass("new-business", "proposal", DealAge.NEW);
  private static final DealClass AGREED = new DealClass("expansion", "agreed", DealAge.OLD);

  @Test
  void addsToWhatIsBookedWhatOpenDealsAreWorthAndWhatWillComeLater() {
    // 0.5 × 0.8 × 1000 = 400 of open deals; a fifth of the usual 2000 from deals not yet there.
    assertThat(project(300_00, List.of(open(PROPOSAL, 10, 100_00)), 0).amount())
        .isEqualTo(300_00 + 400_00 + 400_00);
  }

  @Test
  void isWhatIsBookedWhenThePeriodEnds() {
    assertThat(project(300_00, List.of(open(PROPOSAL, 10, 100_00)), 1))
        .isEqualTo(new Projection(300_00, 300_00, 300_00));
  }

  @Test
  void doesNotDependOnTheOrderOfTheSums() {
    OpenSums proposals = open(PROPOSAL, 3, 33_33);
    OpenSums agreed = open(AGREED, 7, 777_77);

    assertThat(project(0, List.of(proposals, agreed), 0.37))
        .isEqualTo(project(0, List.of(agreed, proposals), 0.37));
  }

  @Test
  void aBeforehandProjectionIsThatOfThePeriodsStart() {
    assertThat(project(0, List.of(open(PROPOSAL, 10, 100_00)), -0.4))
        .isEqualTo(project(0, List.of(open(PROPOSAL, 10, 100_00)), 0));
  }

  @Test
  void manySmallDealsAreSurerThanOneLargeOne() {
    Projection many = project(0, List.of(open(PROPOSAL, 100, 100_00)), 0.5);
    Projection one = project(0, List.of(open(PROPOSAL, 1, 10_000_00)), 0.5);

    assertThat(one.amount()).isEqualTo(many.amount());
    assertThat(one.high() - one.low()).isGreaterThan(2 * (many.high() - many.low()));
  }

  @Test
  void theLowEndIsWhatIsBookedWhereNothingMoreMayCome() {
    Projection projection = project(300_00, List.of(open(PROPOSAL, 1, 100_00)), 0.95);

    assertThat(projection.low()).isEqualTo(300_00);
    assertThat(projection.amount()).isGreaterThan(300_00);
    assertThat(projection.high()).isGreaterThan(projection.amount());
  }

  @Test
  void aSpreadThatSaysNothingGivesAWideIntervalAndNotNone() {
    List<OpenSums> open = List.of(open(PROPOSAL, 100, 100_00));
    Projection sure = project(300_00, open, 0.5, 0.1);
    Projection unsure = project(300_00, open, 0.5, 2);
    Projection clueless = project(300_00, open, 0.5, 40);

    assertThat(clueless).isEqualTo(unsure);
    assertThat(clueless.amount()).isEqualTo(sure.amount());
    assertThat(clueless.low()).isEqualTo(300_00);
    assertThat(clueless.high()).isGreaterThan(2 * sure.high());
  }

  @Test
  void betweenTwoStretchesAChanceIsBetweenTheirs() {
    PeriodCurve falling = PeriodCurve.falling(stretch -> 1 - Stretches.start(stretch));

    assertThat(falling.at(0.15)).isCloseTo(0.85, within(1e-9));
    assertThat(falling.at(0.98)).isCloseTo(0.02, within(1e-9));
    assertThat(falling.at(1)).isZero();
  }

  @Test
  void oneMistypedAmountDoesNotOverflowTheSquares() {
    assertThat(OpenSums.square(Long.MAX_VALUE)).isPositive().isLessThan(Long.MAX_VALUE / 900);
    assertThat(OpenSums.square(-250_00)).isEqualTo(250 * 250);
  }

  private static OpenSums open(DealClass dealClass, long count, long amount) {
    return new OpenSums(dealClass, count, count * amount, count * OpenSums.square(amount));
  }

  private static Projection project(long booked, List<OpenSums> open, double elapsed) {
    return project(booked, open, elapsed, 0.1);
  }

  private static Projection project(
      long booked, List<OpenSums> open, double elapsed, double spread) {
    PeriodCurve weight = PeriodCurve.falling(stretch -> 100);
    SortedMap<DealClass, WinChance> chances = new TreeMap<>();
    chances.put(PROPOSAL, new WinChance(PeriodCurve.falling(stretch -> 0.5), weight));
    chances.put(AGREED, new WinChance(PeriodCurve.falling(stretch -> 0.7), weight));
    Expectation expectation =
        new Expectation(
            chances,
            PeriodCurve.lasting(stretch -> 0.8),
            PeriodCurve.falling(stretch -> 0.2 * (1 - Stretches.start(stretch))),
            2_000_00,
            100_00,
            150_00);
    return Projection.of(
        booked,
        open,
        new ModelParameters(Scope.COMPANY, 0, expectation, PeriodCurve.lasting(stretch -> spread)),
        elapsed);
  }
}
