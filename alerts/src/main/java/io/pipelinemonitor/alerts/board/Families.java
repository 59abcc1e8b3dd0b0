package io.pipelinemonitor.alerts.board;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of one scrape, by metric. */
final class Families {
  private final Map<Gauge, List<GaugeDataPointSnapshot>> points = new LinkedHashMap<>();
  private int size;

  /** One value of one series. */
  record Point(Gauge gauge, Labels labels, double value) {}

  void add(Gauge gauge, Labels labels, double value) {
    points
        .computeIfAbsent(gauge, first -> new ArrayList<>())
        .add(new GaugeDataPointSnapshot(value, labels, null));
    size++;
  }

  void addAll(List<Point> more) {
    more.forEach(point -> add(point.gauge, point.labels, point.value));
  }

  int size() {
    return size;
  }

  MetricSnapshots snapshots() {
    List<MetricSnapshot> snapshots = new ArrayList<>(points.size());
    points.forEach((gauge, values) -> snapshots.add(new GaugeSnapshot(gauge.metadata(), values)));
    return new MetricSnapshots(snapshots);
  }
}
