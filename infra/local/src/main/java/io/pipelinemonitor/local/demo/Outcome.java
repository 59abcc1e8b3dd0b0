package io.pipelinemonitor.local.demo;

import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the system has said so far: its latest figures, its alerts, and how far it has come. */
final class Outcome {

  private final Map<String, PipelineSnapshot> snapshots = new HashMap<>();
  private final List<AlertEvent> alerts = new ArrayList<>();
  private @Nullable Instant completeUpTo;
  private long heard;
  private boolean learnt;

  synchronized void add(PipelineSnapshot snapshot) {
    heard++;
    snapshots.put(Topics.SNAPSHOTS.key(snapshot), snapshot);
  }

  synchronized void forget(String snapshotKey) {
    snapshots.remove(snapshotKey);
  }

  synchronized void add(AlertEvent event) {
    heard++;
    alerts.add(event);
  }

  /** What was learnt of some scope. */
  synchronized void addLesson() {
    heard++;
    learnt = true;
  }

  /** Whether anything was learnt yet. */
  synchronized boolean hasLearnt() {
    return learnt;
  }

  /** A heartbeat of the state job: all figures up to its time are out. */
  synchronized void add(Heartbeat progress) {
    if (completeUpTo == null || completeUpTo.isBefore(progress.getAt())) {
      completeUpTo = progress.getAt();
    }
  }

  synchronized @Nullable PipelineSnapshot snapshot(String key) {
    return snapshots.get(key);
  }

  /** The latest figures of every scope and period, by the key of their record. */
  synchronized Map<String, PipelineSnapshot> snapshots() {
    return Map.copyOf(snapshots);
  }

  synchronized boolean isCompleteUpTo(Instant moment) {
    return completeUpTo != null && !completeUpTo.isBefore(moment);
  }

  /** How many transitions of that kind there were. */
  synchronized long count(AlertTransition transition) {
    return alerts.stream().filter(event -> event.getTransition() == transition).count();
  }

  /** How many figures and alerts have come so far. */
  synchronized long heard() {
    return heard;
  }
}
