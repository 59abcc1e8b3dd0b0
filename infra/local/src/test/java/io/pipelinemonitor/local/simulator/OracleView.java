package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.oracle.OraclePlan;
import io.pipelinemonitor.jobs.domain.oracle.SnapshotOracle;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import io.pipelinemonitor.jobs.pipeline.FromContract;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the oracle says of a simulation at the end of each of its days. */
public final class OracleView {

  private final FiscalCalendar calendar;
  private final SortedMap<Long, List<DealEvent>> eventsByDay = new TreeMap<>();
  private final OraclePlan plan =
      new OraclePlan(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());

  public OracleView(FiscalCalendar calendar, Simulation simulation) {
    this.calendar = calendar;
    simulation.records().forEach(this::add);
  }

  private void add(SimulatedRecord record) {
    try {
      if (record.value() instanceof io.pipelinemonitor.schema.DealEvent event) {
        eventsByDay
            .computeIfAbsent(calendar.epochDay(record.at()), day -> new ArrayList<>())
            .add(FromContract.dealEvent(event, record.at() / 1_000));
      } else if (record.value() instanceof io.pipelinemonitor.schema.OrgUnit unit) {
        plan.units().add(FromContract.orgUnit(unit));
      } else if (record.value() instanceof io.pipelinemonitor.schema.OrgMember member) {
        plan.members().add(FromContract.orgMember(member));
      } else if (record.value() instanceof io.pipelinemonitor.schema.SalesProcess process) {
        plan.processes().add(FromContract.salesProcess(process));
      } else if (record.value() instanceof io.pipelinemonitor.schema.Quota quota) {
        plan.quotas().add(FromContract.quota(quota));
      } else if (record.value() instanceof io.pipelinemonitor.schema.FxRate rate) {
        plan.rates().add(FromContract.fxRate(rate));
      }
    } catch (UnusableRecordException e) {
      throw new IllegalStateException("the job would refuse " + record, e);
    }
  }

  public SortedMap<String, SortedMap<String, Object>> at(long day) {
    List<DealEvent> known = new ArrayList<>();
    eventsByDay.headMap(day + 1).values().forEach(known::addAll);
    Policy policy =
        new Policy(calendar, "USD", 2, new BigDecimal("3.0"), 8, 90, RiskPolicy.DEFAULT);
    return SnapshotOracle.of(known, List.of(), plan, policy, calendar.startOfDay(day + 1) - 1);
  }
}
