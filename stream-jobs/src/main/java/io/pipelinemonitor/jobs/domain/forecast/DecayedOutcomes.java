package io.pipelinemonitor.jobs.domain.forecast;

import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A scope's outcomes as they count when a period begins: each past period's times its weight, added
 * up earliest first, so that the same counts always give the same sums.
 */
final class DecayedOutcomes {

  /** What became of deals of one class that were open when a stretch began. */
  record OfClass(double count, double amount, double wonCount, double wonAmount) {

    static final OfClass NONE = new OfClass(0, 0, 0, 0);

    OfClass plus(OfClass other) {
      return new OfClass(
          count + other.count,
          amount + other.amount,
          wonCount + other.wonCount,
          wonAmount + other.wonAmount);
    }

    static OfClass of(ClassOutcomes outcomes, double weight) {
      return new OfClass(
          weight * outcomes.count(),
          weight * outcomes.amount(),
          weight * outcomes.wonCount(),
          weight * outcomes.wonAmount());
    }
  }

  private final SortedMap<DealClass, OfClass[]> open = new TreeMap<>();
  private final double[] cameLater = new double[Stretches.COUNT];
  private double periods;
  private double wonCount;
  private double wonAmount;
  private double wonSquares;

  private DecayedOutcomes() {}

  /** The outcomes of the periods before that of index {@code now}. */
  static DecayedOutcomes of(ScopeOutcomes outcomes, int now, LearningPolicy policy) {
    DecayedOutcomes decayed = new DecayedOutcomes();
    outcomes
        .before(now)
        .forEach((index, period) -> decayed.add(period, policy.weight(now - 1 - index)));
    return decayed;
  }

  private void add(PeriodOutcomes period, double weight) {
    periods += weight;
    wonCount += weight * period.wonCount();
    wonAmount += weight * period.wonAmount();
    wonSquares += weight * period.wonSquares() * OpenSums.SQUARE_UNIT;
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      cameLater[stretch] += weight * period.cameLater(stretch);
      int place = stretch;
      period
          .open(stretch)
          .forEach(
              (dealClass, outcomes) -> {
                OfClass[] sums = open.computeIfAbsent(dealClass, key -> none());
                sums[place] = sums[place].plus(OfClass.of(outcomes, weight));
              });
    }
  }

  private static OfClass[] none() {
    OfClass[] none = new OfClass[Stretches.COUNT];
    Arrays.fill(none, OfClass.NONE);
    return none;
  }

  /** The classes of deal that were seen, and those given. */
  SortedSet<DealClass> classes(Collection<DealClass> known) {
    SortedSet<DealClass> classes = new TreeSet<>(known);
    classes.addAll(open.keySet());
    return classes;
  }

  /** What became of deals of that class. */
  OfClass open(DealClass dealClass, int stretch) {
    OfClass[] sums = open.get(dealClass);
    return sums == null ? OfClass.NONE : sums[stretch];
  }

  /** What became of deals of that stage, whatever their age. */
  OfClass openOfAnyAge(DealClass dealClass, int stretch) {
    OfClass sum = OfClass.NONE;
    for (DealAge age : DealAge.values()) {
      sum = sum.plus(open(dealClass.aged(age), stretch));
    }
    return sum;
  }

  /** What was won by deals that were not in the period when the stretch began, minor units. */
  double cameLater(int stretch) {
    return cameLater[stretch];
  }

  /** How many periods there are. */
  double periods() {
    return periods;
  }

  double wonCount() {
    return wonCount;
  }

  /** What was won, minor units. */
  double wonAmount() {
    return wonAmount;
  }

  /** The squares of what was won, square minor units. */
  double wonSquares() {
    return wonSquares;
  }
}
