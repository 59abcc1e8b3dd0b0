package io.pipelinemonitor.alerts.domain.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose figures are in question.
 *
 * @param name what people call it; null: not known
 * @param path unit ids from the company's root down to the scope's parent; of a deal its owner's id
 *     at the end
 * @param ownerId the member who answers for it; null: nobody
 */
public record Scope(
    ScopeType type, String id, @Nullable String name, List<String> path, @Nullable String ownerId) {

  private static final String COMPANY = "company";

  public Scope {
    path = List.copyOf(path);
  }

  /** What to call it, on one line. */
  public String title() {
    if (name != null) {
      return name;
    }
    return type == ScopeType.COMPANY ? "the company" : id;
  }

  /** The units that it belongs to, the company's root first. */
  public List<String> unitsAbove() {
    return type == ScopeType.DEAL && !path.isEmpty() && path.get(path.size() - 1).equals(ownerId)
        ? path.subList(0, path.size() - 1)
        : path;
  }

  /** How it is known among all scopes. */
  public String key() {
    return key(type, id);
  }

  /** The keys of the scopes of which it is a part, the company first. */
  public List<String> above() {
    return switch (type) {
      case UNIT, REP -> {
        List<String> above = new ArrayList<>();
        above.add(key(ScopeType.COMPANY, COMPANY));
        path.forEach(unitId -> above.add(key(ScopeType.UNIT, unitId)));
        yield above;
      }
      case COMPANY, SEGMENT, PRODUCT, TERRITORY, PIPELINE, SOURCE, DEAL, UNKNOWN -> List.of();
    };
  }

  private static String key(ScopeType type, String id) {
    return type + ":" + id;
  }
}
