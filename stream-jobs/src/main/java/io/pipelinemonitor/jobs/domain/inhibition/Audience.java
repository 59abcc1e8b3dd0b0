package io.pipelinemonitor.jobs.domain.inhibition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a rule's route tells of an incident.
 *
 * @param to {@value #OWNER}, {@value #MANAGER}, {@value #UNIT_MANAGER}, or who is named; empty:
 *     {@value #OWNER}
 * @param managers who answers for which unit
 */
public record Audience(List<String> to, Managers managers) {

  /** Who answers for the scope: the rep, the deal's owner, or the manager of the unit. */
  public static final String OWNER = "OWNER";

  /** The owner's manager: the next one above who is somebody else. */
  public static final String MANAGER = "MANAGER";

  /** The manager of the unit: the unit of the rep or of the deal's owner, or the scope itself. */
  public static final String UNIT_MANAGER = "UNIT_MANAGER";

  /** Who answers for units. */
  @FunctionalInterface
  public interface Managers {
    /** The member who answers for the unit; null if nobody is known. */
    @Nullable String of(String unitId);
  }

  public Audience {
    to = to.isEmpty() ? List.of(OWNER) : List.copyOf(to);
  }

  /** Members, or whoever is named; without those whom nobody knows. */
  Set<String> of(Step step) {
    Set<String> people = new LinkedHashSet<>();
    for (String recipient : to) {
      String person =
          switch (recipient) {
            case OWNER -> step.ownerId();
            case MANAGER -> manager(step);
            case UNIT_MANAGER -> unitManager(step);
            default -> recipient;
          };
      if (person != null) {
        people.add(person);
      }
    }
    return people;
  }

  private @Nullable String unitManager(Step step) {
    return switch (step.scope().type()) {
      case REP, DEAL -> {
        List<String> units = step.unitsAbove();
        yield units.isEmpty() ? null : managers.of(units.get(units.size() - 1));
      }
      case COMPANY, UNIT, SEGMENT, PRODUCT, TERRITORY, PIPELINE, SOURCE -> step.ownerId();
    };
  }

  private @Nullable String manager(Step step) {
    List<String> units = step.unitsAbove();
    for (int i = units.size() - 1; i >= 0; i--) {
      String manager = managers.of(units.get(i));
      if (manager != null && !manager.equals(step.ownerId())) {
        return manager;
      }
    }
    return null;
  }
}
