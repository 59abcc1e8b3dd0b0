package io.pipelinemonitor.jobs.domain.forecast;

import java.util.Collection;

/**
 * What a period will end with, in minor units of the reporting currency.
 *
 * @param amount the expected bookings
 * @param low in one case of ten it will be less
 * @param high in one case of ten it will be more; never below the amount
 */
public record Projection(long amount, long low, long high) {

  private static final double TENTH = 0.1;

  /**
   * Periods that were only half known can teach a spread that says nothing any more. Beyond this
   * one, most of the distribution lies near zero, and its 90th percentile below its mean.
   */
  private static final double WIDEST_SPREAD = 2;

  /** The standard normal distribution's 90th percentile. */
  private static final double NINETIETH = 1.2815515655446004;

  /**
   * Projects from sums alone; no deal is visited.
   *
   * @param booked won so far in the period, minor units
   * @param open the period's open deals, one element a class, in any order
   * @param elapsed part of the period, 0 to 1; below 0 counts as 0
   */
  public static Projection of(
      long booked, Collection<OpenSums> open, ModelParameters parameters, double elapsed) {
    Expectation.Remaining remaining = parameters.expectation().remaining(booked, open, elapsed);
    double amount = Math.max(0, remaining.amount());
    double common = Math.min(WIDEST_SPREAD, parameters.spread().at(elapsed)) * amount;
    double variance = remaining.variance() + common * common;
    return new Projection(
        booked + Math.round(amount),
        remaining.nothing() < TENTH
            ? booked + Math.round(percentile(amount, variance, -NINETIETH))
            : booked,
        booked + Math.round(Math.max(amount, percentile(amount, variance, NINETIETH))));
  }

  /**
   * A percentile of the gamma distribution with that mean and variance, by Wilson and Hilferty: the
   * sum of few deals is skewed, and never below zero.
   *
   * @param normal the same percentile of the standard normal distribution
   */
  private static double percentile(double mean, double variance, double normal) {
    if (mean <= 0 || variance <= 0) {
      return mean;
    }
    double ninth = variance / (9 * mean * mean);
    double root = Math.max(0, 1 - ninth + normal * StrictMath.sqrt(ninth));
    return mean * root * root * root;
  }
}
