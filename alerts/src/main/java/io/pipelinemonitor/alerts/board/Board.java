package io.pipelinemonitor.alerts.board;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.board.Families.Point;
import io.pipelinemonitor.alerts.delivery.kafka.KafkaAccess;
import io.pipelinemonitor.alerts.live.LiveChange;
import io.pipelinemonitor.alerts.live.LiveChanges;
import io.pipelinemonitor.alerts.live.LiveListener;
import io.pipelinemonitor.alerts.live.LiveTopic;
import io.pipelinemonitor.alerts.live.LiveTopics;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What boards show, as metrics. It hears what changed, and keeps of each scope only what it needs
 * to choose; the figures of those that it shows are read when somebody asks.
 */
public final class Board implements LiveListener {

  /** What it has to hear of. */
  private static final Set<LiveTopic<?>> TOPICS =
      Set.of(LiveTopic.SNAPSHOTS, LiveTopic.ALERTS, LiveTopic.DEALS_AT_RISK);

  private static final Gauge PERIOD =
      new Gauge("pipeline_period_role", "1 for each period that is shown and what it is today.");
  private static final Gauge ELAPSED =
      new Gauge("pipeline_period_elapsed_ratio", "Elapsed part of the period.");
  private static final Gauge AS_OF =
      new Gauge(
          "pipeline_stream_time_timestamp_seconds",
          "Stream time as far as the figures have come; 0: there are none yet.");
  private static final Gauge SCOPES =
      new Gauge("pipeline_board_scopes", "Scopes whose figures are shown.");
  private static final Gauge LEFT_OUT =
      new Gauge(
          "pipeline_board_scopes_left_out",
          "Scopes whose figures are not shown because there would be too many series.");
  private static final Gauge SERIES =
      new Gauge("pipeline_board_series", "Series of the figures of scopes.");
  private static final Gauge READY =
      new Gauge("pipeline_live_ready", "1 while what is shown is what the topics hold, else 0.");
  private static final Gauge LAG =
      new Gauge("pipeline_live_lag_records", "Records of a topic that are not shown yet.");

  /** Bounds of the buckets of latency, around what is promised: seconds. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofHours(1)
  };

  private final BoardSettings settings;
  private final Clock clock;
  private final ScopeIndex scopes;
  private final OpenIncidents incidents;
  private final DealsAtRisk deals = new DealsAtRisk();
  private final IncidentMetrics happening;
  private final Timer snapshotLatency;
  private final Timer alertLatency;

  public Board(BoardSettings settings, MeterRegistry meters, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.scopes = new ScopeIndex(settings);
    this.incidents = new OpenIncidents(settings.mostIncidents());
    this.happening = new IncidentMetrics(meters);
    this.snapshotLatency =
        latency(meters, "pipeline.snapshot.latency", "From a snapshot's asOf to its arrival here.");
    this.alertLatency =
        latency(
            meters,
            "pipeline.alert.latency",
            "From the judgement of an incident, in stream time, to its arrival here.");
  }

  private static Timer latency(MeterRegistry meters, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  /** Reads the topics and shows what they hold, until what is returned is closed. */
  public static LiveTopics start(
      AlertsSettings service, BoardSettings settings, PrometheusMeterRegistry meters, Clock clock) {
    Board board = new Board(settings, meters, clock);
    LiveTopics live =
        LiveTopics.start(KafkaAccess.withoutGroup(service), TOPICS, clock, List.of(board));
    board.show(live, meters);
    return live;
  }

  /** Shows from now on what the topics hold. */
  private void show(LiveTopics live, PrometheusMeterRegistry meters) {
    meters
        .getPrometheusRegistry()
        .register(
            (MultiCollector)
                () -> {
                  Families families = families(key -> live.latest(LiveTopic.SNAPSHOTS, key));
                  families.add(READY, Labels.EMPTY, live.health().healthy() ? 1 : 0);
                  TOPICS.forEach(
                      topic ->
                          families.add(LAG, Labels.of("topic", topic.toString()), live.lag(topic)));
                  return families.snapshots();
                });
  }

  @Override
  public void changed(LiveChanges changes) {
    changes.of(LiveTopic.SNAPSHOTS).forEach(scopes::take);
    changes.of(LiveTopic.ALERTS).forEach(incidents::take);
    changes.of(LiveTopic.DEALS_AT_RISK).forEach(deals::take);
    if (changes.areNews()) {
      measure(changes);
    }
  }

  private void measure(LiveChanges changes) {
    Instant now = clock.instant();
    for (LiveChange<PipelineSnapshot> change : changes.of(LiveTopic.SNAPSHOTS)) {
      PipelineSnapshot snapshot = change.value();
      if (snapshot != null) {
        snapshotLatency.record(since(snapshot.getAsOf(), now));
      }
    }
    for (LiveChange<AlertEvent> change : changes.of(LiveTopic.ALERTS)) {
      AlertEvent event = change.value();
      if (event != null) {
        alertLatency.record(since(event.getEvaluatedAt(), now));
        happening.happened(event);
      }
    }
  }

  /** None where the clocks of others are ahead. */
  private static Duration since(Instant from, Instant to) {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }

  /**
   * Everything that is shown.
   *
   * @param figures of a key of {@code pipeline.snapshots}; empty: they are gone
   */
  Families families(Function<String, Optional<PipelineSnapshot>> figures) {
    Families families = new Families();
    int left = 0;
    int shown = 0;
    for (ScopeIndex.Scope scope : scopes.chosen()) {
      // Once there is no room for one scope there is none for the smaller ones: what is shown
      // should not depend on who happens to have fewer stages.
      List<Point> points = left == 0 ? points(scope, figures) : List.of();
      if (left == 0 && families.size() + points.size() <= settings.mostSeries()) {
        families.addAll(points);
        shown++;
      } else {
        left++;
      }
    }
    families.add(SERIES, Labels.EMPTY, families.size());
    families.add(SCOPES, Labels.EMPTY, shown);
    families.add(LEFT_OUT, Labels.EMPTY, left);
    families.add(AS_OF, Labels.EMPTY, scopes.newest().getEpochSecond());
    List<ScopeIndex.Period> periods = scopes.periods();
    for (ScopeIndex.Period period : periods) {
      Labels labels = Labels.of("period", period.name(), "role", period.role().label());
      families.add(PERIOD, labels, 1);
      families.add(ELAPSED, Labels.of("period", period.name()), period.elapsed());
    }
    incidents.addTo(families);
    deals.addTo(
        families, periods.stream().map(ScopeIndex.Period::name).collect(Collectors.toSet()));
    return families;
  }

  private static List<Point> points(
      ScopeIndex.Scope scope, Function<String, Optional<PipelineSnapshot>> figures) {
    List<Point> points = new ArrayList<>();
    scope.keys().forEach(key -> figures.apply(key).map(Figures::of).ifPresent(points::addAll));
    return points;
  }
}
