package org.apache.flink.metrics.prometheus;

import java.util.Map;
import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** By which Flink finds the reporter. */
public final class LoopbackPrometheusReporterFactory implements MetricReporterFactory {
  static final String PORT = "port";

  private static final String REPORTER = "loopback";

  /**
   * Kafka's clients have more metrics than all the rest, and {@code pendingRecords} says enough.
   */
  private static final String OF_CLIENTS = "*.KafkaProducer*:*;*.KafkaSourceReader*:*";

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return new LoopbackPrometheusReporter();
  }

  /**
   * Flink's options that switch it on.
   *
   * @param port to listen on
   */
  public static Map<String, String> options(int port) {
    String prefix = "metrics.reporter." + REPORTER + ".";
    return Map.of(
        "metrics.reporters",
        REPORTER,
        prefix + "factory.class",
        LoopbackPrometheusReporterFactory.class.getName(),
        prefix + PORT,
        Integer.toString(port),
        prefix + "filter.excludes",
        OF_CLIENTS);
  }
}
