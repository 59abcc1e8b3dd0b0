package io.pipelinemonitor.jobs.domain.metrics;

import java.util.HashMap;
import java.util.Map;

/**
 * The sums of one scope and bucket (a period, a day), or a change of them: whole numbers only, so
 * that taking back is subtracting and no order of changes matters.
 */
public final class Sums {

  private final Tally measures;
  private final Map<StageKey, Tally> stages;
  private final Map<Transfer, Long> transfers;

  /** All zero. */
  public Sums() {
    this(new Tally(), new HashMap<>(0), new HashMap<>(0));
  }

  /**
   * Sums read back from state; all parts are owned by the new object.
   *
   * @param measures by {@link Measure#code()} and {@link MovementCause#code()}, with a histogram
   * @param stages what is counted by stage, by {@link StageMeasure#code()}, each with a histogram;
   *     none that is zero
   * @param transfers open amounts by where they came from and went to; none that is zero
   */
  public Sums(Tally measures, Map<StageKey, Tally> stages, Map<Transfer, Long> transfers) {
    this.measures = measures;
    this.stages = stages;
    this.transfers = transfers;
  }

  /** A copy that shares nothing that changes. */
  public Sums copy() {
    Sums copy = new Sums(measures.copy(), new HashMap<>(stages), new HashMap<>(transfers));
    copy.stages.replaceAll((stage, tally) -> tally.copy());
    return copy;
  }

  public long get(Measure measure) {
    return measures.get(measure.code());
  }

  /** What the cause has added to the open amount; below zero for what it took away. */
  public long get(MovementCause cause) {
    return measures.get(cause.code());
  }

  /** Adds to one sum. */
  public void add(Measure measure, long amount) {
    measures.add(measure.code(), amount);
  }

  /** Adds to the open amount that came about by the cause. */
  public void add(MovementCause cause, long amount) {
    measures.add(cause.code(), amount);
  }

  /** Adds to one sum of a stage. */
  public void add(StageKey stage, StageMeasure measure, long amount) {
    if (amount != 0) {
      Tally tally = stages.computeIfAbsent(stage, key -> new Tally());
      tally.add(measure.code(), amount);
      forgetIfZero(stage, tally);
    }
  }

  /** Counts a duration in microseconds, {@code times} 1 or -1. */
  public void countDuration(long micros, int times) {
    Histogram.count(measures, micros, times);
  }

  /** Counts a stay of that many microseconds in a stage, {@code times} 1 or -1. */
  public void countStay(StageKey stage, long micros, int times) {
    Tally tally = stages.computeIfAbsent(stage, key -> new Tally());
    Histogram.count(tally, micros, times);
    forgetIfZero(stage, tally);
  }

  private void forgetIfZero(StageKey stage, Tally tally) {
    if (tally.isZero()) {
      stages.remove(stage);
    }
  }

  /** Adds to the open amount that was transferred. */
  public void add(Transfer transfer, long amount) {
    if (amount != 0) {
      long sum = amount + transfers.getOrDefault(transfer, 0L);
      if (sum == 0) {
        transfers.remove(transfer);
      } else {
        transfers.put(transfer, sum);
      }
    }
  }

  /** Adds all of {@code other}. */
  public void add(Sums other) {
    addTimes(other, 1);
  }

  /** Takes back all of {@code other}. */
  public void subtract(Sums other) {
    addTimes(other, -1);
  }

  private void addTimes(Sums other, int sign) {
    measures.add(other.measures, sign);
    // Most changes have neither.
    if (!other.stages.isEmpty()) {
      other.stages.forEach((stage, tally) -> add(stage, tally, sign));
    }
    if (!other.transfers.isEmpty()) {
      other.transfers.forEach((transfer, amount) -> add(transfer, sign * amount));
    }
  }

  private void add(StageKey stage, Tally added, int sign) {
    Tally tally = stages.computeIfAbsent(stage, key -> new Tally());
    tally.add(added, sign);
    forgetIfZero(stage, tally);
  }

  /** Whether every sum is zero. */
  public boolean isZero() {
    return measures.isZero() && stages.isEmpty() && transfers.isEmpty();
  }

  /** The measures and causes by code, with the histogram; not to be changed. */
  public Tally measures() {
    return measures;
  }

  /** What is counted by stage, none that is zero; not to be changed. */
  public Map<StageKey, Tally> stages() {
    return stages;
  }

  /** Open amounts by where they came from and went to, none that is zero; not to be changed. */
  public Map<Transfer, Long> transfers() {
    return transfers;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sums sums
        && measures.equals(sums.measures)
        && stages.equals(sums.stages)
        && transfers.equals(sums.transfers);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * measures.hashCode() + stages.hashCode()) + transfers.hashCode();
  }

  @Override
  public String toString() {
    return "Sums" + measures + stages + transfers;
  }
}
