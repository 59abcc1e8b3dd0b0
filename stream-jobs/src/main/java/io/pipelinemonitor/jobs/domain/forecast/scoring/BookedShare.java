package io.pipelinemonitor.jobs.domain.forecast.scoring;

/** The share of their final bookings that earlier periods of a scope had at some elapsed part. */
final class BookedShare {

  /** Earlier periods than these are not looked at. */
  static final int MOST_PERIODS = 8;

  private double then;
  private double end;
  private int periods;

  /**
   * Adds an earlier period; amounts are minor units.
   *
   * @param bookedThen won by that elapsed part of it
   * @param bookedInTheEnd won by its end
   */
  void add(long bookedThen, long bookedInTheEnd) {
    then += bookedThen;
    end += bookedInTheEnd;
    periods++;
  }

  /**
   * What a period ends with that has so much at that elapsed part, minor units. Where nothing was
   * ever booked by then, what people would say: as much as usual.
   */
  long projected(long booked) {
    return Math.round(then > 0 ? booked * end / then : end / periods);
  }
}
