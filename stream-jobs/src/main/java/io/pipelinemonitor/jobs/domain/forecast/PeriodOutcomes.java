package io.pipelinemonitor.jobs.domain.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The outcomes of one scope and period, counted by stretch and class of deal. */
final class PeriodOutcomes {

  private static final PeriodOutcomes NONE = new PeriodOutcomes();

  private final List<Map<DealClass, ClassOutcomes>> open = new ArrayList<>();
  private final long[] bookedBefore = new long[Stretches.COUNT];
  private final long[] cameLater = new long[Stretches.COUNT];
  private long wonCount;
  private long wonAmount;
  private long wonSquares;

  PeriodOutcomes() {
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      open.add(new TreeMap<>());
    }
  }

  void add(OutcomeObservation observation, int sign) {
    int stretch = observation.stretch();
    long won = sign * observation.wonAmount();
    switch (observation.kind()) {
      case OPEN ->
          addOpen(
              open.get(stretch),
              Objects.requireNonNull(observation.dealClass(), "an open deal has a class"),
              ClassOutcomes.of(observation, sign));
      case BOOKED -> bookedBefore[stretch] += won;
      case CAME_LATER -> cameLater[stretch] += won;
    }
    // A won deal is observed in every stretch, so one of them counts all that were won.
    if (stretch == 0 && observation.won()) {
      wonCount += sign;
      wonAmount += won;
      wonSquares += sign * OpenSums.square(observation.wonAmount());
    }
  }

  private static void addOpen(
      Map<DealClass, ClassOutcomes> classes, DealClass dealClass, ClassOutcomes added) {
    ClassOutcomes sum = classes.getOrDefault(dealClass, ClassOutcomes.NONE).plus(added);
    if (sum.equals(ClassOutcomes.NONE)) {
      classes.remove(dealClass);
    } else {
      classes.put(dealClass, sum);
    }
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  /** What became of the deals that were open when the stretch began. */
  Map<DealClass, ClassOutcomes> open(int stretch) {
    return open.get(stretch);
  }

  /** The deals that were open when the stretch began. */
  List<OpenSums> openSums(int stretch) {
    List<OpenSums> sums = new ArrayList<>();
    open.get(stretch)
        .forEach(
            (dealClass, outcomes) ->
                sums.add(
                    new OpenSums(
                        dealClass, outcomes.count(), outcomes.amount(), outcomes.squares())));
    return sums;
  }

  /** What had been won when the stretch began, minor units. */
  long bookedBefore(int stretch) {
    return bookedBefore[stretch];
  }

  /** What was won by deals that were not in the period when the stretch began, minor units. */
  long cameLater(int stretch) {
    return cameLater[stretch];
  }

  /** How many deals were won in the period. */
  long wonCount() {
    return wonCount;
  }

  /** What was won in the period, minor units. */
  long wonAmount() {
    return wonAmount;
  }

  /** The sum of {@link OpenSums#square} over the deals won in the period. */
  long wonSquares() {
    return wonSquares;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeriodOutcomes outcomes
        && open.equals(outcomes.open)
        && Arrays.equals(bookedBefore, outcomes.bookedBefore)
        && Arrays.equals(cameLater, outcomes.cameLater)
        && wonCount == outcomes.wonCount
        && wonAmount == outcomes.wonAmount
        && wonSquares == outcomes.wonSquares;
  }

  @Override
  public int hashCode() {
    return Objects.hash(open, Arrays.hashCode(bookedBefore), Arrays.hashCode(cameLater), wonAmount);
  }
}
