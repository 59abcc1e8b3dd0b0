package io.pipelinemonitor.local.stack;

import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.problem.Problem;

/** Ports on which nothing listens, so that tests can run beside a stack. */
public final class FreePorts {
  private FreePorts() {}

  public static Ports find() {
    for (int offset = 2_000; offset < 20_000; offset += 37) {
      Ports ports = new Ports(offset);
      try {
        Ports.requireFree(ports.kafka(), "Kafka");
        Ports.requireFree(ports.registry(), "the registry");
        Ports.requireFree(ports.flink(), "Flink");
        Ports.requireFree(ports.alerts(), "the alerts service");
        Ports.requireFree(ports.outbox(), "the outbox");
        Ports.requireFree(ports.console(), "the console");
        Ports.requireFree(ports.flinkMetrics(), "Flink's metrics");
        return ports;
      } catch (Problem e) {
        // The next offset.
      }
    }
    throw new IllegalStateException("no free ports");
  }
}
