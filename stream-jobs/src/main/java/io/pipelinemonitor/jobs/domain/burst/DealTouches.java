package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who changed one deal lately. A change waits until its tick is over: by then it is known what it
 * did. The same event again, within a day, changes nothing.
 */
public final class DealTouches {

  /** Nothing is left to do. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The latest of a deal's events: more of one deal hardly come again at once. */
  private static final int MOST_REMEMBERED = 4;

  private static final long REMEMBERED = 86_400_000_000L;

  private final TreeMap<Long, List<DealEdit>> toCome = new TreeMap<>();
  private final LinkedHashMap<String, Told> told = new LinkedHashMap<>();

  /**
   * An event that was told of.
   *
   * @param author whose doing it was
   * @param moment when it took effect
   */
  public record Told(Author author, long moment) {}

  /** Nobody changed it. */
  public DealTouches() {}

  /** As it was stored. */
  public DealTouches(Map<Long, List<DealEdit>> toCome, Map<String, Told> told) {
    toCome.forEach((moment, edits) -> this.toCome.put(moment, new ArrayList<>(edits)));
    this.told.putAll(told);
  }

  /** Changes of it do not reach this one. */
  public DealTouches copy() {
    return new DealTouches(toCome, told);
  }

  /** Takes in a change, to take effect at that moment. */
  public void take(DealEdit edit, long moment) {
    boolean known =
        told.containsKey(edit.eventId())
            || toCome.values().stream()
                .flatMap(List::stream)
                .anyMatch(other -> other.eventId().equals(edit.eventId()));
    if (!known) {
      toCome.computeIfAbsent(moment, none -> new ArrayList<>()).add(edit);
    }
  }

  /** Whether a change takes effect by then. */
  public boolean isDue(long to) {
    return !toCome.isEmpty() && toCome.firstKey() <= to;
  }

  /**
   * Tells of what takes effect up to then.
   *
   * @param countsIn where the deal has counted and counts
   * @param openIn the units, and the company, in which it was open or is
   * @param moved what the deal did to its scopes just now
   */
  public List<Touch> advance(
      String dealId,
      long to,
      Set<Scope> countsIn,
      Set<Scope> openIn,
      Collection<ScopeMove> moved,
      Organisation organisation) {
    List<Touch> touches = new ArrayList<>();
    sequels(dealId, to, moved, touches);
    SortedMap<Long, List<DealEdit>> due = toCome.headMap(to, true);
    due.forEach(
        (moment, edits) -> {
          for (DealEdit edit : edits) {
            touches.add(touch(dealId, edit, moment, countsIn, openIn, moved, organisation));
            told.put(edit.eventId(), new Told(edit.author(), moment));
          }
        });
    due.clear();
    forgetBefore(to - REMEMBERED);
    return touches;
  }

  /** What was told before has moved money since. */
  private void sequels(String dealId, long to, Collection<ScopeMove> moved, List<Touch> touches) {
    Set<String> events = new LinkedHashSet<>();
    for (ScopeMove move : moved) {
      String eventId = move.what().eventId();
      if (eventId != null && told.containsKey(eventId)) {
        events.add(eventId);
      }
    }
    for (String eventId : events) {
      Author author = Objects.requireNonNull(told.get(eventId)).author();
      if (!author.isImport()) {
        touches.add(
            new Touch(
                author,
                dealId,
                eventId,
                to,
                to,
                true,
                Set.of(),
                Set.copyOf(scopesOf(eventId, moved)),
                ofCompany(eventId, moved),
                List.of()));
      }
    }
  }

  private static Touch touch(
      String dealId,
      DealEdit edit,
      long moment,
      Set<Scope> countsIn,
      Set<Scope> openIn,
      Collection<ScopeMove> moved,
      Organisation organisation) {
    Set<Scope> scopes = new LinkedHashSet<>();
    List<ScopeMove> moves = List.of();
    List<Touch.DealUnit> units = List.of();
    if (!edit.author().isImport()) {
      scopes.add(Scope.COMPANY);
      scopes.addAll(countsIn);
      if (countsIn.isEmpty()) {
        // Without an amount it is not known where it counts.
        scopes.add(new Scope(ScopeType.DEAL, dealId));
      }
      scopes.addAll(scopesOf(edit.eventId(), moved));
      edit.named()
          .forEach(
              scope -> {
                if (!scope.equals(Scope.UNOWNED)) {
                  scopes.add(scope);
                  scopes.addAll(organisation.ancestors(scope));
                }
              });
      moves = ofCompany(edit.eventId(), moved);
      units = openIn.stream().map(unit -> unit(unit, organisation)).toList();
    }
    return new Touch(
        edit.author(),
        dealId,
        edit.eventId(),
        edit.at(),
        moment,
        false,
        edit.fields(),
        Set.copyOf(scopes),
        moves,
        units);
  }

  private static Touch.DealUnit unit(Scope unit, Organisation organisation) {
    String name = organisation.name(unit);
    String fallback = unit.equals(Scope.COMPANY) ? "the company" : unit.id();
    return new Touch.DealUnit(unit, name == null ? fallback : name, 0);
  }

  private static Set<Scope> scopesOf(String eventId, Collection<ScopeMove> moved) {
    Set<Scope> scopes = new LinkedHashSet<>();
    for (ScopeMove move : moved) {
      if (eventId.equals(move.what().eventId())) {
        scopes.add(move.scope());
      }
    }
    return scopes;
  }

  private static List<ScopeMove> ofCompany(String eventId, Collection<ScopeMove> moved) {
    return moved.stream()
        .filter(move -> move.scope().equals(Scope.COMPANY))
        .filter(move -> eventId.equals(move.what().eventId()))
        .toList();
  }

  private void forgetBefore(long moment) {
    told.values().removeIf(known -> known.moment() <= moment);
    while (told.size() > MOST_REMEMBERED) {
      told.remove(told.keySet().iterator().next());
    }
  }

  /** When there is something to do again. */
  public long wakeAt() {
    long wakeAt = toCome.isEmpty() ? NEVER : toCome.firstKey();
    for (Told known : told.values()) {
      wakeAt = Math.min(wakeAt, known.moment() + REMEMBERED);
    }
    return wakeAt;
  }

  /** Whether there is nothing to keep. */
  public boolean isEmpty() {
    return toCome.isEmpty() && told.isEmpty();
  }

  /** The changes that wait for their moment, by it. */
  public SortedMap<Long, List<DealEdit>> toCome() {
    return toCome;
  }

  /** The latest events that were told of, in their order. */
  public Map<String, Told> told() {
    return told;
  }
}
