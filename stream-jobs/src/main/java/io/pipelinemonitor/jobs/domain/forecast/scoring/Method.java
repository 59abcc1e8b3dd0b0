package io.pipelinemonitor.jobs.domain.forecast.scoring;

import io.pipelinemonitor.jobs.domain.forecast.Projection;

/** A way to say what a period will end with. */
public enum Method {
  /** What this product publishes as {@code projectedAmount}. */
  PROJECTION("projection"),
  /** Booked, and open deals times their stage's probability in the CRM. */
  STAGE_WEIGHTED("stage-weighted"),
  /** Booked, divided by the share of the final bookings that earlier periods had by then. */
  BOOKED_BY_SHARE("booked ÷ share");

  private final String title;

  Method(String title) {
    this.title = title;
  }

  /** What a method says that knows one figure and no interval, minor units. */
  static Projection point(long amount) {
    return new Projection(amount, amount, amount);
  }

  /** What a table calls it. */
  public String title() {
    return title;
  }
}
