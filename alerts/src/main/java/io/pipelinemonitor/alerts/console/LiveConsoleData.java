package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.delivery.kafka.KafkaAccess;
import io.pipelinemonitor.alerts.live.LiveChange;
import io.pipelinemonitor.alerts.live.LiveChanges;
import io.pipelinemonitor.alerts.live.LiveTopic;
import io.pipelinemonitor.alerts.live.LiveTopics;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.ScopeType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the topics hold. Figures are read when they are asked for; what is few and asked for at each
 * change is kept as it is.
 */
final class LiveConsoleData implements ConsoleData, AutoCloseable {

  private static final int MOST_SERIES_OF_UNITS = 600;
  private static final int MOST_SERIES_OF_PEOPLE = 200;

  private final FiguresHistory history =
      new FiguresHistory(MOST_SERIES_OF_UNITS, MOST_SERIES_OF_PEOPLE);
  private final Set<String> periods = ConcurrentHashMap.newKeySet();
  private final Map<String, AlertEvent> incidents = new ConcurrentHashMap<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, DealState> deals = new ConcurrentHashMap<>();
  private final Map<String, OrgUnit> units = new ConcurrentHashMap<>();
  private final Map<String, OrgMember> members = new ConcurrentHashMap<>();
  private final Map<String, AlertRule> rules = new ConcurrentHashMap<>();
  private final Map<String, SalesProcess> processes = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final LiveTopics live;

  LiveConsoleData(AlertsSettings settings, Clock clock) {
    this.live =
        LiveTopics.start(
            KafkaAccess.withoutGroup(settings),
            List.of(
                LiveTopic.SNAPSHOTS,
                LiveTopic.HISTORY,
                LiveTopic.ALERTS,
                LiveTopic.DELIVERIES,
                LiveTopic.DEALS_AT_RISK,
                LiveTopic.UNITS,
                LiveTopic.MEMBERS,
                LiveTopic.RULES,
                LiveTopic.PROCESSES),
            clock,
            List.of(this::take));
  }

  private void take(LiveChanges changes) {
    keep(changes.of(LiveTopic.UNITS), units);
    keep(changes.of(LiveTopic.MEMBERS), members);
    keep(changes.of(LiveTopic.RULES), rules);
    keep(changes.of(LiveTopic.PROCESSES), processes);
    keep(changes.of(LiveTopic.DEALS_AT_RISK), deals);
    changes.of(LiveTopic.ALERTS).forEach(this::takeIncident);
    changes.of(LiveTopic.HISTORY).stream()
        .map(LiveChange::value)
        .forEach(
            figures -> {
              if (figures != null) {
                history.midnight(figures);
              }
            });
    changes.of(LiveTopic.SNAPSHOTS).forEach(this::takeFigures);
    listeners.forEach(Runnable::run);
  }

  private static <T extends SpecificRecord> void keep(
      List<LiveChange<T>> changes, Map<String, T> kept) {
    for (LiveChange<T> change : changes) {
      if (change.value() == null) {
        kept.remove(change.key());
      } else {
        kept.put(change.key(), change.value());
      }
    }
  }

  private void takeFigures(LiveChange<PipelineSnapshot> change) {
    PipelineSnapshot figures = change.value();
    if (figures != null) {
      history.now(figures);
      if (figures.getScopeType() == ScopeType.COMPANY) {
        periods.add(figures.getPeriod());
      }
    } else if (change.key().startsWith(ScopeKey.COMPANY + "|")) {
      periods.remove(change.key().substring(change.key().indexOf('|') + 1));
    }
  }

  /** The latest step does not say whether somebody had acknowledged it before. */
  private void takeIncident(LiveChange<AlertEvent> change) {
    AlertEvent step = change.value();
    AlertEvent before =
        step == null ? incidents.remove(change.key()) : incidents.put(change.key(), step);
    if (step == null || (before != null && !sameIncident(before, step))) {
      if (before != null) {
        acknowledged.remove(before.getIncidentId());
      }
    }
    if (step != null) {
      switch (step.getTransition()) {
        case ACKNOWLEDGED -> acknowledged.add(step.getIncidentId());
        case FIRED, ESCALATED, REOPENED, REMINDED, UNSNOOZED, RESOLVED ->
            acknowledged.remove(step.getIncidentId());
        case PENDING,
            PENDING_CLEARED,
            STEPPED_DOWN,
            RECOVERING,
            REBREACHED,
            UPDATED,
            SNOOZED,
            UNKNOWN -> {
          // It stays as it was.
        }
      }
    }
  }

  private static boolean sameIncident(AlertEvent one, AlertEvent other) {
    return one.getIncidentId().equals(other.getIncidentId());
  }

  @Override
  public boolean isCurrent() {
    return live.health().healthy();
  }

  @Override
  public Set<String> periods() {
    return Collections.unmodifiableSet(periods);
  }

  @Override
  public Optional<PipelineSnapshot> snapshot(ScopeKey scope, String period) {
    return live.snapshot(scope.type(), scope.id(), period);
  }

  @Override
  public NavigableMap<Instant, PastFigures> past(ScopeKey scope, String period) {
    return history.of(scope, period);
  }

  @Override
  public Collection<AlertEvent> incidents() {
    return Collections.unmodifiableCollection(incidents.values());
  }

  @Override
  public boolean isAcknowledged(AlertEvent incident) {
    return acknowledged.contains(incident.getIncidentId());
  }

  @Override
  public Collection<DealState> dealsAtRisk() {
    return Collections.unmodifiableCollection(deals.values());
  }

  @Override
  public Map<String, OrgUnit> units() {
    return Collections.unmodifiableMap(units);
  }

  @Override
  public Map<String, OrgMember> members() {
    return Collections.unmodifiableMap(members);
  }

  @Override
  public Collection<AlertRule> rules() {
    return Collections.unmodifiableCollection(rules.values());
  }

  @Override
  public Collection<SalesProcess> processes() {
    return Collections.unmodifiableCollection(processes.values());
  }

  @Override
  public Collection<DeliveryRecord> deliveries(String incidentId) {
    return live.deliveries(incidentId);
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    live.close();
  }
}
