package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.SalesProcess;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** What the console shows: the newest of everything. Safe for concurrent use; nothing blocks. */
interface ConsoleData {

  /** Whether everything that was there at the start has been read, and Kafka answers. */
  boolean isCurrent();

  /** Fiscal periods of which the company has figures. */
  Set<String> periods();

  /** The latest figures of a scope. */
  Optional<PipelineSnapshot> snapshot(ScopeKey scope, String period);

  /** How the figures of a scope came about, by their moment; empty where nothing is kept. */
  NavigableMap<Instant, PastFigures> past(ScopeKey scope, String period);

  /** The latest step of each incident. */
  Collection<AlertEvent> incidents();

  /** Whether somebody has acknowledged the incident since it last got worse. */
  boolean isAcknowledged(AlertEvent incident);

  /** Open deals with a risk that is not low. */
  Collection<DealState> dealsAtRisk();

  /** By their ids. */
  Map<String, OrgUnit> units();

  /** By their ids. */
  Map<String, OrgMember> members();

  Collection<AlertRule> rules();

  Collection<SalesProcess> processes();

  /** What was sent of an incident. */
  Collection<DeliveryRecord> deliveries(String incidentId);

  /** Has this called after something has changed, by a thread that must not be kept. */
  void onChange(Runnable listener);
}
