package io.pipelinemonitor.jobs.domain.metrics;

import java.util.List;

/**
 * A change of what one deal adds to the figures.
 *
 * @param before what it added until now
 * @param after what it adds from now on
 * @param recentFrom the first epoch day of the trailing week
 * @param at stream time of the change, milliseconds
 */
public record DealMovement(DealFootprint before, DealFootprint after, long recentFrom, long at) {

  /** Takes back what was before and adds what is after, leaving out what they share. */
  public void addTo(Cells cells) {
    Contribution left = before.contribution();
    Contribution entered = after.contribution();
    if (left == null || !left.equals(entered)) {
      if (left != null) {
        left.addTo(cells, -1);
      }
      if (entered != null) {
        entered.addTo(cells, 1);
      }
    }
    replace(
        before.movements(),
        after.movements(),
        (movement, sign) -> movement.addTo(cells, sign, recentFrom));
    replace(before.dated(), after.dated(), (figure, sign) -> figure.addTo(cells, sign));
  }

  /** Takes each waterfall movement that no longer holds (sign -1) or is new (sign 1). */
  public void forEachMovement(Signed<WaterfallMovement> consumer) {
    replace(before.movements(), after.movements(), consumer);
  }

  /** Most of a deal's past stays as it was: only what is not common to both ends is touched. */
  private static <T> void replace(List<T> before, List<T> after, Signed<T> adder) {
    int shorter = Math.min(before.size(), after.size());
    int head = 0;
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    before.subList(head, before.size() - tail).forEach(item -> adder.add(item, -1));
    after.subList(head, after.size() - tail).forEach(item -> adder.add(item, 1));
  }

  /** Adds or takes back. */
  public interface Signed<T> {
    void add(T item, int sign);
  }
}
