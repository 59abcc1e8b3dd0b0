package io.pipelinemonitor.local.simulator.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.local.simulator.ArrivalAssertions;
import io.pipelinemonitor.local.simulator.OracleView;
import io.pipelinemonitor.local.simulator.SalesOrganisation;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoryQuarterTest {

  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);
  private static final double WARNING = 3.0;
  private static final double WARNING_CLEAR = 3.3;
  private static final double CRITICAL = 2.0;

  /** From here on the next quarter's pipeline is judged too. */
  private static final double NEXT_JUDGED_FROM = 0.46;

  private static final double NEXT_WARNING_CLEAR = 2.2;

  /** From here on a unit has so little left to sell that its coverage says nothing. */
  private static final double JUDGED_UNTIL = 0.86;

  private static final String FORGETS_THE_NEXT_QUARTER = "australia-new-zealand";

  private Simulation simulation;

  @BeforeAll
  void simulate() {
    simulation = simulation(1);
  }

  private static Simulation simulation(long seed) {
    return quarter(seed).simulation();
  }

  private static StoryQuarter quarter(long seed) {
    return StoryQuarter.of(seed, CALENDAR, CALENDAR.periodOf(20_454));
  }

  @Test
  void oneSeedIsOneQuarter() {
    assertThat(simulation(1).records()).isEqualTo(simulation.records());
    assertThat(simulation(2).records()).isNotEqualTo(simulation.records());
  }

  @Test
  void recordsArriveInOrderWithinTheQuarterUnderTheirTopicsKeys() {
    ArrivalAssertions.assertInOrderUnderTheirKeys(simulation);
  }

  @Test
  void nothingIsReportedBeforeItHappened() {
    ArrivalAssertions.assertNothingReportedBeforeItHappened(simulation);
  }

  @Test
  void someDealEventsAreSentASecondTime() {
    List<SpecificRecord> sent =
        simulation.records().stream()
            .filter(record -> record.topic() == Topics.DEAL_EVENTS)
            .<SpecificRecord>map(SimulatedRecord::value)
            .toList();
    assertThat(simulation.dealEvents()).isEqualTo(sent.size());
    assertThat(simulation.repeatedDealEvents())
        .isPositive()
        .isEqualTo(sent.size() - sent.stream().distinct().count());
  }

  @Test
  void theCompanyHasFourLevelsSixtyRepsAndAboutFiveThousandDeals() {
    assertThat(simulation.unitNames()).hasSize(14);
    assertThat(simulation.reps()).isEqualTo(60);
    assertThat(simulation.deals()).isBetween(4_800L, 5_800L);
    assertThat(simulation.activities()).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theQuarterEndsAsQuartersDo(long seed) {
    OracleView view = new OracleView(CALENDAR, simulation(seed));
    Map<String, Object> company =
        figures(view.at(simulation.lastQuarter().endDay() - 1), "COMPANY:company|2026-Q1");
    double won = (Long) field(company, "bookedCount");
    double lost = (Long) field(company, "lostCount");
    assertThat(won / (won + lost)).isBetween(0.2, 0.3);
    assertThat((Double) field(company, "attainment")).isBetween(0.85, 1.05);
    assertThat((Double) field(company, "repsAtQuota")).isBetween(0.3, 0.7);
    assertThat(company)
        .containsEntry("unknownOwnerCount", 0L)
        .containsEntry("unknownStageCount", 0L)
        .containsEntry("unconvertedCount", 0L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void coverageOfTheStorysTeamFallsTwiceAndRecoversWhileAllOthersStayHealthy(long seed) {
    StoryQuarter simulated = quarter(seed);
    Setback setback = simulated.story().setback();
    FiscalPeriod quarter = simulated.simulation().lastQuarter();
    OracleView view = new OracleView(CALENDAR, simulated.simulation());
    for (long day = quarter.startDay(); day < quarter.endDay(); day++) {
      if (quarter.elapsed(day) > JUDGED_UNTIL) {
        break;
      }
      boolean turning =
          day == setback.setbackDay()
              || day == setback.freezeDay()
              || (day >= setback.rescueDay() && day <= setback.recoveredDay());
      if (turning || (day - quarter.startDay()) % 5 == 0) {
        judge(view.at(day), simulated, day);
      }
    }
  }

  private static void judge(
      SortedMap<String, SortedMap<String, Object>> snapshots, StoryQuarter quarter, long day) {
    Setback setback = quarter.story().setback();
    Simulation simulated = quarter.simulation();
    simulated
        .unitNames()
        .forEach(
            (unitId, name) -> {
              String scope =
                  unitId.equals(SalesOrganisation.ROOT) ? "COMPANY:company" : "UNIT:" + unitId;
              Map<String, Object> figures =
                  figures(snapshots, scope + "|" + simulated.lastQuarter().name());
              double coverage = (Double) field(figures, "coverageToGo");
              if ((Double) field(figures, "periodElapsed") > NEXT_JUDGED_FROM
                  && !unitId.equals(FORGETS_THE_NEXT_QUARTER)) {
                Map<String, Object> next =
                    figures(snapshots, scope + "|" + simulated.next().name());
                assertThat((Double) field(next, "coverageFull"))
                    .as("next quarter of %s on day %d", name, day)
                    .isGreaterThan(NEXT_WARNING_CLEAR);
              }
              if (!unitId.equals(setback.unitId())) {
                assertThat(coverage).as("%s on day %d", name, day).isGreaterThan(WARNING + 0.1);
              } else if (day < setback.setbackDay() || day >= setback.recoveredDay()) {
                assertThat(coverage).as("before and after, %d", day).isGreaterThan(WARNING_CLEAR);
              } else if (day < setback.freezeDay()) {
                assertThat(coverage).as("setback, %d", day).isBetween(CRITICAL + 0.2, WARNING);
              } else if (day < setback.rescueDay()) {
                assertThat(coverage).as("freeze, %d", day).isLessThan(CRITICAL - 0.1);
              }
            });
  }

  private static Map<String, Object> figures(
      SortedMap<String, SortedMap<String, Object>> snapshots, String key) {
    return Objects.requireNonNull(snapshots.get(key), key);
  }

  private static Object field(Map<String, Object> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }
}
