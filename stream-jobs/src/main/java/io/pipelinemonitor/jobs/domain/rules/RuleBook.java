package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, one version each, found by the scope that they watch.
 *
 * <p>A lower version never replaces a higher one. Of two records of one version the later holds, as
 * it does on the compacted topic. A rule that was taken away leaves nothing behind: it may come
 * back with any version.
 */
public final class RuleBook {

  private final Map<String, AlertRule> byId = new TreeMap<>();
  private final Map<ScopeType, List<AlertRule>> byScopeType = new EnumMap<>(ScopeType.class);
  private final Map<Scope, List<AlertRule>> byScope = new HashMap<>();
  private boolean indexed;
  private @Nullable List<AlertRule> ofDeals;

  /**
   * Puts a rule in force.
   *
   * @return false if a higher version is in force already, and stays so
   */
  public boolean put(AlertRule rule) {
    AlertRule inForce = byId.get(rule.ruleId());
    if (inForce != null && inForce.version() > rule.version()) {
      return false;
    }
    byId.put(rule.ruleId(), rule);
    indexed = false;
    ofDeals = null;
    return true;
  }

  /**
   * Takes a rule away.
   *
   * @return what was in force, or null
   */
  public @Nullable AlertRule remove(String ruleId) {
    indexed = false;
    ofDeals = null;
    return byId.remove(ruleId);
  }

  /** The version in force, also of a disabled rule; null if there is none. */
  public @Nullable AlertRule inForce(String ruleId) {
    return byId.get(ruleId);
  }

  /** Every rule in force, disabled ones as well, by identity. */
  public Collection<AlertRule> all() {
    return byId.values();
  }

  /** The enabled rules that watch the scope, by identity. */
  public List<AlertRule> watching(Scope scope) {
    List<AlertRule> found = new ArrayList<>(naming(scope));
    for (AlertRule rule : watchingKind(scope.type())) {
      if (rule.watches(scope)) {
        found.add(rule);
      }
    }
    found.sort(Comparator.comparing(AlertRule::ruleId));
    return found;
  }

  /**
   * The enabled rules that watch scopes of that kind without naming those that they watch, by
   * identity. They may name scopes that they leave out.
   */
  public List<AlertRule> watchingKind(ScopeType type) {
    index();
    return byScopeType.getOrDefault(type, List.of());
  }

  /** The enabled rules that watch the scope by name, by identity. */
  public List<AlertRule> naming(Scope scope) {
    index();
    return byScope.getOrDefault(scope, List.of());
  }

  private void index() {
    if (indexed) {
      return;
    }
    byScopeType.clear();
    byScope.clear();
    for (AlertRule rule : byId.values()) {
      if (rule.enabled()) {
        index(rule);
      }
    }
    indexed = true;
  }

  private void index(AlertRule rule) {
    if (rule.judgesDeals() || rule.scope().include().isEmpty()) {
      for (ScopeType type : ScopeType.values()) {
        if (rule.watchesType(type)) {
          byScopeType.computeIfAbsent(type, none -> new ArrayList<>()).add(rule);
        }
      }
      return;
    }
    for (Scope scope : rule.scope().include()) {
      if (rule.watches(scope)) {
        byScope.computeIfAbsent(scope, none -> new ArrayList<>()).add(rule);
      }
    }
  }

  /** The rules that judge single deals, disabled ones as well, by identity. */
  public List<AlertRule> ofDeals() {
    List<AlertRule> known = ofDeals;
    if (known == null) {
      known = byId.values().stream().filter(AlertRule::judgesDeals).toList();
      ofDeals = known;
    }
    return known;
  }

  /** Whether some rule on deals, disabled ones as well, has the deal past its mildest line. */
  public boolean hasInBreach(Observation deal) {
    Evidence evidence = new Evidence(deal, Evidence.Past.UNKNOWN, DriftLooks.NONE);
    return ofDeals().stream()
        .anyMatch(rule -> rule.isInBreach(rule.mildest(), rule.read(evidence, deal.asOf())));
  }

  /** Whether for some rule on deals the deal is not past its mildest clear line. */
  public boolean hasUnsettled(Observation deal) {
    Evidence evidence = new Evidence(deal, Evidence.Past.UNKNOWN, DriftLooks.NONE);
    return ofDeals().stream()
        .anyMatch(rule -> !rule.isOver(rule.mildest(), rule.read(evidence, deal.asOf())));
  }
}
