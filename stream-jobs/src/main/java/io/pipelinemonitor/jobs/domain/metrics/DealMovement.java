package io.pipelinemonitor.jobs.domain.metrics;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A change of what one deal adds to the figures: only what is not as before.
 *
 * @param left what it added to its period until now; null for nothing
 * @param entered what it adds to its period from now on; null for nothing
 * @param withdrawn movements that no longer hold
 * @param moved movements that are new
 * @param datedLeft what no longer counts on its day
 * @param datedEntered what counts on its day from now on
 * @param recentFrom the first epoch day of the trailing week
 * @param at stream time of the change, milliseconds
 */
public record DealMovement(
    @Nullable Contribution left,
    @Nullable Contribution entered,
    List<WaterfallMovement> withdrawn,
    List<WaterfallMovement> moved,
    List<DatedFigure> datedLeft,
    List<DatedFigure> datedEntered,
    long recentFrom,
    long at) {

  /** From one footprint to the next. */
  static DealMovement between(DealFootprint before, DealFootprint after, long recentFrom, long at) {
    boolean same =
        before.contribution() != null && before.contribution().equals(after.contribution());
    Difference<WaterfallMovement> moved =
        Difference.of(
            before.waterfall().movements(),
            after.waterfall().movements(),
            before.waterfall().movements().begunAlike(after.waterfall().movements()));
    Difference<DatedFigure> dated = Difference.of(before.dated(), after.dated(), 0);
    return new DealMovement(
        same ? null : before.contribution(),
        same ? null : after.contribution(),
        moved.removed(),
        moved.added(),
        dated.removed(),
        dated.added(),
        recentFrom,
        at);
  }

  /** Whether no figure changes. */
  public boolean isEmpty() {
    return left == null
        && entered == null
        && withdrawn.isEmpty()
        && moved.isEmpty()
        && datedLeft.isEmpty()
        && datedEntered.isEmpty();
  }

  /** Takes back what was before and adds what is after. */
  public void addTo(Cells cells) {
    Gathered gathered = new Gathered();
    if (left != null) {
      left.addTo(gathered, -1);
    }
    if (entered != null) {
      entered.addTo(gathered, 1);
    }
    withdrawn.forEach(movement -> movement.addTo(gathered, cells, -1, recentFrom));
    moved.forEach(movement -> movement.addTo(gathered, cells, 1, recentFrom));
    datedLeft.forEach(figure -> figure.addTo(gathered, -1));
    datedEntered.forEach(figure -> figure.addTo(gathered, 1));
    gathered.addTo(cells);
  }

  /** Takes each waterfall movement with whether it no longer holds. */
  public void forEachMovement(BiConsumer<WaterfallMovement, Boolean> consumer) {
    withdrawn.forEach(movement -> consumer.accept(movement, true));
    moved.forEach(movement -> consumer.accept(movement, false));
  }

  /**
   * What two lists do not share. Most of a deal's past stays as it was: only what is not common to
   * both ends is looked at.
   *
   * @param removed what only the list before has
   * @param added what only the list after has
   */
  private record Difference<T>(List<T> removed, List<T> added) {

    static <T> Difference<T> of(List<T> before, List<T> after, int alike) {
      if (before == after) {
        return new Difference<>(List.of(), List.of());
      }
      int shorter = Math.min(before.size(), after.size());
      int head = alike;
      while (head < shorter && isSame(before.get(head), after.get(head))) {
        head++;
      }
      int tail = 0;
      while (tail < shorter - head
          && isSame(before.get(before.size() - 1 - tail), after.get(after.size() - 1 - tail))) {
        tail++;
      }
      return new Difference<>(
          List.copyOf(before.subList(head, before.size() - tail)),
          List.copyOf(after.subList(head, after.size() - tail)));
    }

    /** Mostly it is the very same object. */
    private static boolean isSame(Object left, Object right) {
      return left == right || left.equals(right);
    }
  }
}
