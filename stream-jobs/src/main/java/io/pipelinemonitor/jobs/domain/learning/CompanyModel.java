package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.forecast.Beliefs;
import io.pipelinemonitor.jobs.domain.forecast.ForecastLearner;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Learns for every scope of a company at once: the company first, then its units, then their reps,
 * each on top of what is believed of the one above. What units and the company were taught is what
 * their reps of today were taught, so a reorganisation takes the past with it. Nothing is learnt
 * from periods that were {@link ScopeOutcomes#seenInPart}.
 */
public final class CompanyModel {

  private static final Comparator<Scope> BY_NAME =
      Comparator.comparing(Scope::type).thenComparing(Scope::id);

  private static final SortedMap<StageKey, StageDurations.Statistics> NO_STATISTICS =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private final ForecastLearner learner;
  private final Organisation organisation;
  private final int period;
  private final Map<Scope, ScopeLessons> lessons = new HashMap<>();
  private final Map<Scope, Beliefs> beliefs = new HashMap<>();

  private CompanyModel(ForecastLearner learner, Organisation organisation, int period) {
    this.learner = learner;
    this.organisation = organisation;
    this.period = period;
  }

  /**
   * Hands out what was learnt of each scope: the company, units, reps, the rest.
   *
   * @param planned units and reps that are learnt for even if no deal has taught anything of them
   * @param own what scopes other than units and the company were taught
   * @param period index of the period that runs
   * @param midnight from when it is in force, microseconds since the epoch
   */
  public static void learn(
      ForecastLearner learner,
      Organisation organisation,
      Iterable<Scope> planned,
      Map<Scope, ScopeLessons> own,
      int period,
      long midnight,
      Consumer<LearntScope> consumer) {
    CompanyModel model = of(learner, organisation, own, period);
    consumer.accept(model.learnt(midnight));
    SortedSet<Scope> scopes = new TreeSet<>(BY_NAME);
    planned.forEach(scopes::add);
    scopes.addAll(own.keySet());
    scopes.remove(Scope.COMPANY);
    // Rolled up into the company only: there is nobody to publish it for.
    scopes.remove(Scope.UNOWNED);
    for (Scope scope : scopes) {
      consumer.accept(
          new LearntScope(model.beliefs(scope).parameters(scope, midnight), NO_STATISTICS));
    }
  }

  /** Learns for the company alone; the arguments are those of {@link #learn}. */
  public static LearntScope learnCompany(
      ForecastLearner learner,
      Organisation organisation,
      Map<Scope, ScopeLessons> own,
      int period,
      long midnight) {
    return of(learner, organisation, own, period).learnt(midnight);
  }

  private static CompanyModel of(
      ForecastLearner learner,
      Organisation organisation,
      Map<Scope, ScopeLessons> own,
      int period) {
    CompanyModel model = new CompanyModel(learner, organisation, period);
    own.forEach(
        (scope, lessons) -> {
          model.lessons.computeIfAbsent(scope, key -> new ScopeLessons()).add(lessons);
          for (Scope above : organisation.ancestors(scope)) {
            model.lessons.computeIfAbsent(above, key -> new ScopeLessons()).add(lessons);
          }
        });
    Set<Integer> seenInPart = model.lessonsOf(Scope.COMPANY).outcomes().seenInPart(period);
    model.lessons.values().forEach(lessons -> lessons.outcomes().forget(seenInPart));
    return model;
  }

  private LearntScope learnt(long midnight) {
    return new LearntScope(
        company().parameters(Scope.COMPANY, midnight),
        lessonsOf(Scope.COMPANY).durations().statistics());
  }

  private ScopeLessons lessonsOf(Scope scope) {
    return lessons.getOrDefault(scope, new ScopeLessons());
  }

  private Beliefs beliefs(Scope scope) {
    List<Scope> above = new ArrayList<>(organisation.ancestors(scope));
    Collections.reverse(above);
    Beliefs parent = company();
    // From the top down, not by asking each parent for its own: units may form a circle.
    for (Scope ancestor : above) {
      parent = ancestor.equals(Scope.COMPANY) ? parent : below(parent, ancestor);
    }
    return scope.equals(Scope.COMPANY) ? parent : below(parent, scope);
  }

  private Beliefs company() {
    Beliefs known = beliefs.get(Scope.COMPANY);
    if (known == null) {
      known = learner.company(lessonsOf(Scope.COMPANY).outcomes(), period);
      beliefs.put(Scope.COMPANY, known);
    }
    return known;
  }

  private Beliefs below(Beliefs parent, Scope scope) {
    Beliefs known = beliefs.get(scope);
    if (known == null) {
      known = learner.below(parent, lessonsOf(scope).outcomes());
      // Nobody stands below the others, and there are many of them.
      if (scope.type() == ScopeType.UNIT) {
        beliefs.put(scope, known);
      }
    }
    return known;
  }
}
