package io.pipelinemonitor.jobs.domain.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The outcomes of one scope and period, counted by stretch and class of deal. */
public final class PeriodOutcomes {

  private static final PeriodOutcomes NONE = new PeriodOutcomes();

  private final List<Map<DealClass, ClassOutcomes>> open = new ArrayList<>();
  private final long[] bookedBefore = new long[Stretches.COUNT];
  private final long[] cameLater = new long[Stretches.COUNT];
  private long wonCount;
  private long wonAmount;
  private long wonSquares;

  /** Nothing counted. */
  public PeriodOutcomes() {
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      open.add(new TreeMap<>());
    }
  }

  /** Adds deals of one class that were open when the stretch began. */
  public void addOpen(int stretch, DealClass dealClass, ClassOutcomes added) {
    addOpen(open.get(stretch), dealClass, added);
  }

  /** Adds what was won before the stretch began, and by deals that came later, minor units. */
  public void addWon(int stretch, long before, long later) {
    bookedBefore[stretch] += before;
    cameLater[stretch] += later;
  }

  /** Adds to {@link #wonCount}, {@link #wonAmount} and {@link #wonSquares}. */
  public void addWins(long count, long amount, long squares) {
    wonCount += count;
    wonAmount += amount;
    wonSquares += squares;
  }

  /** Adds all that the other counts. */
  void add(PeriodOutcomes other) {
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      int at = stretch;
      other.open.get(stretch).forEach((dealClass, added) -> addOpen(at, dealClass, added));
      addWon(stretch, other.bookedBefore[stretch], other.cameLater[stretch]);
    }
    addWins(other.wonCount, other.wonAmount, other.wonSquares);
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
      addWins(sign, won, sign * OpenSums.square(observation.wonAmount()));
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
  public Map<DealClass, ClassOutcomes> open(int stretch) {
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
  public long bookedBefore(int stretch) {
    return bookedBefore[stretch];
  }

  /** What was won by deals that were not in the period when the stretch began, minor units. */
  public long cameLater(int stretch) {
    return cameLater[stretch];
  }

  /** How many deals were won in the period. */
  public long wonCount() {
    return wonCount;
  }

  /** What was won in the period, minor units. */
  public long wonAmount() {
    return wonAmount;
  }

  /** The sum of {@link OpenSums#square} over the deals won in the period. */
  public long wonSquares() {
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
