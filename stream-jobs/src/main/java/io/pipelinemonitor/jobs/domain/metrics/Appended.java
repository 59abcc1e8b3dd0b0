package io.pipelinemonitor.jobs.domain.metrics;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An immutable list that grows at its end without being copied: lists that went on from one another
 * share their elements. Not for several threads.
 *
 * @param <E> the elements
 */
final class Appended<E> extends AbstractList<E> implements RandomAccess {

  private static final int FIRST_ROOM = 4;

  /** What lists share; places from {@code filled} on belong to nobody yet. */
  private static final class Room {
    private Object[] elements = new Object[FIRST_ROOM];
    private int filled;
  }

  private final Room room;
  private final int size;

  private Appended(Room room, int size) {
    this.room = room;
    this.size = size;
  }

  /** Nothing in it. */
  static <E> Appended<E> none() {
    return new Appended<>(new Room(), 0);
  }

  /** The list with one more element. */
  Appended<E> with(E element) {
    Room target = room;
    if (room.filled != size) {
      // Another list went on from here.
      target = new Room();
      target.elements = Arrays.copyOf(room.elements, size + (size >> 1) + 1);
      target.filled = size;
    }
    if (target.elements.length == size) {
      target.elements = Arrays.copyOf(target.elements, size + (size >> 1) + 1);
    }
    target.elements[size] = element;
    target.filled = size + 1;
    return new Appended<>(target, size + 1);
  }

  /** The first so many elements. */
  Appended<E> first(int count) {
    return count == size ? this : new Appended<>(room, Objects.checkIndex(count, size + 1));
  }

  /** How many elements both certainly begin with, without looking at any. */
  int begunAlike(Appended<E> other) {
    return room == other.room ? Math.min(size, other.size) : 0;
  }

  @Override
  @SuppressWarnings("unchecked") // Only elements are put in.
  public E get(int index) {
    return (E) room.elements[Objects.checkIndex(index, size)];
  }

  @Override
  public int size() {
    return size;
  }
}
