package io.pipelinemonitor.jobs.domain.incident;

import java.util.ArrayList;
import java.util.List;

/**
 * When an incident goes back and forth too often to be told each time.
 *
 * <p>Figures move in working hours, and a {@code keepFiringFor} or {@code cooldown} is hours long:
 * more than three breaches in a day after it seemed over are no news any more. It ends when there
 * was no more than one in a day, well below where it began, so that it does not itself flap.
 */
final class Flapping {

  /** One day, microseconds. */
  static final long WINDOW = 86_400_000_000L;

  /** More than so many turns within the window begin it. */
  static final int BEGINS_ABOVE = 3;

  /** No more than so many end it. */
  static final int ENDS_AT = 1;

  private Flapping() {}

  /** The turns worth keeping after another one. */
  static List<Long> with(List<Long> turns, long turn) {
    List<Long> kept = new ArrayList<>(turns);
    kept.removeIf(earlier -> earlier <= turn - WINDOW);
    kept.add(turn);
    return kept.subList(Math.max(0, kept.size() - BEGINS_ABOVE - 1), kept.size());
  }

  /** Whether the latest turn begins it; turns as {@link #with} keeps them. */
  static boolean begins(List<Long> turns) {
    return turns.size() > BEGINS_ABOVE;
  }

  /** When it ends if there is no further turn. */
  static long endsAt(List<Long> turns) {
    return turns.get(turns.size() - 1 - ENDS_AT) + WINDOW;
  }
}
