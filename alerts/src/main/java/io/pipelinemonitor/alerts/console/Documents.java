package io.pipelinemonitor.alerts.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.DeliveryStatus;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RuleLevel;
import io.pipelinemonitor.schema.RuleMode;
import io.pipelinemonitor.schema.RulePeriod;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.SalesStage;
import io.pipelinemonitor.schema.ScopeType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is shown of a view, as one JSON object. What comes and goes has its id as the name of a
 * field, so that a change is a small patch; null is left out. Bounded, however large the company.
 */
final class Documents {

  /** The most rows, incidents and deals of one document. */
  static final int MOST_UNITS = 2_000;

  static final int MOST_REPS = 200;
  static final int MOST_OPEN_INCIDENTS = 200;
  static final int MOST_ENDED_INCIDENTS = 60;
  static final int MOST_DEALS = 60;

  private static final int MOST_TOLD = 8;
  private static final int MOST_PERIODS = 12;

  private static final Set<String> LEFT_OUT_OF_EVENTS =
      Set.of("alertEventId", "previousState", "scopePath", "periodElapsed", "ruleVersion");
  private static final Set<String> LEFT_OUT_OF_SNAPSHOTS = Set.of("activityWeek", "activityMonth");
  private static final Set<String> LEFT_OUT_OF_DEALS =
      Set.of(
          "dealId",
          "stageHistory",
          "existence",
          "status",
          "mergedInto",
          "lastEventAt",
          "lastEventId",
          "asOf",
          "leadSource",
          "contactCount",
          "accountId");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ConsoleData data;

  Documents(ConsoleData data) {
    this.data = data;
  }

  /** Everything of the view, as it is now. */
  ObjectNode of(View view) {
    String period = period(view);
    Organisation organisation = new Organisation(data.units(), data.members());
    Map<String, List<AlertEvent>> open = openByScope(period);
    ObjectNode document = NODES.objectNode();
    document.set("meta", meta(view, period, organisation));
    document.set("tree", tree(view.scope(), period, organisation, open));
    Optional<PipelineSnapshot> snapshot = data.snapshot(view.scope(), period);
    snapshot.ifPresent(
        figures -> document.set("scope", RecordJson.of(figures, LEFT_OUT_OF_SNAPSHOTS)));
    document.set("past", past(view.scope(), period));
    document.set("deals", deals(view.scope(), period, organisation));
    document.set("incidents", incidents(view.scope(), organisation));
    return document;
  }

  /**
   * The period that was asked for; else the latest that has begun and has a quota, or that has
   * begun, or that there is.
   */
  private String period(View view) {
    if (view.period() != null) {
      return view.period();
    }
    List<PipelineSnapshot> company =
        data.periods().stream()
            .map(period -> data.snapshot(ScopeKey.COMPANY, period).orElse(null))
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(PipelineSnapshot::getPeriodStart).reversed())
            .toList();
    LocalDate today = asOf(company).atZone(ZoneOffset.UTC).toLocalDate();
    List<PipelineSnapshot> begun =
        company.stream().filter(figures -> !figures.getPeriodStart().isAfter(today)).toList();
    return begun.stream()
        .filter(figures -> figures.getQuota() != null)
        .findFirst()
        .or(() -> begun.stream().findFirst())
        .or(() -> company.stream().findFirst())
        .map(PipelineSnapshot::getPeriod)
        .orElse("");
  }

  private static Instant asOf(Collection<PipelineSnapshot> snapshots) {
    return snapshots.stream()
        .map(PipelineSnapshot::getAsOf)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  private ObjectNode meta(View view, String period, Organisation organisation) {
    List<PipelineSnapshot> company =
        data.periods().stream()
            .map(each -> data.snapshot(ScopeKey.COMPANY, each).orElse(null))
            .filter(Objects::nonNull)
            .toList();
    ObjectNode meta = NODES.objectNode();
    meta.put("scope", view.scope().toString()).put("period", period);
    meta.put("current", data.isCurrent());
    if (!company.isEmpty()) {
      meta.put("asOf", asOf(company).toString());
      String currency = company.get(0).getCurrency();
      meta.put("currency", currency).put("digits", digits(currency));
    }
    organisation.name(view.scope()).ifPresent(name -> meta.put("name", name));
    ArrayNode periods = meta.putArray("periods");
    company.stream()
        .sorted(Comparator.comparing(PipelineSnapshot::getPeriodStart).reversed())
        .limit(MOST_PERIODS)
        .forEach(figures -> periods.add(figures.getPeriod()));
    meta.set("lines", lines(view.scope()));
    meta.set("stages", stages());
    return meta;
  }

  private static int digits(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      return 2;
    }
  }

  /** Where the lines of the rules in force are that hold a figure of this scope against them. */
  private ObjectNode lines(ScopeKey scope) {
    ObjectNode lines = NODES.objectNode();
    data.rules().stream()
        .filter(AlertRule::getEnabled)
        .filter(rule -> rule.getMode() == RuleMode.LIVE && rule.getType() == RuleType.THRESHOLD)
        .filter(rule -> rule.getPeriods().contains(RulePeriod.CURRENT))
        .filter(rule -> covers(rule, scope))
        .sorted(Comparator.comparing(AlertRule::getRuleId))
        .forEach(
            rule -> {
              ObjectNode line = lines.putObject(rule.getMetric());
              line.put("direction", rule.getDirection().toString());
              for (RuleLevel level : rule.getLevels()) {
                line.put(level.getSeverity().toString(), level.getFire());
              }
            });
    return lines;
  }

  private static boolean covers(AlertRule rule, ScopeKey scope) {
    List<ScopeType> types = rule.getScope().getTypes();
    List<String> include = rule.getScope().getInclude();
    return (types.isEmpty() || types.contains(scope.type()))
        && (include.isEmpty() || include.contains(scope.toString()))
        && !rule.getScope().getExclude().contains(scope.toString());
  }

  private ObjectNode stages() {
    ObjectNode processes = NODES.objectNode();
    for (SalesProcess process : data.processes()) {
      ObjectNode stages = processes.putObject(process.getPipelineId());
      for (SalesStage stage : process.getStages()) {
        ObjectNode json = stages.putObject(stage.getStageId());
        json.put("name", stage.getName()).put("order", stage.getOrder());
        json.put("process", process.getName());
        if (stage.getExpectedDays() != null) {
          json.put("expectedDays", stage.getExpectedDays());
        }
      }
    }
    return processes;
  }

  private ObjectNode tree(
      ScopeKey selected,
      String period,
      Organisation organisation,
      Map<String, List<AlertEvent>> open) {
    ObjectNode tree = NODES.objectNode();
    tree.set(ScopeKey.COMPANY.toString(), row(ScopeKey.COMPANY, null, period, organisation, open));
    organisation.units().stream()
        .limit(MOST_UNITS)
        .forEach(
            unit ->
                tree.set(
                    ScopeKey.unit(unit.getUnitId()).toString(),
                    row(
                        ScopeKey.unit(unit.getUnitId()),
                        organisation.above(unit.getParentUnitId()),
                        period,
                        organisation,
                        open)));
    organisation.peopleBeside(selected).stream()
        .limit(MOST_REPS)
        .forEach(
            member -> {
              ScopeKey rep = ScopeKey.rep(member.getMemberId());
              if (rep.equals(selected) || data.snapshot(rep, period).isPresent()) {
                tree.set(
                    rep.toString(),
                    row(rep, organisation.above(member.getUnitId()), period, organisation, open));
              }
            });
    return tree;
  }

  private ObjectNode row(
      ScopeKey scope,
      @Nullable ScopeKey parent,
      String period,
      Organisation organisation,
      Map<String, List<AlertEvent>> open) {
    ObjectNode row = NODES.objectNode();
    row.put("name", organisation.name(scope).orElse(scope.id()));
    if (parent != null) {
      row.put("parent", parent.toString());
    }
    data.snapshot(scope, period)
        .ifPresent(
            figures -> {
              putIfAny(row, "quota", figures.getQuota());
              row.put("booked", figures.getBookedAmount());
              row.put("open", figures.getOpenAmount());
              putIfAny(row, "projected", figures.getProjectedAmount());
              putIfAny(row, "low", figures.getProjectedLow());
              putIfAny(row, "high", figures.getProjectedHigh());
              putIfAny(row, "commit", figures.getSubmittedCommit());
              row.put("attained", figures.getAttained());
              row.put("atRisk", figures.getAtRiskAmount());
              if (figures.getCoverageToGo() != null) {
                row.put("coverageToGo", figures.getCoverageToGo());
              }
            });
    List<AlertEvent> alerts = open.getOrDefault(scope.toString(), List.of());
    if (!alerts.isEmpty()) {
      row.put("alerts", alerts.size());
      alerts.stream()
          .max(Comparator.comparing(AlertEvent::getSeverity))
          .ifPresent(worst -> row.put("worst", worst.getSeverity().toString()));
    }
    return row;
  }

  private static void putIfAny(ObjectNode json, String name, @Nullable Long amount) {
    if (amount != null) {
      json.put(name, amount);
    }
  }

  private Map<String, List<AlertEvent>> openByScope(String period) {
    Map<String, List<AlertEvent>> open = new HashMap<>();
    for (AlertEvent event : data.incidents()) {
      if (isOpen(event) && event.getPeriod().equals(period)) {
        open.computeIfAbsent(
                event.getScopeType() + ":" + event.getScopeId(), k -> new ArrayList<>())
            .add(event);
      }
    }
    return open;
  }

  static boolean isOpen(AlertEvent event) {
    return event.getState() == AlertState.FIRING || event.getState() == AlertState.RECOVERING;
  }

  private ObjectNode past(ScopeKey scope, String period) {
    ObjectNode past = NODES.objectNode();
    data.past(scope, period)
        .forEach(
            (at, figures) ->
                past.putArray(String.valueOf(at.getEpochSecond()))
                    .add(figures.coverageToGo())
                    .add(figures.projected())
                    .add(figures.low())
                    .add(figures.high())
                    .add(figures.submittedCommit())
                    .add(figures.booked())
                    .add(figures.open())
                    .add(figures.quota()));
    return past;
  }

  private ObjectNode deals(ScopeKey scope, String period, Organisation organisation) {
    ObjectNode deals = NODES.objectNode();
    data.dealsAtRisk().stream()
        .filter(deal -> period.equals(deal.getPeriod()) && organisation.counts(deal, scope))
        .sorted(
            Comparator.<DealState>comparingInt(deal -> -atLeastZero(deal.getRiskScore()))
                .thenComparing(deal -> -amount(deal))
                .thenComparing(DealState::getDealId))
        .limit(MOST_DEALS)
        .forEach(deal -> deals.set(deal.getDealId(), deal(deal, organisation)));
    return deals;
  }

  private static int atLeastZero(@Nullable Integer score) {
    return score == null ? 0 : score;
  }

  private static long amount(DealState deal) {
    Long amount = deal.getConvertedAmount();
    return amount == null ? 0 : amount;
  }

  private static ObjectNode deal(DealState deal, Organisation organisation) {
    ObjectNode json = RecordJson.of(deal, LEFT_OUT_OF_DEALS);
    String owner = deal.getOwnerId();
    if (owner != null) {
      organisation.name(ScopeKey.rep(owner)).ifPresent(name -> json.put("ownerName", name));
    }
    return json;
  }

  private ObjectNode incidents(ScopeKey scope, Organisation organisation) {
    List<AlertEvent> concerned =
        data.incidents().stream()
            .filter(event -> event.getFiredAt() != null && organisation.concerns(event, scope))
            .toList();
    ObjectNode incidents = NODES.objectNode();
    concerned.stream()
        .filter(Documents::isOpen)
        .sorted(
            Comparator.comparing(AlertEvent::getSeverity)
                .thenComparing(AlertEvent::getEvaluatedAt)
                .reversed())
        .limit(MOST_OPEN_INCIDENTS)
        .forEach(event -> incidents.set(event.getIncidentId(), incident(event, organisation)));
    concerned.stream()
        .filter(event -> !isOpen(event))
        .sorted(Comparator.comparing(AlertEvent::getEvaluatedAt).reversed())
        .limit(MOST_ENDED_INCIDENTS)
        .forEach(event -> incidents.set(event.getIncidentId(), incident(event, organisation)));
    return incidents;
  }

  private ObjectNode incident(AlertEvent event, Organisation organisation) {
    ObjectNode json = RecordJson.of(event, LEFT_OUT_OF_EVENTS);
    json.put("open", isOpen(event));
    json.put("acknowledged", data.isAcknowledged(event));
    String owner = event.getOwnerId();
    if (owner != null) {
      organisation.name(ScopeKey.rep(owner)).ifPresent(name -> json.put("ownerName", name));
    }
    Collection<DeliveryRecord> deliveries = data.deliveries(event.getIncidentId());
    if (!deliveries.isEmpty()) {
      ArrayNode array = json.putArray("told");
      deliveries.stream()
          .filter(delivery -> delivery.getStatus() != DeliveryStatus.SUPPRESSED)
          .sorted(Comparator.comparing(DeliveryRecord::getPlannedAt).reversed())
          .limit(MOST_TOLD)
          .forEach(
              delivery -> {
                ObjectNode each = array.addObject();
                each.put(
                    "to",
                    organisation
                        .name(ScopeKey.rep(delivery.getRecipient()))
                        .orElse(delivery.getRecipient()));
                each.put("channel", delivery.getChannel());
                each.put("status", delivery.getStatus().toString());
                Instant at = delivery.getEndedAt();
                each.put("at", (at == null ? delivery.getPlannedAt() : at).toString());
              });
    }
    return json;
  }

  /** Who belongs to whom. */
  private record Organisation(Map<String, OrgUnit> byId, Map<String, OrgMember> people) {

    /** All units but the root, by name. */
    List<OrgUnit> units() {
      return byId.values().stream()
          .filter(unit -> unit.getParentUnitId() != null)
          .sorted(Comparator.comparing(OrgUnit::getName).thenComparing(OrgUnit::getUnitId))
          .toList();
    }

    Optional<String> name(ScopeKey scope) {
      return switch (scope.type()) {
        case COMPANY ->
            byId.values().stream()
                .filter(unit -> unit.getParentUnitId() == null)
                .map(OrgUnit::getName)
                .min(Comparator.naturalOrder());
        case UNIT -> Optional.ofNullable(byId.get(scope.id())).map(OrgUnit::getName);
        case REP -> Optional.ofNullable(people.get(scope.id())).map(OrgMember::getName);
        case SEGMENT, PRODUCT, TERRITORY, PIPELINE, SOURCE, DEAL, UNKNOWN -> Optional.empty();
      };
    }

    /** The scope of a unit: the root is the company. */
    ScopeKey above(@Nullable String unitId) {
      OrgUnit unit = unitId == null ? null : byId.get(unitId);
      return unit == null || unit.getParentUnitId() == null
          ? ScopeKey.COMPANY
          : ScopeKey.unit(unit.getUnitId());
    }

    /** The members of the selected unit, or of the unit of the selected person. */
    List<OrgMember> peopleBeside(ScopeKey selected) {
      String unit;
      if (selected.type() == ScopeType.UNIT) {
        unit = selected.id();
      } else if (selected.type() == ScopeType.REP && people.containsKey(selected.id())) {
        unit = Objects.requireNonNull(people.get(selected.id())).getUnitId();
      } else {
        return List.of();
      }
      return people.values().stream()
          .filter(member -> member.getUnitId().equals(unit))
          .sorted(Comparator.comparing(OrgMember::getName).thenComparing(OrgMember::getMemberId))
          .toList();
    }

    boolean counts(DealState deal, ScopeKey scope) {
      return switch (scope.type()) {
        case COMPANY -> true;
        case UNIT -> isBelow(deal.getOwnerId(), scope.id());
        case REP -> scope.id().equals(deal.getOwnerId());
        case SEGMENT -> scope.id().equals(deal.getSegment());
        case PRODUCT -> scope.id().equals(deal.getProduct());
        case TERRITORY -> scope.id().equals(deal.getTerritoryId());
        case PIPELINE -> scope.id().equals(deal.getPipelineId());
        case SOURCE, DEAL, UNKNOWN -> false;
      };
    }

    private boolean isBelow(@Nullable String ownerId, String unitId) {
      OrgMember owner = ownerId == null ? null : people.get(ownerId);
      String at = owner == null ? null : owner.getUnitId();
      Set<String> seen = new HashSet<>();
      while (at != null && seen.add(at)) {
        if (at.equals(unitId)) {
          return true;
        }
        OrgUnit unit = byId.get(at);
        at = unit == null ? null : unit.getParentUnitId();
      }
      return false;
    }

    /** An incident concerns its scope and what is above; the company all. */
    boolean concerns(AlertEvent event, ScopeKey scope) {
      return scope.type() == ScopeType.COMPANY
          || (event.getScopeType() == scope.type() && event.getScopeId().equals(scope.id()))
          || ((scope.type() == ScopeType.UNIT || scope.type() == ScopeType.REP)
              && event.getScopePath().contains(scope.id()));
    }
  }
}
