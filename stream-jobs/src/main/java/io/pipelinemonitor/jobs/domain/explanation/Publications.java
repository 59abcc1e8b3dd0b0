package io.pipelinemonitor.jobs.domain.explanation;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When one movement was published and when withdrawn. The two alternate, so what was published
 * twice, or came in another order, is recognised, and each publication counts for what it changed.
 *
 * <p>What was published and withdrawn at the same moment changed nothing. If the earliest that is
 * known is a withdrawal, the movement had held before.
 *
 * @param moments by moment: {@link #PUBLISHED}, {@link #WITHDRAWN} or both
 */
public record Publications(SortedMap<Long, Integer> moments) {

  public static final int PUBLISHED = 1;
  public static final int WITHDRAWN = 2;

  static final Publications NONE = new Publications(new TreeMap<>());

  Publications with(DealChange change) {
    SortedMap<Long, Integer> next = new TreeMap<>(moments);
    next.merge(change.asOf(), change.withdrawn() ? WITHDRAWN : PUBLISHED, (a, b) -> a | b);
    return new Publications(next);
  }

  /** Without those up to that moment. */
  Publications after(long moment) {
    return new Publications(new TreeMap<>(moments.tailMap(moment + 1)));
  }

  /** By moment, how often the movement was added: 1 or -1. */
  Map<Long, Integer> effects() {
    Map<Long, Integer> effects = new TreeMap<>();
    Integer standing = null;
    for (Map.Entry<Long, Integer> moment : moments.entrySet()) {
      int said = moment.getValue();
      if (said == (PUBLISHED | WITHDRAWN) || (standing != null && standing == said)) {
        continue;
      }
      effects.put(moment.getKey(), said == PUBLISHED ? 1 : -1);
      standing = said;
    }
    return effects;
  }
}
