package io.pipelinemonitor.local.simulator.quarters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.local.simulator.ArrivalAssertions;
import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.OracleView;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.ActivityKind;
import io.pipelinemonitor.schema.ActivityStatus;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.EventOrigin;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.FxRate;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.Quota;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiscalQuartersTest {

  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);
  private static final FiscalPeriod LAST = Objects.requireNonNull(CALENDAR.periodNamed("2026-Q1"));

  private Simulation simulation;
  private List<DealHistory> deals;

  @BeforeAll
  void simulate() {
    simulation = FiscalQuarters.of(7, CALENDAR, LAST, 4);
    deals = DealHistory.of(simulation);
  }

  @Test
  void oneSeedIsOneSimulation() {
    Simulation once = FiscalQuarters.of(3, CALENDAR, LAST, 1);
    assertThat(FiscalQuarters.of(3, CALENDAR, LAST, 1)).isEqualTo(once);
    assertThat(FiscalQuarters.of(4, CALENDAR, LAST, 1).records()).isNotEqualTo(once.records());
  }

  @Test
  void aSimulationHasAtLeastOneQuarter() {
    assertThatThrownBy(() -> FiscalQuarters.of(1, CALENDAR, LAST, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one quarter");
  }

  @Test
  void theQuartersEndWithTheOneAskedFor() {
    assertThat(simulation.quarters())
        .extracting(FiscalPeriod::name)
        .containsExactly("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1");
    assertThat(simulation.next().name()).isEqualTo("2026-Q2");
  }

  @Test
  void recordsArriveInOrderWithinTheQuartersUnderTheirTopicsKeys() {
    ArrivalAssertions.assertInOrderUnderTheirKeys(simulation);
  }

  @Test
  void nothingIsReportedBeforeItHappened() {
    ArrivalAssertions.assertNothingReportedBeforeItHappened(simulation);
  }

  @Test
  void someDealEventsComeTwiceAndSomeHoursLate() {
    assertThat(simulation.repeatedDealEvents()).isBetween(100L, 500L);
    long late =
        simulation.records().stream()
            .filter(record -> record.at() > simulation.loadedMicros())
            .filter(
                record ->
                    record.value() instanceof DealEvent event
                        && event
                            .getOccurredAt()
                            .isBefore(Journal.instant(record.at()).minus(Duration.ofHours(1))))
            .count();
    assertThat(late).isBetween(200L, 3_000L);
  }

  @Test
  void everyKindOfEventOccurs() {
    assertThat(all(DealEvent.class).map(DealEvent::getType))
        .containsAll(EnumSet.complementOf(EnumSet.of(DealEventType.UNKNOWN)));
    assertThat(all(DealEvent.class).map(DealEvent::getOrigin))
        .containsAll(EnumSet.complementOf(EnumSet.of(EventOrigin.UNKNOWN)));
    assertThat(all(ActivityEvent.class).map(ActivityEvent::getKind))
        .containsAll(EnumSet.complementOf(EnumSet.of(ActivityKind.UNKNOWN)));
    assertThat(all(ActivityEvent.class).map(ActivityEvent::getStatus))
        .containsAll(EnumSet.complementOf(EnumSet.of(ActivityStatus.UNKNOWN)));
    assertThat(all(DealEvent.class).map(DealEvent::getForecastCategory))
        .contains(
            ForecastCategory.OMITTED,
            ForecastCategory.PIPELINE,
            ForecastCategory.BEST_CASE,
            ForecastCategory.COMMIT);
    assertThat(all(ActivityEvent.class)).anyMatch(ActivityEvent::getAutomated);
  }

  @Test
  void aboutAQuarterOfTheDealsIsWonInEachQuarter() {
    for (FiscalPeriod quarter : simulation.quarters()) {
      double won = closedIn(quarter).filter(DealHistory::isWon).count();
      double lost = closedIn(quarter).filter(DealHistory::isLost).count();
      assertThat(won / (won + lost)).as(quarter.name()).isBetween(0.2, 0.3);
    }
  }

  @Test
  void muchOfAQuarterIsWonInItsLastTwoWeeks() {
    for (FiscalPeriod quarter : simulation.quarters()) {
      double won = closedIn(quarter).filter(DealHistory::isWon).count();
      double late =
          closedIn(quarter)
              .filter(DealHistory::isWon)
              .filter(deal -> day(deal) >= quarter.endDay() - 14)
              .count();
      assertThat(late / won).as(quarter.name()).isBetween(0.3, 0.5);
    }
  }

  @Test
  void dealsAreWonInLaterQuartersThanTheyBeganIn() {
    double won = deals.stream().filter(DealHistory::isWon).count();
    double later =
        deals.stream()
            .filter(DealHistory::isWon)
            .filter(
                deal -> {
                  long created =
                      CALENDAR.epochDay(
                          deal.events().get(0).getOccurredAt().toEpochMilli() * 1_000);
                  return CALENDAR.periodOf(created).index() < CALENDAR.periodOf(day(deal)).index();
                })
            .count();
    assertThat(later / won).isBetween(0.3, 0.8);
  }

  @Test
  void closeDatesArePushedToLaterQuartersMoreOftenThanPulledIn() {
    long pushed = 0;
    long pulled = 0;
    for (DealHistory deal : deals) {
      List<LocalDate> dates = deal.closeDates();
      for (int i = 1; i < dates.size(); i++) {
        int moved =
            CALENDAR.periodOf(dates.get(i).toEpochDay()).index()
                - CALENDAR.periodOf(dates.get(i - 1).toEpochDay()).index();
        pushed += moved > 0 ? 1 : 0;
        pulled += moved < 0 ? 1 : 0;
      }
    }
    assertThat(pulled).isGreaterThan(200);
    assertThat(pushed).isBetween(2 * pulled, 20_000L);
  }

  @Test
  void dealsGoBackChangePriceComeBackAndFindNewOwners() {
    assertThat(deals).anyMatch(deal -> deal.values(DealEvent::getOwnerId).size() > 1);
    assertThat(deals).anyMatch(deal -> deal.values(DealEvent::getAmountMinor).size() > 1);
    assertThat(deals)
        .anyMatch(deal -> inOrder(deal.values(DealEvent::getStageId), "solution", "qualification"));
    assertThat(deals)
        .anyMatch(
            deal -> inOrder(deal.values(DealEvent::getStageId), "closed-lost", "negotiation"));
    assertThat(deals)
        .anyMatch(deal -> inOrder(deal.values(DealEvent::getStageId), "closed-won", "negotiation"));
    assertThat(deals)
        .anyMatch(deal -> deal.values(DealEvent::getType).contains(DealEventType.RESTORED));
  }

  @Test
  void wonDealsWereTouchedMoreThanLostOnes() {
    Map<String, Long> touches =
        all(ActivityEvent.class)
            .filter(touch -> touch.getStatus() == ActivityStatus.COMPLETED && !touch.getAutomated())
            .collect(Collectors.groupingBy(ActivityEvent::getDealId, Collectors.counting()));
    assertThat(touchesADay(touches, deals.stream().filter(DealHistory::isWon).toList()))
        .isGreaterThan(
            1.3 * touchesADay(touches, deals.stream().filter(DealHistory::isLost).toList()));
  }

  @Test
  void meetingsAreHeldOrCalledOffAfterTheyWereScheduled() {
    Set<String> scheduled = new HashSet<>();
    Set<String> unplanned = new HashSet<>();
    all(ActivityEvent.class)
        .filter(event -> event.getKind() == ActivityKind.MEETING)
        .forEach(
            event -> {
              if (event.getStatus() == ActivityStatus.SCHEDULED) {
                scheduled.add(event.getActivityId());
              } else if (!scheduled.contains(event.getActivityId())
                  && event.getOccurredAt().isAfter(firstDay())) {
                unplanned.add(event.getActivityId());
              }
            });
    assertThat(scheduled).hasSizeGreaterThan(5_000);
    assertThat(unplanned).isEmpty();
  }

  @Test
  void bulkEditsAreOnePersonsWithinMoments() {
    Map<String, List<DealEvent>> batches =
        all(DealEvent.class)
            .filter(event -> event.getOrigin() == EventOrigin.API && event.getBatchId() != null)
            .distinct()
            .collect(Collectors.groupingBy(event -> Objects.requireNonNull(event.getBatchId())));
    assertThat(batches.values())
        .hasSizeGreaterThan(20)
        .anySatisfy(batch -> assertThat(batch).hasSizeGreaterThan(10))
        .allSatisfy(
            batch ->
                assertThat(batch).extracting(DealEvent::getActorId).containsOnly(actor(batch)));
  }

  @Test
  void peopleComeGoAndChangeTeamsAndATeamChangesItsRegion() {
    Map<String, Set<String>> unitsOfMembers = new HashMap<>();
    Map<String, Set<String>> parentsOfUnits = new HashMap<>();
    all(OrgMember.class)
        .forEach(
            member ->
                unitsOfMembers
                    .computeIfAbsent(member.getMemberId(), id -> new HashSet<>())
                    .add(member.getUnitId()));
    all(OrgUnit.class)
        .filter(unit -> unit.getParentUnitId() != null)
        .forEach(
            unit ->
                parentsOfUnits
                    .computeIfAbsent(unit.getUnitId(), id -> new HashSet<>())
                    .add(Objects.requireNonNull(unit.getParentUnitId())));
    assertThat(unitsOfMembers.values()).filteredOn(units -> units.size() > 1).hasSizeBetween(1, 4);
    assertThat(parentsOfUnits.get("uk-ireland")).containsExactlyInAnyOrder("emea", "americas");
    assertThat(all(OrgMember.class).filter(member -> !member.getActive())).hasSize(4);
    assertThat(unitsOfMembers).hasSize(60 + 14 + 4);
  }

  @Test
  void someDealsBelongToNobodyKnownForAWhile() {
    Set<String> known = new HashSet<>();
    Set<String> unknown = new HashSet<>();
    for (var record : simulation.records()) {
      if (record.value() instanceof OrgMember member) {
        known.add(member.getMemberId());
      } else if (record.value() instanceof DealEvent event
          && event.getOwnerId() != null
          && !known.contains(event.getOwnerId())) {
        unknown.add(event.getDealId());
      }
    }
    assertThat(unknown).hasSizeBetween(20, 400);
  }

  @Test
  void ratesOfSevenCurrenciesMove() {
    assertThat(all(DealEvent.class).map(DealEvent::getCurrency).filter(Objects::nonNull).distinct())
        .containsExactlyInAnyOrder("USD", "EUR", "GBP", "CHF", "SEK", "JPY", "AUD");
    assertThat(
            all(FxRate.class)
                .filter(rate -> rate.getCurrency().equals("JPY"))
                .map(FxRate::getRate)
                .distinct())
        .hasSizeGreaterThan(50);
  }

  @Test
  void everyUnitCommitsEveryMondayAndEveryQuarterHasItsQuotas() {
    for (FiscalPeriod quarter : simulation.quarters()) {
      assertThat(
              all(ForecastSubmission.class)
                  .filter(call -> call.getPeriod().equals(quarter.name()))
                  .filter(call -> call.getCategory() == ForecastCategory.COMMIT)
                  .map(ForecastSubmission::getScopeId)
                  .collect(Collectors.groupingBy(id -> id, Collectors.counting()))
                  .values())
          .hasSize(14)
          .allMatch(calls -> calls >= 12 && calls <= 14);
      assertThat(all(Quota.class).filter(quota -> quota.getPeriod().equals(quarter.name())))
          .hasSizeGreaterThanOrEqualTo(58);
    }
    assertThat(all(Quota.class).map(Quota::getPeriod)).contains(simulation.next().name());
  }

  @Test
  void everyQuarterEndsNearItsQuotaAndTheNextIsCovered() {
    SortedMap<String, SortedMap<String, Object>> end =
        new OracleView(CALENDAR, simulation).at(LAST.endDay() - 1);
    for (FiscalPeriod quarter : simulation.quarters()) {
      assertThat((Double) figure(end, quarter, "attainment"))
          .as("attainment of " + quarter.name())
          .isBetween(0.8, 1.2);
      assertThat(figure(end, quarter, "unknownStageCount")).isEqualTo(0L);
      assertThat(figure(end, quarter, "unconvertedCount")).isEqualTo(0L);
    }
    assertThat((Double) figure(end, simulation.next(), "coverageFull")).isBetween(2.5, 4.0);
  }

  private static Object figure(
      SortedMap<String, SortedMap<String, Object>> snapshots, FiscalPeriod quarter, String name) {
    SortedMap<String, Object> company =
        Objects.requireNonNull(snapshots.get("COMPANY:company|" + quarter.name()));
    return Objects.requireNonNull(company.get(name), name);
  }

  private <T extends SpecificRecord> Stream<T> all(Class<T> type) {
    return simulation.records().stream()
        .map(record -> record.value())
        .filter(type::isInstance)
        .map(type::cast);
  }

  private Stream<DealHistory> closedIn(FiscalPeriod quarter) {
    return deals.stream()
        .filter(deal -> deal.isWon() || deal.isLost())
        .filter(deal -> day(deal) >= quarter.startDay() && day(deal) < quarter.endDay());
  }

  private static long day(DealHistory deal) {
    return CALENDAR.epochDay(deal.closedAt().toEpochMilli() * 1_000);
  }

  private Instant firstDay() {
    return Journal.instant(simulation.startMicros());
  }

  private static String actor(List<DealEvent> batch) {
    return Objects.requireNonNull(batch.get(0).getActorId());
  }

  /** Touches a deal and day that it was open after the start. */
  private double touchesADay(Map<String, Long> touches, List<DealHistory> chosen) {
    double count = 0;
    double days = 0;
    for (DealHistory deal : chosen) {
      var created = deal.events().get(0).getOccurredAt();
      if (created.isAfter(firstDay())) {
        count += touches.getOrDefault(deal.dealId(), 0L);
        days += Duration.between(created, deal.closedAt()).toHours() / 24.0;
      }
    }
    return count / days;
  }

  private static boolean inOrder(List<String> stages, String first, String next) {
    for (int i = 1; i < stages.size(); i++) {
      if (stages.get(i - 1).equals(first) && stages.get(i).equals(next)) {
        return true;
      }
    }
    return false;
  }
}
