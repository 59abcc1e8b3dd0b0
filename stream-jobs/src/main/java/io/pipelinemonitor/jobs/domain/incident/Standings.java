package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of each rule, with when each has to be looked at again, so that nothing is asked of
 * a rule that has nothing to say. It is never changed. Only the standings are state, all else
 * follows from them.
 */
final class Standings extends AbstractMap<String, Standing> {

  private final Map<String, Entry> entries;
  private final Object edition;
  private final long earliestWake;

  /**
   * One rule.
   *
   * @param seat null: the rule does not watch the scope any more, or is not known
   * @param standing what is kept
   * @param wakeAt when to look again if nothing happens before
   * @param judged whether the rule, as it is, has judged the figures that hold
   */
  record Entry(@Nullable Seat seat, Standing standing, long wakeAt, boolean judged) {}

  /**
   * @param edition of the rules and silences for which this holds
   */
  Standings(Map<String, Entry> entries, Object edition) {
    this.entries = entries;
    this.edition = edition;
    this.earliestWake = earliestWake(entries);
  }

  static long earliestWake(Map<String, Entry> entries) {
    long earliest = Watch.NEVER;
    for (Entry entry : entries.values()) {
      earliest = Math.min(earliest, entry.wakeAt());
    }
    return earliest;
  }

  /** Not to be changed. */
  Map<String, Entry> entries() {
    return entries;
  }

  boolean isOf(Object other) {
    return edition == other;
  }

  long earliestWake() {
    return earliestWake;
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public boolean containsKey(@Nullable Object ruleId) {
    return entries.containsKey(ruleId);
  }

  @Override
  public @Nullable Standing get(@Nullable Object ruleId) {
    Entry entry = entries.get(ruleId);
    return entry == null ? null : entry.standing();
  }

  @Override
  public Set<Map.Entry<String, Standing>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Standing>> iterator() {
        Iterator<Map.Entry<String, Entry>> each = entries.entrySet().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Map.Entry<String, Standing> next() {
            Map.Entry<String, Entry> next = each.next();
            return Map.entry(next.getKey(), next.getValue().standing());
          }
        };
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }
}
