package io.pipelinemonitor.jobs.domain.drift;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.forecast.Pacing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the periods of one scope were expected to end with, midnight by midnight: those of a period,
 * and of the earlier ones that it is compared with. They may come in any order.
 */
public final class ScopeMidnights {

  private static final Comparator<FiscalPeriod> BY_TIME =
      Comparator.comparingInt(FiscalPeriod::index);

  private final TreeMap<FiscalPeriod, TreeMap<Long, Long>> projections = new TreeMap<>(BY_TIME);

  /** None yet. */
  public ScopeMidnights() {}

  /** As they were stored. */
  public ScopeMidnights(Map<FiscalPeriod, ? extends Map<Long, Long>> projections) {
    projections.forEach((period, byDay) -> this.projections.put(period, new TreeMap<>(byDay)));
  }

  /** Changes of it do not reach this one. */
  public ScopeMidnights copy() {
    return new ScopeMidnights(projections);
  }

  /**
   * Takes in what was expected as a day began.
   *
   * @param day an epoch day, from the period's first to the day after its last
   * @param projected minor units
   */
  public void take(FiscalPeriod period, long day, long projected) {
    projections.computeIfAbsent(period, none -> new TreeMap<>()).put(day, projected);
  }

  /** The periods that have a midnight at the beginning of that day: two where one follows. */
  public List<FiscalPeriod> periodsAt(long day) {
    List<FiscalPeriod> periods = new ArrayList<>();
    projections.forEach(
        (period, byDay) -> {
          if (byDay.containsKey(day)) {
            periods.add(period);
          }
        });
    return periods;
  }

  /**
   * The looks at a period's midnights.
   *
   * @param through the latest epoch day that has begun
   */
  public DriftLooks looks(FiscalPeriod period, long through, FiscalCalendar calendar) {
    Map<FiscalPeriod, Midnights> midnights = new HashMap<>();
    projections.forEach((known, byDay) -> midnights.put(known, midnights(byDay)));
    return DriftLooks.of(
        EarlierPeriods.of(period, midnights),
        midnights.getOrDefault(period, new Midnights()),
        through,
        calendar);
  }

  private static Midnights midnights(Map<Long, Long> byDay) {
    TreeMap<Long, Midnights.Standing> standings = new TreeMap<>();
    byDay.forEach(
        (day, projected) -> standings.put(day, new Midnights.Standing(0, projected, null)));
    return new Midnights(standings);
  }

  /** Forgets the periods that no period of that day or later is compared with. */
  public void forgetBefore(long day, FiscalCalendar calendar) {
    projections.keySet().removeIf(period -> forgottenFrom(period, calendar) <= day);
  }

  /** The first epoch day on which nobody asks for that period any more. */
  public static long forgottenFrom(FiscalPeriod period, FiscalCalendar calendar) {
    FiscalPeriod last = period;
    for (int later = 0; later < Pacing.MOST_PERIODS; later++) {
      last = calendar.periodOf(last.endDay());
    }
    // Its last look is taken as the day after its last begins.
    return last.endDay() + 1;
  }

  /** Whether there is nothing to keep. */
  public boolean isEmpty() {
    return projections.isEmpty();
  }

  /** By period and epoch day; not to be changed. */
  public Map<FiscalPeriod, TreeMap<Long, Long>> projections() {
    return projections;
  }
}
