package io.pipelinemonitor.jobs.domain.forecast;

import org.jspecify.annotations.Nullable;

/**
 * Where a deal stood when a stretch of a period began, and what the period's end made of it.
 *
 * @param period index of the period
 * @param stretch the stretch, see {@link Stretches}
 * @param kind where the deal stood
 * @param dealClass the deal's class at the time; null unless it was open in the period
 * @param amount its amount at the time, minor units of the reporting currency; 0 unless open
 * @param won whether it was won within the period
 * @param wonAmount what it was won with, minor units of the reporting currency; 0 unless won
 */
public record OutcomeObservation(
    int period,
    int stretch,
    Kind kind,
    @Nullable DealClass dealClass,
    long amount,
    boolean won,
    long wonAmount) {

  /** Where a deal stood when a stretch began. */
  public enum Kind {
    /** Open, with its close date in the period. */
    OPEN,
    /** Won already in the period. */
    BOOKED,
    /** Neither, and yet it was won in the period: created, pulled in or reopened later. */
    CAME_LATER
  }

  static OutcomeObservation open(
      int period, int stretch, DealClass dealClass, long amount, boolean won, long wonAmount) {
    return new OutcomeObservation(period, stretch, Kind.OPEN, dealClass, amount, won, wonAmount);
  }

  static OutcomeObservation booked(int period, int stretch, long wonAmount) {
    return new OutcomeObservation(period, stretch, Kind.BOOKED, null, 0, true, wonAmount);
  }

  static OutcomeObservation cameLater(int period, int stretch, long wonAmount) {
    return new OutcomeObservation(period, stretch, Kind.CAME_LATER, null, 0, true, wonAmount);
  }
}
