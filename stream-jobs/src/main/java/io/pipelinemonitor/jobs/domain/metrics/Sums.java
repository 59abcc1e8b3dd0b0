package io.pipelinemonitor.jobs.domain.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The sums of one scope and period, or a change of them: whole numbers only, so that taking back is
 * subtracting and no order of changes matters.
 */
public final class Sums {

  private final long[] values;
  private final Map<StageKey, StageSums> stages;

  /** All zero. */
  public Sums() {
    this(new long[Measure.count()], new HashMap<>());
  }

  /**
   * Sums read back from state.
   *
   * @param values by ordinal of {@link Measure}; a shorter array, written before measures were
   *     added, counts as zero for them
   * @param stages open deals by stage, without empty ones; owned by the new object
   */
  public Sums(long[] values, Map<StageKey, StageSums> stages) {
    this.values =
        values.length == Measure.count() ? values : Arrays.copyOf(values, Measure.count());
    this.stages = stages;
  }

  /** A copy that shares nothing that changes. */
  public Sums copy() {
    return new Sums(values.clone(), new HashMap<>(stages));
  }

  public long get(Measure measure) {
    return values[measure.ordinal()];
  }

  /** Adds to one sum. */
  public void add(Measure measure, long amount) {
    values[measure.ordinal()] += amount;
  }

  /** Adds open deals of a stage. */
  public void addStage(StageKey stage, long count, long amount) {
    StageSums known = stages.get(stage);
    long newCount = count + (known == null ? 0 : known.count());
    long newAmount = amount + (known == null ? 0 : known.amount());
    if (newCount == 0 && newAmount == 0) {
      stages.remove(stage);
    } else {
      stages.put(stage, new StageSums(newCount, newAmount));
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
    for (int i = 0; i < values.length; i++) {
      values[i] += sign * other.values[i];
    }
    other.stages.forEach(
        (stage, sums) -> addStage(stage, sign * sums.count(), sign * sums.amount()));
  }

  /** Whether every sum is zero. */
  public boolean isZero() {
    for (long value : values) {
      if (value != 0) {
        return false;
      }
    }
    return stages.isEmpty();
  }

  /** The values by ordinal of {@link Measure}; not to be changed. */
  public long[] values() {
    return values;
  }

  /** Open deals by stage, without empty ones; not to be changed. */
  public Map<StageKey, StageSums> stages() {
    return stages;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sums sums
        && Arrays.equals(values, sums.values)
        && stages.equals(sums.stages);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + stages.hashCode();
  }

  @Override
  public String toString() {
    return "Sums" + Arrays.toString(values) + stages;
  }
}
