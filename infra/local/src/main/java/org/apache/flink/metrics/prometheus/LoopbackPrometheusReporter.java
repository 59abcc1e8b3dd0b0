package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.flink.metrics.MetricConfig;
import org.jspecify.annotations.Nullable;

/**
 * Flink's Prometheus reporter, with the same names and labels, for this machine alone. It is in
 * Flink's package because the registry of the metrics is not to be had outside.
 */
public final class LoopbackPrometheusReporter extends AbstractPrometheusReporter {
  private @Nullable HTTPServer server;

  @Override
  public void open(MetricConfig config) {
    super.open(config);
    int port = config.getInteger(LoopbackPrometheusReporterFactory.PORT, 0);
    try {
      server =
          new HTTPServer(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port), registry, true);
    } catch (IOException e) {
      throw new UncheckedIOException("listening on port " + port + " for Flink's metrics", e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
    super.close();
  }
}
