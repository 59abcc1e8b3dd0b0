package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.WorkingTime;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import org.jspecify.annotations.Nullable;

/**
 * What a rule judges by: the figures that hold, and what was before them.
 *
 * @param observation the figures that hold
 * @param past what was before them
 * @param looks what midnights say of the drift of its projection, also such as are to come
 * @param workingTime which time counts where working hours do; null: nothing is measured in them
 */
public record Evidence(
    Observation observation, Past past, DriftLooks looks, @Nullable WorkingTime workingTime) {

  /** Of figures that are not measured in working hours. */
  public Evidence(Observation observation, Past past, DriftLooks looks) {
    this(observation, past, looks, null);
  }

  /** Tells what a metric was. */
  @FunctionalInterface
  public interface Past {

    /** Nothing is known of it. */
    Past UNKNOWN = (metric, over, at) -> null;

    /**
     * The metric so long before {@code at}; null: it had no value then, or it is not known.
     *
     * @param at stream time, microseconds
     */
    @Nullable Baseline of(Metric metric, Lookback over, long at);
  }

  /** The figures, with what the history and the looks say of the time before them. */
  public static Evidence of(
      Observation observation, History history, DriftLooks looks, FiscalCalendar calendar) {
    return new Evidence(
        observation,
        (metric, over, at) -> history.baseline(metric, over, at, calendar),
        looks,
        new WorkingTime(calendar));
  }
}
