package io.pipelinemonitor.jobs.domain.inhibition;

import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The incidents of one rule and period, of all scopes: decides which of them speak for others, and
 * numbers the steps.
 *
 * <p>An incident is inhibited if incidents above it, at least as severe, tell everybody whom it
 * would tell. One that is itself inhibited or silenced speaks for nobody. When nothing speaks for
 * an open incident any more whose latest step was inhibited, it is given one further step, so that
 * it is heard. That step needs a number, so the number of each step is given here, and not where it
 * was taken.
 *
 * <p>What happens at one moment is taken from the top of the organisation down, so the order in
 * which steps arrive makes no difference.
 *
 * <p>An incident is forgotten when it ends. If it was given a step, the count stays, since a
 * reopened incident goes on counting: until the scope's next incident, at the latest as long as the
 * family.
 */
public final class Family {

  private static final Comparator<Step> FROM_THE_TOP =
      Comparator.comparingInt(Step::depth).thenComparing(step -> step.scope().key());

  private final Map<Scope, Relative> relatives = new HashMap<>();
  private long decidedTo;

  /** Without any incident. */
  public Family() {
    this(List.of(), Long.MIN_VALUE);
  }

  /**
   * @param relatives one for each scope
   * @param decidedTo the moment up to which steps have been taken, microseconds
   */
  public Family(Collection<Relative> relatives, long decidedTo) {
    relatives.forEach(relative -> this.relatives.put(relative.last().scope(), relative));
    this.decidedTo = decidedTo;
  }

  /** Whether a scope is silenced. */
  @FunctionalInterface
  public interface Quiet {
    /** Whether nobody is to be told of the scope at that moment, stream time in microseconds. */
    boolean holds(Scope scope, long at);
  }

  /** What is kept, from the top of the organisation down. */
  public List<Relative> relatives() {
    return relatives.values().stream()
        .sorted(Comparator.comparing(Relative::last, FROM_THE_TOP))
        .toList();
  }

  /** The moment up to which steps have been taken, microseconds. */
  public long decidedTo() {
    return decidedTo;
  }

  public boolean isEmpty() {
    return relatives.isEmpty();
  }

  /** The identities of the steps that may have to be told again. */
  public Set<String> owed() {
    Set<String> owed = new HashSet<>();
    for (Relative relative : relatives.values()) {
      if (relative.isOwed()) {
        owed.add(relative.last().stepId());
      }
    }
    return owed;
  }

  /**
   * Takes steps, each at its moment, and looks at {@code to} whom the organisation, the route or
   * the end of a silence leaves unheard.
   *
   * @param steps those up to {@code to}, in any order; a late one counts from where time stands
   * @return what is to be told, in order
   */
  public List<Telling> advance(Collection<Step> steps, long to, Audience audience, Quiet quiet) {
    TreeMap<Long, List<Step>> moments = new TreeMap<>();
    for (Step step : steps) {
      moments.computeIfAbsent(step.at(), at -> new ArrayList<>()).add(step);
    }
    List<Telling> tellings = new ArrayList<>();
    moments.forEach(
        (at, ofMoment) -> {
          decidedTo = Math.max(decidedTo, at);
          fromTheTop(ofMoment).forEach(step -> tellings.add(take(step, audience)));
          remind(audience, quiet, tellings);
        });
    decidedTo = Math.max(decidedTo, to);
    remind(audience, quiet, tellings);
    return tellings;
  }

  /** Steps of one scope stay in their order, even if the scope moves at that very moment. */
  private static List<Step> fromTheTop(List<Step> ofMoment) {
    Map<Scope, List<Step>> byScope = new HashMap<>();
    for (Step step : ofMoment) {
      byScope.computeIfAbsent(step.scope(), scope -> new ArrayList<>()).add(step);
    }
    byScope.values().forEach(Family::inTheirOrder);
    return byScope.values().stream()
        .sorted(Comparator.comparing(steps -> steps.get(steps.size() - 1), FROM_THE_TOP))
        .flatMap(List::stream)
        .toList();
  }

  /** One incident that ends is before the next one that begins at that moment, with number 1. */
  private static void inTheirOrder(List<Step> ofScope) {
    Map<String, Long> first = new HashMap<>();
    ofScope.forEach(step -> first.merge(step.incidentId(), step.sequence(), Math::min));
    ofScope.sort(
        Comparator.comparingLong((Step step) -> -first.getOrDefault(step.incidentId(), 0L))
            .thenComparingLong(Step::sequence));
  }

  private Telling take(Step step, Audience audience) {
    Relative before = relatives.get(step.scope());
    boolean goesOn = before != null && before.last().incidentId().equals(step.incidentId());
    long added = goesOn && before != null ? before.added() : 0;
    boolean inhibited = isInhibited(step, audience);
    boolean over = step.state() == IncidentState.OK || step.state() == IncidentState.RESOLVED;
    if (over && (added == 0 || step.state() == IncidentState.OK)) {
      relatives.remove(step.scope());
    } else {
      relatives.put(step.scope(), new Relative(step, inhibited, added));
    }
    return new Telling(step, false, step.sequence() + added, inhibited, step.at());
  }

  private boolean isInhibited(Step step, Audience audience) {
    Set<String> untold = audience.of(step);
    if (untold.isEmpty()) {
      return false;
    }
    for (Scope scope : step.above()) {
      Relative above = relatives.get(scope);
      if (above != null
          && above.speaks()
          && above.last().severity().compareTo(step.severity()) >= 0) {
        untold.removeAll(audience.of(above.last()));
      }
    }
    return untold.isEmpty();
  }

  private void remind(Audience audience, Quiet quiet, List<Telling> tellings) {
    // From the top: one that is heard again speaks for those below it.
    List<Relative> owed =
        relatives.values().stream()
            .filter(Relative::isOwed)
            .sorted(Comparator.comparing(Relative::last, FROM_THE_TOP))
            .toList();
    for (Relative relative : owed) {
      Step step = relative.last();
      if (!isInhibited(step, audience) && !quiet.holds(step.scope(), decidedTo)) {
        Relative reminded = relative.reminded();
        relatives.put(step.scope(), reminded);
        tellings.add(new Telling(step, true, step.sequence() + reminded.added(), false, decidedTo));
      }
    }
  }
}
