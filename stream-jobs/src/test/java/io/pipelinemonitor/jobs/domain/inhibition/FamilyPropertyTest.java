package io.pipelinemonitor.jobs.domain.inhibition;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random organisations and lives of incidents, against an oracle that looks at all that was. */
class FamilyPropertyTest {

  private static final int END = 60;
  private static final List<String> PEOPLE = List.of("ann", "bob", "cy");

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  /** A tree of units with reps below, who answers for what, and whom the rule tells. */
  private record Company(
      Map<Scope, List<String>> paths, Map<String, String> managers, List<String> route) {

    static Company any(Random random) {
      Map<Scope, List<String>> paths = new LinkedHashMap<>();
      Map<String, String> managers = new HashMap<>();
      paths.put(Scope.COMPANY, List.of());
      managers.put("root", anyone(random));
      List<List<String>> ways = new ArrayList<>(List.of(List.of("root")));
      for (int unit = 0; unit < 5; unit++) {
        List<String> path = ways.get(random.nextInt(ways.size()));
        String unitId = "u" + unit;
        paths.put(Scope.unit(unitId), path);
        if (random.nextInt(5) > 0) {
          managers.put(unitId, anyone(random));
        }
        List<String> below = new ArrayList<>(path);
        below.add(unitId);
        ways.add(below);
      }
      for (int rep = 0; rep < 5; rep++) {
        paths.put(
            Scope.rep(rep < 2 ? PEOPLE.get(rep) : "r" + rep),
            ways.get(random.nextInt(ways.size())));
      }
      List<List<String>> routes =
          List.of(
              List.of(),
              List.of("MANAGER"),
              List.of("UNIT_MANAGER"),
              List.of("#sales"),
              List.of("OWNER", "UNIT_MANAGER"));
      return new Company(paths, managers, routes.get(random.nextInt(routes.size())));
    }

    private static String anyone(Random random) {
      return PEOPLE.get(random.nextInt(PEOPLE.size()));
    }

    private String owner(Scope scope) {
      String owner =
          switch (scope.type()) {
            case COMPANY -> managers.get("root");
            case UNIT -> managers.get(scope.id());
            default -> scope.id();
          };
      return owner == null ? "" : owner;
    }

    /** Whom the rule tells of a scope, by hand. */
    Set<String> told(Scope scope) {
      List<String> path = paths.getOrDefault(scope, List.of());
      String owner = owner(scope);
      Set<String> told = new TreeSet<>();
      if (route.isEmpty() || route.contains("OWNER")) {
        told.add(owner);
      }
      if (route.contains("UNIT_MANAGER")) {
        boolean isRep = owner.equals(scope.id());
        told.add(isRep ? managers.getOrDefault(path.get(path.size() - 1), "") : owner);
      }
      if (route.contains("MANAGER")) {
        List<String> up = new ArrayList<>(path);
        Collections.reverse(up);
        told.add(
            up.stream()
                .map(unitId -> managers.getOrDefault(unitId, ""))
                .filter(manager -> !manager.isEmpty() && !manager.equals(owner))
                .findFirst()
                .orElse(""));
      }
      if (route.contains("#sales")) {
        told.add("#sales");
      }
      told.remove("");
      return told;
    }

    boolean isAbove(Scope above, Scope scope) {
      return !scope.equals(Scope.COMPANY)
          && (above.equals(Scope.COMPANY)
              || paths.getOrDefault(scope, List.of()).contains(above.id()));
    }
  }

  /** What incidents of each scope do, some of it at the same moment. */
  private static List<Step> anySteps(Random random, Company company) {
    List<Step> steps = new ArrayList<>();
    for (Scope scope : company.paths().keySet()) {
      long at = random.nextInt(10);
      for (int incident = 0; incident < 3 && at < END; incident++) {
        at = addIncident(random, company, scope, incident, at, steps) + 1 + random.nextInt(6);
      }
    }
    return steps;
  }

  private static long addIncident(
      Random random, Company company, Scope scope, int incident, long from, List<Step> steps) {
    long at = from;
    long sequence = 0;
    IncidentState state = IncidentState.OK;
    Severity severity = Severity.WARNING;
    while (at < END && (state != IncidentState.RESOLVED || random.nextInt(3) == 0)) {
      Transition transition;
      switch (state) {
        case OK -> {
          boolean waits = random.nextBoolean();
          transition = waits ? Transition.PENDING : Transition.FIRED;
          state = waits ? IncidentState.PENDING : IncidentState.FIRING;
          severity = random.nextBoolean() ? Severity.WARNING : Severity.CRITICAL;
        }
        case PENDING -> {
          transition = Transition.FIRED;
          state = IncidentState.FIRING;
        }
        case FIRING -> {
          int what = random.nextInt(7);
          if (what == 0) {
            transition = Transition.RECOVERING;
            state = IncidentState.RECOVERING;
          } else if (what == 1) {
            transition = Transition.RESOLVED;
            state = IncidentState.RESOLVED;
          } else if (what == 2) {
            transition = Transition.ACKNOWLEDGED;
          } else if (what == 3) {
            transition = Transition.SNOOZED;
          } else if (what == 4) {
            transition = Transition.UPDATED;
          } else {
            boolean worse = severity == Severity.WARNING;
            transition = worse ? Transition.ESCALATED : Transition.STEPPED_DOWN;
            severity = worse ? Severity.CRITICAL : Severity.WARNING;
          }
        }
        default -> {
          boolean again = state == IncidentState.RESOLVED || random.nextBoolean();
          transition =
              !again
                  ? Transition.RESOLVED
                  : state == IncidentState.RESOLVED ? Transition.REOPENED : Transition.REBREACHED;
          state = again ? IncidentState.FIRING : IncidentState.RESOLVED;
        }
      }
      Set<Suppression> quiet = EnumSet.noneOf(Suppression.class);
      if (random.nextInt(6) == 0) {
        quiet.add(random.nextBoolean() ? Suppression.SILENCE : Suppression.SNOOZE);
      }
      String owner = company.owner(scope);
      steps.add(
          new Step(
              scope,
              company.paths().getOrDefault(scope, List.of()),
              owner.isEmpty() ? null : owner,
              scope.key() + '#' + incident,
              ++sequence,
              transition,
              state,
              severity,
              quiet,
              at));
      at += random.nextInt(4);
    }
    return at;
  }

  /** Told by the definition: everything is looked up in all that was told before. */
  private static final class Oracle {
    private final Company company;
    private final List<Telling> tellings = new ArrayList<>();

    Oracle(Company company, List<Step> steps) {
      this.company = company;
      List<Scope> scopes = new ArrayList<>(company.paths().keySet());
      scopes.sort(
          (one, other) -> {
            int byDepth = Integer.compare(depth(one), depth(other));
            return byDepth != 0 ? byDepth : one.key().compareTo(other.key());
          });
      for (long now = 0; now <= END; now++) {
        for (Scope scope : scopes) {
          for (Step step : steps) {
            if (step.at() == now && step.scope().equals(scope)) {
              tell(step, false, isInhibited(scope, step.severity()), now);
            }
          }
        }
        for (Scope scope : scopes) {
          Telling last = last(scope);
          if (last != null
              && last.inhibited()
              && isOpen(last)
              && last.step().suppressedBy().isEmpty()
              && last.step().transition() != Transition.ACKNOWLEDGED
              && last.step().transition() != Transition.SNOOZED
              && !isInhibited(scope, last.step().severity())) {
            tell(last.step(), true, false, now);
          }
        }
      }
    }

    private int depth(Scope scope) {
      return (int)
          company.paths().keySet().stream().filter(above -> company.isAbove(above, scope)).count();
    }

    private void tell(Step step, boolean isReminder, boolean inhibited, long now) {
      long sequence =
          1
              + tellings.stream()
                  .filter(told -> told.step().incidentId().equals(step.incidentId()))
                  .count();
      tellings.add(new Telling(step, isReminder, sequence, inhibited, now));
    }

    private @Nullable Telling last(Scope scope) {
      for (int i = tellings.size() - 1; i >= 0; i--) {
        if (tellings.get(i).step().scope().equals(scope)) {
          return tellings.get(i);
        }
      }
      return null;
    }

    private static boolean isOpen(Telling telling) {
      return telling.step().state() == IncidentState.FIRING
          || telling.step().state() == IncidentState.RECOVERING;
    }

    private boolean isInhibited(Scope scope, Severity severity) {
      Set<String> heard = new HashSet<>();
      for (Scope above : company.paths().keySet()) {
        Telling last = company.isAbove(above, scope) ? last(above) : null;
        if (last == null
            || !isOpen(last)
            || last.step().severity().ordinal() < severity.ordinal()) {
          continue;
        }
        boolean answer =
            last.step().transition() == Transition.ACKNOWLEDGED
                || last.step().transition() == Transition.SNOOZED;
        if (answer
            || (!last.inhibited() && !last.step().suppressedBy().contains(Suppression.SILENCE))) {
          heard.addAll(company.told(above));
        }
      }
      Set<String> told = company.told(scope);
      return !told.isEmpty() && heard.containsAll(told);
    }
  }

  private static List<Telling> told(
      Random random, Company company, List<Step> steps, boolean restarts) {
    TreeMap<Long, List<Step>> arriving = new TreeMap<>();
    List<Step> shuffled = new ArrayList<>(steps);
    Collections.shuffle(shuffled, random);
    long[] looks = random.longs(1 + random.nextInt(30), 0, END).sorted().distinct().toArray();
    for (Step step : shuffled) {
      long look = END;
      for (int i = looks.length - 1; i >= 0 && looks[i] >= step.at(); i--) {
        look = looks[i];
      }
      arriving.computeIfAbsent(look, at -> new ArrayList<>()).add(step);
    }
    Audience audience = new Audience(company.route(), company.managers()::get);
    Family family = new Family();
    List<Telling> told = new ArrayList<>();
    for (Map.Entry<Long, List<Step>> look : arriving.entrySet()) {
      told.addAll(family.advance(look.getValue(), look.getKey(), audience, (scope, at) -> false));
      if (restarts) {
        family = new Family(family.relatives(), family.decidedTo());
      }
    }
    return told;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithTheOracleInAnyOrderOfArrivalAndAfterRestarts(int seed) {
    Random random = new Random(seed);
    Company company = Company.any(random);
    List<Step> steps = anySteps(random, company);
    List<Telling> expected = new Oracle(company, steps).tellings;
    for (int arrival = 0; arrival < 4; arrival++) {
      assertThat(told(random, company, steps, arrival % 2 == 0)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void numbersWithoutGaps(int seed) {
    Random random = new Random(seed);
    Company company = Company.any(random);
    Map<String, Long> numbers = new HashMap<>();
    for (Telling telling : told(random, company, anySteps(random, company), true)) {
      assertThat(telling.sequence())
          .as(telling.alertEventId())
          .isEqualTo(numbers.merge(telling.step().incidentId(), 1L, Long::sum));
    }
  }
}
