package io.pipelinemonitor.alerts.board;

import io.prometheus.metrics.model.snapshots.MetricMetadata;

/**
 * The name of a metric that goes up and down.
 *
 * @param help one sentence
 */
record Gauge(String name, String help) {

  MetricMetadata metadata() {
    return new MetricMetadata(name, help);
  }
}
