package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.dealwatch.DealSighting;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects what became of single deals in each period in which they were open. A deal that was
 * deleted, merged, pulled in to an earlier period or left without a close date was neither won nor
 * not won there.
 */
public final class DealOutcomes {

  private final FiscalCalendar calendar;
  private final Map<String, FiscalPeriod> openIn = new HashMap<>();
  private final Map<String, Outcome> outcomes = new TreeMap<>();

  public DealOutcomes(FiscalCalendar calendar) {
    this.calendar = calendar;
  }

  /** Takes a deal in as it was published; of one deal in the order of time. */
  public void take(DealSighting seen) {
    FiscalPeriod period = seen.period() == null ? null : calendar.periodNamed(seen.period());
    FiscalPeriod before = openIn.remove(seen.dealId());
    if (before != null && (seen.end() != null || !before.equals(period))) {
      note(seen, before, notWon(before, seen.end(), period));
    }
    if (seen.end() == null && period != null) {
      openIn.put(seen.dealId(), period);
      note(seen, period, true);
    }
  }

  /** Whether the deal was lost to the period that it was open in; null: nobody can say. */
  private static @Nullable Boolean notWon(
      FiscalPeriod before, @Nullable DealEnd end, @Nullable FiscalPeriod period) {
    if (end == DealEnd.LOST) {
      return true;
    }
    boolean later = period != null && period.index() > before.index();
    if (end == DealEnd.WON) {
      return later;
    }
    return end == null && later ? (Boolean) true : null;
  }

  private void note(DealSighting seen, FiscalPeriod period, @Nullable Boolean notWon) {
    Scope deal = new Scope(ScopeType.DEAL, seen.dealId());
    String key = deal.key(period.name());
    if (notWon == null) {
      outcomes.remove(key);
    } else {
      outcomes.put(key, Outcome.ofDeal(deal, period, notWon));
    }
  }

  /** The deals and periods that show how good a rule is, by key. */
  public List<Outcome> within(Horizon horizon) {
    List<Outcome> counting = new ArrayList<>(outcomes.values());
    counting.removeIf(outcome -> !horizon.counts(outcome.period()));
    return counting;
  }
}
