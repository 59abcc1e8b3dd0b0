package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import java.util.Comparator;

/**
 * A movement of a deal's open amount, as far as the past of the deal follows from it. Transfers do
 * not belong here: they change neither amount nor period.
 *
 * @param at microseconds since the epoch
 * @param eventId the event that did it; empty for an exchange rate
 * @param cause the one cause
 * @param period index of the period whose open amount moved
 * @param otherPeriod index of the period that the deal came from or went to; {@link
 *     io.pipelinemonitor.jobs.domain.forecast.DealStanding#NO_PERIOD} for none
 * @param before the amount before, minor units of the reporting currency; 0 if it had none
 * @param after the amount after, likewise
 */
public record DealMove(
    long at,
    String eventId,
    MovementCause cause,
    int period,
    int otherPeriod,
    long before,
    long after) {

  /** In the order in which they happened: rates before events, and a deal leaves, then enters. */
  static final Comparator<DealMove> ORDER =
      Comparator.comparingLong(DealMove::at)
          .thenComparing(DealMove::eventId)
          .thenComparing(DealMove::step)
          .thenComparing(DealMove::cause)
          .thenComparing(DealMove::after);

  private enum Step {
    LEAVES,
    ENTERS,
    CHANGES
  }

  private Step step() {
    return switch (cause) {
      case PUSHED_OUT, PULLED_OUT, WON, LOST, DELETED, MERGED -> Step.LEAVES;
      case CREATED, PULLED_IN, PUSHED_IN, REOPENED, RESTORED -> Step.ENTERS;
      case INCREASED, DECREASED, FX_EFFECT -> Step.CHANGES;
      case OPENING, TRANSFERRED_IN, TRANSFERRED_OUT ->
          throw new IllegalArgumentException(cause + " is no movement of a deal's own past");
    };
  }

  /** Whether the deal counted as open in {@link #period} already before it. */
  boolean wasOpenBefore() {
    return step() != Step.ENTERS;
  }

  /** Whether the deal counts as open in {@link #period} after it. */
  boolean isOpenAfter() {
    return step() != Step.LEAVES;
  }
}
