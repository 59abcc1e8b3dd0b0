package io.pipelinemonitor.bench;

import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.SalesStage;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Coverage rolled up in hash maps by one thread: what is to be beaten. It knows what the load needs
 * and no more: one currency, calendar quarters in UTC, a plan that does not change, and deals that
 * keep their sales process and are not deleted. Events may come late, twice and in any order.
 */
final class RollUp {

  private final Map<String, Map<String, DealStatus>> statuses = new HashMap<>();
  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, String> unitsOfMembers = new HashMap<>();
  private final Map<String, Deal> deals = new HashMap<>();
  private final Map<ScopeType, Map<String, Row>> rows = new EnumMap<>(ScopeType.class);
  private final Map<String, List<Row>> rowsOfOwners = new HashMap<>();

  RollUp(
      Collection<OrgUnit> units,
      Collection<OrgMember> members,
      Collection<SalesProcess> processes) {
    for (OrgUnit unit : units) {
      if (unit.getParentUnitId() != null) {
        parents.put(unit.getUnitId(), unit.getParentUnitId());
      }
    }
    members.forEach(member -> unitsOfMembers.put(member.getMemberId(), member.getUnitId()));
    for (SalesProcess process : processes) {
      Map<String, DealStatus> ofStages = new HashMap<>();
      for (SalesStage stage : process.getStages()) {
        ofStages.put(stage.getStageId(), stage.getStatus());
      }
      statuses.put(process.getPipelineId(), ofStages);
    }
  }

  void add(DealEvent event) {
    Deal deal = deals.computeIfAbsent(event.getDealId(), id -> new Deal());
    if (!deal.learn(event)) {
      return;
    }
    Counted now = counted(deal);
    if (!Objects.equals(now, deal.counted)) {
      count(deal.counted, -1);
      count(now, 1);
      deal.counted = now;
    }
  }

  private static void count(@Nullable Counted counted, int sign) {
    if (counted != null) {
      for (Row row : counted.rows) {
        row.quarter(counted.quarter).add(counted, sign);
      }
    }
  }

  private @Nullable Counted counted(Deal deal) {
    LocalDate closeDate = deal.closeDate == null ? null : deal.closeDate.value;
    Map<String, DealStatus> ofStages =
        deal.pipeline == null ? Map.of() : statuses.getOrDefault(deal.pipeline.value, Map.of());
    DealStatus status = DealStatus.OPEN;
    int last = deal.stages.size() - 1;
    if (last >= 0) {
      status = status(ofStages, deal.stages.get(last));
      if (status != DealStatus.OPEN) {
        // It closed when it last came to be what it is.
        while (last > 0 && status(ofStages, deal.stages.get(last - 1)) == status) {
          last--;
        }
        closeDate = LocalDate.ofInstant(deal.stages.get(last).occurredAt, ZoneOffset.UTC);
      }
    }
    if (closeDate == null) {
      return null;
    }
    return new Counted(
        status,
        deal.amount == null ? 0 : deal.amount.value,
        closeDate.getYear() * 4 + (closeDate.getMonthValue() - 1) / 3,
        rows(deal));
  }

  private static DealStatus status(Map<String, DealStatus> ofStages, Fact<String> stage) {
    return ofStages.getOrDefault(stage.value, DealStatus.OPEN);
  }

  private List<Row> rows(Deal deal) {
    List<Row> all = new ArrayList<>(8);
    all.addAll(
        rowsOfOwners.computeIfAbsent(
            deal.owner == null ? "" : deal.owner.value, this::rowsOfOwner));
    addRow(all, ScopeType.SEGMENT, deal.segment);
    addRow(all, ScopeType.PRODUCT, deal.product);
    addRow(all, ScopeType.TERRITORY, deal.territory);
    addRow(all, ScopeType.PIPELINE, deal.pipeline);
    return all;
  }

  private void addRow(List<Row> all, ScopeType type, @Nullable Fact<String> id) {
    if (id != null) {
      all.add(row(type, id.value));
    }
  }

  /** The rep, the units above and the company; of no owner, the company alone. */
  private List<Row> rowsOfOwner(String owner) {
    List<Row> all = new ArrayList<>();
    if (!owner.isEmpty()) {
      all.add(row(ScopeType.REP, owner));
      String unit = unitsOfMembers.get(owner);
      // The unit without a parent is the company.
      while (unit != null && parents.containsKey(unit)) {
        all.add(row(ScopeType.UNIT, unit));
        unit = parents.get(unit);
      }
    }
    all.add(row(ScopeType.COMPANY, "company"));
    return all;
  }

  private Row row(ScopeType type, String id) {
    return rows.computeIfAbsent(type, any -> new HashMap<>()).computeIfAbsent(id, any -> new Row());
  }

  /** By {@code TYPE:id|2026-Q1}; those without a deal are left out. */
  SortedMap<String, Cell> cells() {
    SortedMap<String, Cell> cells = new TreeMap<>();
    rows.forEach(
        (type, ofType) ->
            ofType.forEach(
                (id, row) ->
                    row.quarters.forEach(
                        (quarter, sums) -> {
                          String period = quarter / 4 + "-Q" + (quarter % 4 + 1);
                          if (!sums.cell().equals(Cell.NOTHING)) {
                            cells.put(Topics.scopeAndPeriod(type, id, period), sums.cell());
                          }
                        })));
    return cells;
  }

  /** What an event said of a field, and when. */
  private record Fact<T>(Instant occurredAt, String eventId, T value) {

    int compareWhen(Fact<?> other) {
      int byTime = occurredAt.compareTo(other.occurredAt);
      return byTime != 0 ? byTime : eventId.compareTo(other.eventId);
    }
  }

  /** How a deal counts: in one quarter (year times four, plus 0 to 3), in all these rows. */
  private record Counted(DealStatus status, long amount, int quarter, List<Row> rows) {}

  /** The latest fact of each field, and all of the stage. */
  private static final class Deal {

    private @Nullable Fact<Long> amount;
    private @Nullable Fact<LocalDate> closeDate;
    private @Nullable Fact<String> owner;
    private @Nullable Fact<String> segment;
    private @Nullable Fact<String> product;
    private @Nullable Fact<String> territory;
    private @Nullable Fact<String> pipeline;
    private final List<Fact<String>> stages = new ArrayList<>(2);
    private @Nullable Counted counted;
    private boolean changed;

    /** Whether anything that counts is different now. */
    boolean learn(DealEvent event) {
      changed = false;
      amount = later(amount, event, event.getAmountMinor());
      closeDate = later(closeDate, event, event.getCloseDate());
      owner = later(owner, event, event.getOwnerId());
      segment = later(segment, event, event.getSegment());
      product = later(product, event, event.getProduct());
      territory = later(territory, event, event.getTerritoryId());
      pipeline = later(pipeline, event, event.getPipelineId());
      if (event.getStageId() != null) {
        addStage(new Fact<>(event.getOccurredAt(), event.getEventId(), event.getStageId()));
      }
      return changed;
    }

    private <T> @Nullable Fact<T> later(
        @Nullable Fact<T> known, DealEvent event, @Nullable T value) {
      if (value == null) {
        return known;
      }
      Fact<T> fact = new Fact<>(event.getOccurredAt(), event.getEventId(), value);
      if (known != null && known.compareWhen(fact) >= 0) {
        return known;
      }
      changed = true;
      return fact;
    }

    private void addStage(Fact<String> stage) {
      int place = stages.size();
      while (place > 0) {
        int order = stages.get(place - 1).compareWhen(stage);
        if (order == 0) {
          return;
        }
        if (order < 0) {
          break;
        }
        place--;
      }
      stages.add(place, stage);
      changed = true;
    }
  }

  /** One scope's sums, by quarter. */
  private static final class Row {

    private final Map<Integer, Sums> quarters = new HashMap<>();

    Sums quarter(int quarter) {
      return quarters.computeIfAbsent(quarter, any -> new Sums());
    }
  }

  private static final class Sums {

    private long openAmount;
    private long openCount;
    private long bookedAmount;
    private long bookedCount;
    private long lostCount;

    void add(Counted counted, int sign) {
      switch (counted.status) {
        case OPEN -> {
          openAmount += sign * counted.amount;
          openCount += sign;
        }
        case WON -> {
          bookedAmount += sign * counted.amount;
          bookedCount += sign;
        }
        case LOST -> lostCount += sign;
        case UNKNOWN -> throw new IllegalStateException("a stage of no known status");
      }
    }

    Cell cell() {
      return new Cell(openAmount, openCount, bookedAmount, bookedCount, lostCount);
    }
  }
}
