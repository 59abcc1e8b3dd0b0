package io.pipelinemonitor.local.demo;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Projection;
import io.pipelinemonitor.jobs.domain.forecast.scoring.PublishedForecasts;
import io.pipelinemonitor.jobs.domain.forecast.scoring.PublishedStanding;
import io.pipelinemonitor.jobs.domain.forecast.scoring.ScoringTable;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.schema.PipelineSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the system published of some quarters: their forecasts at midnights, and what was booked
 * when they ended. Of the company, and of the units and people below it.
 */
final class PublishedHistory {

  private final FiscalCalendar calendar;
  private final Map<String, FiscalPeriod> quarters = new HashMap<>();
  private final PublishedForecasts forecasts;

  /**
   * @param quarters earliest first, without a gap
   */
  PublishedHistory(FiscalCalendar calendar, List<FiscalPeriod> quarters) {
    this.calendar = calendar;
    this.forecasts = new PublishedForecasts(quarters);
    quarters.forEach(quarter -> this.quarters.put(quarter.name(), quarter));
  }

  /**
   * Whether a snapshot is of any use here.
   *
   * @param key of its record: {@code TYPE:id|period}
   */
  boolean concerns(String key) {
    return quarters.containsKey(key.substring(key.lastIndexOf('|') + 1))
        && ScoringTable.LEVELS.stream().anyMatch(level -> key.startsWith(level.name() + ':'));
  }

  /** Adds a snapshot of a midnight; those of midnights before its quarter began say nothing. */
  void add(PipelineSnapshot midnight) {
    FiscalPeriod quarter = quarters.get(midnight.getPeriod());
    if (quarter == null) {
      return;
    }
    long day = calendar.epochDay(ChronoUnit.MICROS.between(Instant.EPOCH, midnight.getAsOf()));
    if (day == quarter.endDay()) {
      addEnd(midnight);
    } else if (quarter.contains(day) && isInTheOrganisation(midnight) && holdsDeals(midnight)) {
      forecasts.addMidnight(
          scope(midnight),
          quarter,
          new PublishedStanding(
              day, midnight.getBookedAmount(), midnight.getWeightedAmount(), learnt(midnight)));
    }
  }

  /** Adds the last snapshot of a quarter. */
  void addEnd(PipelineSnapshot last) {
    FiscalPeriod quarter = quarters.get(last.getPeriod());
    if (quarter != null) {
      forecasts.addEnd(scope(last), quarter, last.getBookedAmount());
    }
  }

  PublishedForecasts forecasts() {
    return forecasts;
  }

  private static Scope scope(PipelineSnapshot snapshot) {
    return new Scope(ScopeType.valueOf(snapshot.getScopeType().name()), snapshot.getScopeId());
  }

  /** The root unit is the company again; owners whom the plan does not know are no people. */
  private static boolean isInTheOrganisation(PipelineSnapshot snapshot) {
    return snapshot.getScopeType() == io.pipelinemonitor.schema.ScopeType.COMPANY
        || !snapshot.getScopePath().isEmpty();
  }

  private static boolean holdsDeals(PipelineSnapshot snapshot) {
    return snapshot.getOpenCount() + snapshot.getBookedCount() > 0;
  }

  private static @Nullable Projection learnt(PipelineSnapshot snapshot) {
    Long amount = snapshot.getProjectedAmount();
    Long low = snapshot.getProjectedLow();
    Long high = snapshot.getProjectedHigh();
    return snapshot.getProjectionLearnt() && amount != null && low != null && high != null
        ? new Projection(amount, low, high)
        : null;
  }
}
