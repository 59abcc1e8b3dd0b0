package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who belongs where, found by walking up from each unit and member. */
final class OracleOrganisation {

  private final SortedMap<String, OrgUnit> units = new TreeMap<>();
  private final SortedMap<String, OrgMember> members = new TreeMap<>();

  OracleOrganisation(OraclePlan plan) {
    plan.units().forEach(unit -> units.put(unit.unitId(), unit));
    plan.members().forEach(member -> members.put(member.memberId(), member));
  }

  Iterable<OrgMember> members() {
    return members.values();
  }

  boolean hasMember(@Nullable String memberId) {
    return memberId != null && members.containsKey(memberId);
  }

  /** The scopes that the rep's deals count in, its own included; of no rep: the company alone. */
  Set<Scope> scopesOfRep(@Nullable String memberId) {
    Set<Scope> scopes = new LinkedHashSet<>();
    if (memberId != null) {
      scopes.add(Scope.rep(memberId));
      OrgMember member = members.get(memberId);
      if (member != null) {
        for (String unitId : walkUp(member.unitId())) {
          if (!isRoot(unitId)) {
            scopes.add(Scope.unit(unitId));
          }
        }
      }
    }
    scopes.add(Scope.COMPANY);
    return scopes;
  }

  /** Unit ids from the root down to the scope's parent. */
  List<String> path(Scope scope) {
    List<String> path = new ArrayList<>();
    if (scope.type() == ScopeType.UNIT && units.containsKey(scope.id())) {
      path.addAll(walkUp(scope.id()));
      path.remove(scope.id());
    } else if (scope.type() == ScopeType.REP && members.containsKey(scope.id())) {
      path.addAll(walkUp(members.get(scope.id()).unitId()));
    }
    Collections.reverse(path);
    return path;
  }

  @Nullable String name(Scope scope) {
    return switch (scope.type()) {
      case COMPANY -> root() == null ? null : root().name();
      case UNIT -> units.containsKey(scope.id()) ? units.get(scope.id()).name() : null;
      case REP -> members.containsKey(scope.id()) ? members.get(scope.id()).name() : null;
      case SEGMENT, PRODUCT, TERRITORY, PIPELINE, SOURCE -> scope.id();
      case DEAL -> null;
    };
  }

  @Nullable String ownerId(Scope scope) {
    return switch (scope.type()) {
      case COMPANY -> root() == null ? null : root().managerId();
      case UNIT -> units.containsKey(scope.id()) ? units.get(scope.id()).managerId() : null;
      case REP -> scope.id();
      case SEGMENT, PRODUCT, TERRITORY, PIPELINE, SOURCE, DEAL -> null;
    };
  }

  /** The scopes directly below a unit or the company. */
  List<Scope> parts(Scope scope) {
    List<Scope> parts = new ArrayList<>();
    for (OrgUnit unit : units.values()) {
      if (!isRoot(unit.unitId()) && parent(unit).equals(scope)) {
        parts.add(Scope.unit(unit.unitId()));
      }
    }
    for (OrgMember member : members.values()) {
      if (scopeOfUnit(member.unitId()).equals(scope)) {
        parts.add(Scope.rep(member.memberId()));
      }
    }
    return parts;
  }

  /** The ids of the units without a parent. */
  List<String> roots() {
    return units.keySet().stream().filter(this::isRoot).toList();
  }

  /** The units and members that name this unit as theirs. */
  List<Scope> directlyBelow(String unitId) {
    List<Scope> below = new ArrayList<>();
    for (OrgUnit unit : units.values()) {
      if (unitId.equals(unit.parentUnitId())) {
        below.add(Scope.unit(unit.unitId()));
      }
    }
    for (OrgMember member : members.values()) {
      if (member.unitId().equals(unitId)) {
        below.add(Scope.rep(member.memberId()));
      }
    }
    return below;
  }

  private Scope parent(OrgUnit unit) {
    return unit.parentUnitId() == null ? Scope.COMPANY : scopeOfUnit(unit.parentUnitId());
  }

  /** The unit's scope: the company's for a root, and for a unit that is not known. */
  private Scope scopeOfUnit(String unitId) {
    return !units.containsKey(unitId) || isRoot(unitId) ? Scope.COMPANY : Scope.unit(unitId);
  }

  boolean isRoot(String unitId) {
    return units.containsKey(unitId) && units.get(unitId).parentUnitId() == null;
  }

  private @Nullable OrgUnit root() {
    for (OrgUnit unit : units.values()) {
      if (unit.parentUnitId() == null) {
        return unit;
      }
    }
    return null;
  }

  /** The unit and the known units above it, the nearest first; each once, should they circle. */
  private List<String> walkUp(String unitId) {
    List<String> path = new ArrayList<>();
    String next = unitId;
    while (next != null && units.containsKey(next) && !path.contains(next)) {
      path.add(next);
      next = units.get(next).parentUnitId();
    }
    return path;
  }
}
