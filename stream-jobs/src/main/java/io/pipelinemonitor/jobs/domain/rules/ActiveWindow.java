package io.pipelinemonitor.jobs.domain.rules;

/**
 * The part of the running period in which a rule opens incidents, in percent of its days elapsed.
 *
 * @param fromPct the first, 0 to 100
 * @param toPct the end, exclusive; above {@code fromPct}, at most 100
 */
public record ActiveWindow(double fromPct, double toPct) {

  /** All of the period. */
  public static final ActiveWindow WHOLE_PERIOD = new ActiveWindow(0, 100);
}
