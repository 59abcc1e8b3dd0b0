package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The alert job told something else than the rules, each judged alone. */
final class WrongIncidentsException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int MOST_NAMED = 10;

  private WrongIncidentsException(int rules, List<String> differences) {
    super(
        "by %,d rules the alert job told other steps of incidents, %,d differ:%n%s"
            .formatted(
                rules,
                differences.size(),
                differences.stream()
                    .limit(MOST_NAMED)
                    .collect(Collectors.joining(System.lineSeparator()))));
  }

  /** Holds what was told against what is right; that nothing was told is never right. */
  static void requireSame(int rules, Set<IncidentStep> expected, Set<IncidentStep> found)
      throws WrongIncidentsException {
    List<String> differences =
        Stream.concat(
                without(expected, found).map(step -> "missing: " + step),
                without(found, expected).map(step -> "too much: " + step))
            .toList();
    if (!differences.isEmpty()) {
      throw new WrongIncidentsException(rules, differences);
    }
    if (found.isEmpty()) {
      throw new WrongIncidentsException(rules, List.of("no rule fired at all"));
    }
  }

  private static Stream<IncidentStep> without(Set<IncidentStep> steps, Set<IncidentStep> others) {
    Set<IncidentStep> left = new HashSet<>(steps);
    left.removeAll(others);
    return left.stream().sorted(Comparator.comparingLong(IncidentStep::at));
  }
}
