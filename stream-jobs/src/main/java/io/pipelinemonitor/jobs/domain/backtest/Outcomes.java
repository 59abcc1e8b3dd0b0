package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects how periods ended, from all figures in any order. What counts of a scope and period are
 * the last figures up to the period's end: a correction after it comes too late for everybody.
 */
public final class Outcomes {

  private final FiscalCalendar calendar;
  private final Map<String, Ending> endings = new TreeMap<>();

  public Outcomes(FiscalCalendar calendar) {
    this.calendar = calendar;
  }

  /** Takes figures of a period in. */
  public void take(FiscalPeriod period, Observation observation) {
    if (observation.asOf() <= calendar.startOfDay(period.endDay())) {
      endings.merge(
          observation.scope().key(observation.period()),
          new Ending(period, observation, isCommit(period, observation) ? observation : null),
          Ending::and);
    }
  }

  /** What is committed to before the period is a plan, and may still be changed as one. */
  private boolean isCommit(FiscalPeriod period, Observation observation) {
    return observation.asOf() >= calendar.startOfDay(period.startDay())
        && observation.value(Metric.SUBMITTED_COMMIT) != null;
  }

  /** The scopes and periods that show how good a rule is, by key. */
  public List<Outcome> within(Horizon horizon) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Ending ending : endings.values()) {
      Long quota = ending.last.quota();
      if (quota != null && quota > 0 && horizon.counts(ending.period)) {
        outcomes.add(
            new Outcome(
                ending.last.scope(),
                ending.period,
                quota,
                !ending.last.attained(),
                ending.commitMissed()));
      }
    }
    return outcomes;
  }

  /**
   * How a period ended, as far as is known.
   *
   * @param firstCommitted the first figures with a commit; null without any
   */
  private record Ending(
      FiscalPeriod period, Observation last, @Nullable Observation firstCommitted) {

    Ending and(Ending other) {
      return new Ending(
          period,
          other.last.asOf() > last.asOf() ? other.last : last,
          earlier(firstCommitted, other.firstCommitted));
    }

    private static @Nullable Observation earlier(
        @Nullable Observation one, @Nullable Observation other) {
      return one == null || (other != null && other.asOf() < one.asOf()) ? other : one;
    }

    @Nullable Boolean commitMissed() {
      Double committed =
          firstCommitted == null ? null : firstCommitted.value(Metric.SUBMITTED_COMMIT);
      Double booked = last.value(Metric.BOOKED_AMOUNT);
      return committed == null || booked == null ? null : (Boolean) (booked < committed);
    }
  }
}
