package io.pipelinemonitor.jobs.domain.rules;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What a rule makes of an observation.
 *
 * @param kind whether there is anything to judge
 * @param value what is held against the lines, in the unit of the rule's judgement, money in major
 *     units; null unless the kind is VALUE
 * @param baseline what the metric was compared with; null: with nothing but the lines
 * @param drift what a statistic is of; null: the value is none
 * @param silentSince when a source was last heard, by the fiscal calendar's clock; null: the value
 *     is of figures
 */
public record Reading(
    Kind kind,
    @Nullable Double value,
    @Nullable Baseline baseline,
    @Nullable Drift drift,
    @Nullable LocalDateTime silentSince) {

  /**
   * What a statistic says that is held against the lines.
   *
   * @param metric the metric's value at the latest look, money in major units
   * @param isOver whether there is none
   * @param onsetDay the first epoch day whose changes are in it
   * @param onsetAt the moment at which that day began, stream time in microseconds
   */
  public record Drift(double metric, boolean isOver, long onsetDay, long onsetAt) {}

  /** Whether there is anything to judge. */
  public enum Kind {
    /** A value. */
    VALUE,
    /** Coverage of what is left to sell, and nothing is: better than any line. */
    ATTAINED,
    /** A deal that the rule does not pick, or no more: none of its business. */
    UNWATCHED,
    /**
     * The metric has no value, or nothing to be compared with, or the scope is too small for the
     * rule: it says nothing.
     */
    NONE
  }

  /** Nothing to judge: neither a breach nor a recovery. */
  public static final Reading NONE = new Reading(Kind.NONE, null, null, null, null);

  /** The quota is reached, so coverage of the rest has no value and none is needed. */
  public static final Reading NOTHING_LEFT_TO_SELL =
      new Reading(Kind.ATTAINED, null, null, null, null);

  /** The deal is none that the rule picks. */
  public static final Reading UNWATCHED = new Reading(Kind.UNWATCHED, null, null, null, null);

  static Reading of(double value) {
    return new Reading(Kind.VALUE, value, null, null, null);
  }

  static Reading of(double value, Baseline baseline) {
    return new Reading(Kind.VALUE, value, baseline, null, null);
  }

  static Reading of(double statistic, Baseline baseline, Drift drift) {
    return new Reading(Kind.VALUE, statistic, baseline, drift, null);
  }

  static Reading ofSilence(double hours, LocalDateTime since) {
    return new Reading(Kind.VALUE, hours, null, null, since);
  }

  /** What people are told: the value; where that is a statistic, the metric itself. */
  public @Nullable Double told() {
    return drift == null ? value : (Double) drift.metric();
  }

  /** Whether it counts as past every clear line, though it has no value. */
  public boolean isHealthy() {
    return kind == Kind.ATTAINED || kind == Kind.UNWATCHED;
  }

  /** Whether there is nothing to judge. */
  public boolean isMissing() {
    return kind == Kind.NONE;
  }
}
