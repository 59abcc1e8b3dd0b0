package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tree of units and the people in it, whatever the order in which they became known.
 *
 * <p>A unit without a parent is the company itself. What hangs on a unit that is not known yet, or
 * on a circle of units, counts for the company all the same: every path ends there.
 */
public final class Organisation {

  private final Map<String, OrgUnit> units = new TreeMap<>();
  private final Map<String, OrgMember> members = new HashMap<>();
  private final Map<String, Set<String>> unitsBelow = new HashMap<>();
  private final Map<String, Set<String>> membersBelow = new HashMap<>();

  /** Adds a unit, or replaces the one of its identifier. */
  public void put(OrgUnit unit) {
    removeUnit(unit.unitId());
    units.put(unit.unitId(), unit);
    if (unit.parentUnitId() != null) {
      unitsBelow.computeIfAbsent(unit.parentUnitId(), id -> new TreeSet<>()).add(unit.unitId());
    }
  }

  /** Forgets a unit; what was below it now hangs on an unknown one. */
  public void removeUnit(String unitId) {
    OrgUnit removed = units.remove(unitId);
    if (removed != null && removed.parentUnitId() != null) {
      unitsBelow.getOrDefault(removed.parentUnitId(), Set.of()).remove(unitId);
    }
  }

  /** Adds a member, or replaces the one of its identifier. */
  public void put(OrgMember member) {
    removeMember(member.memberId());
    members.put(member.memberId(), member);
    membersBelow.computeIfAbsent(member.unitId(), id -> new TreeSet<>()).add(member.memberId());
  }

  /** Forgets a member. */
  public void removeMember(String memberId) {
    OrgMember removed = members.remove(memberId);
    if (removed != null) {
      membersBelow.getOrDefault(removed.unitId(), Set.of()).remove(memberId);
    }
  }

  /** Whether the rep is a known member. */
  public boolean hasMember(String memberId) {
    return members.containsKey(memberId);
  }

  /** The unit of that identifier, or null. */
  public @Nullable OrgUnit unit(String unitId) {
    return units.get(unitId);
  }

  /** The member of that identifier, or null. */
  public @Nullable OrgMember member(String memberId) {
    return members.get(memberId);
  }

  /**
   * The scopes that a rep's or unit's figures are part of, the nearest first and the company last;
   * none for any other scope.
   */
  public List<Scope> ancestors(Scope scope) {
    if (scope.type() != ScopeType.REP && scope.type() != ScopeType.UNIT) {
      return List.of();
    }
    List<Scope> ancestors = new ArrayList<>();
    for (String unitId : unitsAbove(scope)) {
      if (!isCompany(unitId)) {
        ancestors.add(Scope.unit(unitId));
      }
    }
    ancestors.add(Scope.COMPANY);
    return ancestors;
  }

  /** The units from the root down to the scope's parent, as far as they are known. */
  public List<String> path(Scope scope) {
    if (scope.type() != ScopeType.REP && scope.type() != ScopeType.UNIT) {
      return List.of();
    }
    List<String> path = new ArrayList<>(unitsAbove(scope));
    Collections.reverse(path);
    return path;
  }

  /** Known units above the scope, the nearest first. */
  private Collection<String> unitsAbove(Scope scope) {
    Set<String> above = new LinkedHashSet<>();
    String next;
    if (scope.type() == ScopeType.REP) {
      OrgMember member = members.get(scope.id());
      next = member == null ? null : member.unitId();
    } else {
      OrgUnit unit = units.get(scope.id());
      next = unit == null ? null : unit.parentUnitId();
    }
    while (next != null && !next.equals(scopeUnit(scope))) {
      OrgUnit unit = units.get(next);
      if (unit == null || !above.add(next)) {
        break;
      }
      next = unit.parentUnitId();
    }
    return above;
  }

  private static @Nullable String scopeUnit(Scope scope) {
    return scope.type() == ScopeType.UNIT ? scope.id() : null;
  }

  /** Whether the unit is a root: its scope is the company's. */
  public boolean isCompany(String unitId) {
    OrgUnit unit = units.get(unitId);
    return unit != null && unit.parentUnitId() == null;
  }

  /** What people call the scope; null if no name is known. */
  public @Nullable String name(Scope scope) {
    return switch (scope.type()) {
      case REP -> {
        OrgMember member = members.get(scope.id());
        yield member == null ? null : member.name();
      }
      case UNIT -> {
        OrgUnit unit = units.get(scope.id());
        yield unit == null ? null : unit.name();
      }
      case COMPANY -> {
        OrgUnit root = firstRoot();
        yield root == null ? null : root.name();
      }
      case SEGMENT, PRODUCT, TERRITORY, PIPELINE, SOURCE -> scope.id();
      case DEAL -> null;
    };
  }

  /** Who answers for the scope: a unit's manager, the rep itself; null where nobody does. */
  public @Nullable String ownerId(Scope scope) {
    return switch (scope.type()) {
      case REP -> scope.id();
      case UNIT -> {
        OrgUnit unit = units.get(scope.id());
        yield unit == null ? null : unit.managerId();
      }
      case COMPANY -> {
        OrgUnit root = firstRoot();
        yield root == null ? null : root.managerId();
      }
      case SEGMENT, PRODUCT, TERRITORY, PIPELINE, SOURCE, DEAL -> null;
    };
  }

  private @Nullable OrgUnit firstRoot() {
    for (OrgUnit unit : units.values()) {
      if (unit.parentUnitId() == null) {
        return unit;
      }
    }
    return null;
  }

  /** The units without a parent, which are the company. */
  public List<Scope> roots() {
    return units.keySet().stream().filter(this::isCompany).map(Scope::unit).toList();
  }

  /**
   * The scopes whose quotas add up to that of a unit or the company without one of its own. What is
   * below a unit that is not known is part of the company only.
   */
  public List<Scope> parts(Scope scope) {
    List<Scope> parts = new ArrayList<>();
    if (scope.type() == ScopeType.UNIT) {
      if (units.containsKey(scope.id())) {
        addParts(scope.id(), parts);
      }
    } else if (scope.type() == ScopeType.COMPANY) {
      Set<String> above = new TreeSet<>(unitsBelow.keySet());
      above.addAll(membersBelow.keySet());
      for (String unitId : above) {
        if (isCompany(unitId) || !units.containsKey(unitId)) {
          addParts(unitId, parts);
        }
      }
    }
    return parts;
  }

  private void addParts(String unitId, List<Scope> parts) {
    for (String below : unitsBelow.getOrDefault(unitId, Set.of())) {
      parts.add(Scope.unit(below));
    }
    for (String memberId : membersBelow.getOrDefault(unitId, Set.of())) {
      parts.add(Scope.rep(memberId));
    }
  }

  /** The unit and everything below it: units and members, also those whose unit is not known. */
  public Set<Scope> subtree(String unitId) {
    Set<Scope> found = new HashSet<>();
    collect(unitId, found);
    return found;
  }

  private void collect(String unitId, Set<Scope> found) {
    if (!found.add(Scope.unit(unitId))) {
      return;
    }
    for (String memberId : membersBelow.getOrDefault(unitId, Set.of())) {
      found.add(Scope.rep(memberId));
    }
    for (String below : unitsBelow.getOrDefault(unitId, Set.of())) {
      collect(below, found);
    }
  }
}
