package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.oracle.OraclePlan;
import io.pipelinemonitor.jobs.domain.oracle.SnapshotOracle;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.pipeline.FromContract;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the load comes to in the end, by the oracle that the product's own tests use. */
final class ExpectedRollUp {

  /** So many events are held at once: the oracle wants all of a deal's at hand. */
  private static final long MOST_HELD = 500_000;

  private static final long MICROS_PER_MILLI = 1_000;

  private ExpectedRollUp() {}

  /**
   * By {@code TYPE:id|period}; those without a deal are left out. Deals add up, so they are taken a
   * part of them at a time, and the load made again for each part.
   */
  static SortedMap<String, Cell> of(long seed, Load.Shape shape) throws UnusableRecordException {
    int parts = (int) ((shape.events() + MOST_HELD - 1) / MOST_HELD);
    SortedMap<String, Cell> total = new TreeMap<>();
    for (int part = 0; part < parts; part++) {
      Load load = new Load(seed, shape);
      OraclePlan plan = plan(load);
      List<DealEvent> events = new ArrayList<>();
      for (long number = 0; number < shape.events(); number++) {
        Load.Item<io.pipelinemonitor.schema.DealEvent> item = load.event(number);
        if (Math.floorMod(item.record().getDealId().hashCode(), parts) == part) {
          events.add(FromContract.dealEvent(item.record(), item.timestamp()));
        }
      }
      Policy policy = JobSettings.of(Map.of()).policy();
      SnapshotOracle.of(events, List.of(), plan, policy, shape.endMillis() * MICROS_PER_MILLI)
          .forEach((key, snapshot) -> total.merge(key, cell(snapshot), Cell::plus));
    }
    total.values().removeIf(Cell.NOTHING::equals);
    return total;
  }

  private static OraclePlan plan(Load load) throws UnusableRecordException {
    List<OrgUnit> units = new ArrayList<>();
    List<OrgMember> members = new ArrayList<>();
    List<SalesProcess> processes = new ArrayList<>();
    List<Quota> quotas = new ArrayList<>();
    for (Load.Item<?> item : load.plan()) {
      Object definition = item.record();
      if (definition instanceof io.pipelinemonitor.schema.OrgUnit unit) {
        units.add(FromContract.orgUnit(unit));
      } else if (definition instanceof io.pipelinemonitor.schema.OrgMember member) {
        members.add(FromContract.orgMember(member));
      } else if (definition instanceof io.pipelinemonitor.schema.SalesProcess process) {
        processes.add(FromContract.salesProcess(process));
      } else if (definition instanceof io.pipelinemonitor.schema.Quota quota) {
        quotas.add(FromContract.quota(quota));
      }
    }
    return new OraclePlan(units, members, processes, quotas, List.of());
  }

  private static Cell cell(Map<String, Object> snapshot) {
    return new Cell(
        number(snapshot, "openAmount"),
        number(snapshot, "openCount"),
        number(snapshot, "bookedAmount"),
        number(snapshot, "bookedCount"),
        number(snapshot, "lostCount"));
  }

  private static long number(Map<String, Object> snapshot, String field) {
    return (Long) snapshot.getOrDefault(field, 0L);
  }
}
