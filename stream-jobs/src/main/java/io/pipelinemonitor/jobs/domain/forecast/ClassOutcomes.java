package io.pipelinemonitor.jobs.domain.forecast;

/**
 * What became of deals of one class that were open when a stretch began.
 *
 * @param count how many
 * @param amount their amounts then, minor units
 * @param squares the sum of {@link OpenSums#square} over them
 * @param wonCount how many were won within the period
 * @param wonAmount what those were won with, minor units
 */
public record ClassOutcomes(long count, long amount, long squares, long wonCount, long wonAmount) {

  static final ClassOutcomes NONE = new ClassOutcomes(0, 0, 0, 0, 0);

  ClassOutcomes plus(ClassOutcomes other) {
    return new ClassOutcomes(
        count + other.count,
        amount + other.amount,
        squares + other.squares,
        wonCount + other.wonCount,
        wonAmount + other.wonAmount);
  }

  static ClassOutcomes of(OutcomeObservation open, int sign) {
    return new ClassOutcomes(
        sign,
        sign * open.amount(),
        sign * OpenSums.square(open.amount()),
        open.won() ? sign : 0,
        sign * open.wonAmount());
  }
}
