package io.pipelinemonitor.jobs.domain.metrics;

import java.util.Arrays;

/**
 * Whole numbers by code, of which most are zero: a sum that can be taken back. Codes are what the
 * user of a tally makes of them; they go to state, so a code never changes its meaning.
 */
public final class Tally {

  private static final int[] NO_CODES = {};
  private static final long[] NO_VALUES = {};

  private int[] codes;
  private long[] values;
  private int size;

  /** All zero. */
  public Tally() {
    this(NO_CODES, NO_VALUES, 0);
  }

  private Tally(int[] codes, long[] values, int size) {
    this.codes = codes;
    this.values = values;
    this.size = size;
  }

  /** A copy that shares nothing. */
  public Tally copy() {
    return new Tally(Arrays.copyOf(codes, size), Arrays.copyOf(values, size), size);
  }

  /** The number of that code. */
  public long get(int code) {
    int place = Arrays.binarySearch(codes, 0, size, code);
    return place < 0 ? 0 : values[place];
  }

  /** Adds to the number of that code. */
  public void add(int code, long amount) {
    if (amount == 0) {
      return;
    }
    int place =
        size == 0 || codes[size - 1] < code ? -1 - size : Arrays.binarySearch(codes, 0, size, code);
    if (place < 0) {
      insert(-1 - place, code, amount);
    } else if (values[place] + amount == 0) {
      remove(place);
    } else {
      values[place] += amount;
    }
  }

  private void insert(int place, int code, long amount) {
    if (size == codes.length) {
      int room = Math.max(4, size + (size >> 1));
      codes = Arrays.copyOf(codes, room);
      values = Arrays.copyOf(values, room);
    }
    System.arraycopy(codes, place, codes, place + 1, size - place);
    System.arraycopy(values, place, values, place + 1, size - place);
    codes[place] = code;
    values[place] = amount;
    size++;
  }

  private void remove(int place) {
    size--;
    System.arraycopy(codes, place + 1, codes, place, size - place);
    System.arraycopy(values, place + 1, values, place, size - place);
  }

  /** Adds all of {@code other}, {@code sign} times: 1 or -1. */
  public void add(Tally other, int sign) {
    for (int i = 0; i < other.size; i++) {
      add(other.codes[i], sign * other.values[i]);
    }
  }

  /** Whether every number is zero. */
  public boolean isZero() {
    return size == 0;
  }

  /** How many numbers are not zero. */
  public int size() {
    return size;
  }

  /** The code of the number at that place, in ascending order, below {@link #size()}. */
  public int codeAt(int place) {
    return codes[place];
  }

  /** The number at that place; never zero. */
  public long valueAt(int place) {
    return values[place];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tally tally
        && Arrays.equals(codes, 0, size, tally.codes, 0, tally.size)
        && Arrays.equals(values, 0, size, tally.values, 0, tally.size);
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + 17 * codes[i] + Long.hashCode(values[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ", ").append(codes[i]).append('=').append(values[i]);
    }
    return text.append('}').toString();
  }
}
