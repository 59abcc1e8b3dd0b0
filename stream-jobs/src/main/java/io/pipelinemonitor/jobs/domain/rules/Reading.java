package io.pipelinemonitor.jobs.domain.rules;

import org.jspecify.annotations.Nullable;

/**
 * What a rule makes of an observation.
 *
 * @param kind whether there is anything to judge
 * @param value what is held against the lines, in the unit of the rule's judgement, money in major
 *     units; null unless the kind is VALUE
 * @param baseline what the metric was compared with; null: with nothing but the lines
 */
public record Reading(Kind kind, @Nullable Double value, @Nullable Baseline baseline) {

  /** Whether there is anything to judge. */
  public enum Kind {
    /** A value. */
    VALUE,
    /** Coverage of what is left to sell, and nothing is: better than any line. */
    ATTAINED,
    /**
     * The metric has no value, or nothing to be compared with, or the scope is too small for the
     * rule: it says nothing.
     */
    NONE
  }

  /** Nothing to judge: neither a breach nor a recovery. */
  public static final Reading NONE = new Reading(Kind.NONE, null, null);

  /** The quota is reached, so coverage of the rest has no value and none is needed. */
  public static final Reading NOTHING_LEFT_TO_SELL = new Reading(Kind.ATTAINED, null, null);

  static Reading of(double value) {
    return new Reading(Kind.VALUE, value, null);
  }

  static Reading of(double value, Baseline baseline) {
    return new Reading(Kind.VALUE, value, baseline);
  }

  /** Whether it lies past every clear line for want of anything left to sell. */
  public boolean isHealthy() {
    return kind == Kind.ATTAINED;
  }

  /** Whether there is nothing to judge. */
  public boolean isMissing() {
    return kind == Kind.NONE;
  }
}
