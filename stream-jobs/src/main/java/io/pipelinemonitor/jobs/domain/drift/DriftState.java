package io.pipelinemonitor.jobs.domain.drift;

/**
 * All that is remembered of one scope and period between two looks. The next period begins without.
 *
 * @param lockedDay the epoch day at whose beginning the projection was locked
 * @param locked the projection that the period is compared with, minor units
 * @param day the epoch day at whose beginning the last look was taken
 * @param projected the projection then, minor units
 * @param above what speaks for a projection that rises, C+
 * @param below what speaks for one that falls, C-
 */
public record DriftState(
    long lockedDay, long locked, long day, long projected, Counter above, Counter below) {

  static DriftState lockedAt(long day, long projected) {
    return new DriftState(day, projected, day, projected, Counter.zero(day), Counter.zero(day));
  }
}
