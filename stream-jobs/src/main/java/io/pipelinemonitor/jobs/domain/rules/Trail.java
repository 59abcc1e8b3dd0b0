package io.pipelinemonitor.jobs.domain.rules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one metric at the beginnings of past days or hours. Only those are kept at which
 * the value changed, so it is never longer than the time that is looked back over, in days or
 * hours, and one.
 */
public final class Trail {

  /** Nothing is known. */
  public static final Trail EMPTY = new Trail(new long[0], new double[0]);

  private final long[] numbers;

  /** NaN: the metric had no value. */
  private final double[] values;

  private Trail(long[] numbers, double[] values) {
    this.numbers = numbers;
    this.values = values;
  }

  /** How many changes are kept. */
  public int size() {
    return numbers.length;
  }

  /** The day or hour of the change at that place, the earliest first. */
  public long number(int place) {
    return numbers[place];
  }

  /** The value from that change on; null: the metric had none. */
  public @Nullable Double value(int place) {
    return Double.isNaN(values[place]) ? null : (Double) values[place];
  }

  /**
   * The same, with the value from the beginning of {@code from} on.
   *
   * @param from the day or hour; one before the latest that is known, as after a change of the
   *     calendar's zone, counts as that
   */
  public Trail with(long from, @Nullable Double value) {
    int before = numbers.length;
    long number = before == 0 ? from : Math.max(from, numbers[before - 1]);
    double next = value == null ? Double.NaN : value;
    if (before > 0 && Double.compare(values[before - 1], next) == 0) {
      return this;
    }
    if (before > 0 && numbers[before - 1] == number) {
      before--;
      if (before > 0 && Double.compare(values[before - 1], next) == 0) {
        return new Trail(Arrays.copyOf(numbers, before), Arrays.copyOf(values, before));
      }
    }
    long[] longer = Arrays.copyOf(numbers, before + 1);
    double[] longerValues = Arrays.copyOf(values, before + 1);
    longer[before] = number;
    longerValues[before] = next;
    return new Trail(longer, longerValues);
  }

  /** The same, without what nobody needs who asks for {@code oldest} and later. */
  Trail since(long oldest) {
    int first = Math.max(0, placeOf(oldest));
    return first == 0
        ? this
        : new Trail(
            Arrays.copyOfRange(numbers, first, numbers.length),
            Arrays.copyOfRange(values, first, values.length));
  }

  /** The value at the beginning of {@code number}; null if there was none or it is not known. */
  @Nullable Double at(long number) {
    int place = placeOf(number);
    return place < 0 ? null : value(place);
  }

  /** The first change after {@code number}; null: none is known. */
  @Nullable Long changeAfter(long number) {
    int next = placeOf(number) + 1;
    return next < numbers.length ? (Long) numbers[next] : null;
  }

  /** The place of the latest change up to {@code number}; -1: there is none. */
  private int placeOf(long number) {
    int found = Arrays.binarySearch(numbers, number);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Trail trail
        && Arrays.equals(numbers, trail.numbers)
        && Arrays.equals(values, trail.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(numbers) + Arrays.toString(values);
  }
}
