package io.pipelinemonitor.local.connection;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.registry.EmbeddedRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The ports of a local stack.
 *
 * @param offset added to each of the standard ports
 */
public record Ports(int offset) {
  private static final int KAFKA = 9092;
  private static final int CONSOLE = 8080;
  private static final int REGISTRY = 8081;
  private static final int FLINK = 8082;
  private static final int ALERTS = 8083;
  private static final int OUTBOX = 8084;
  private static final int FLINK_METRICS = 8085;
  private static final int LARGEST_OFFSET = 65535 - KAFKA;
  private static final String HOST = "127.0.0.1";

  public Ports {
    if (offset < 0 || offset > LARGEST_OFFSET) {
      throw new Problem(
          "--port-offset %d leaves the range of ports; use 0 to %d."
              .formatted(offset, LARGEST_OFFSET));
    }
  }

  public int kafka() {
    return KAFKA + offset;
  }

  public int console() {
    return CONSOLE + offset;
  }

  public int registry() {
    return REGISTRY + offset;
  }

  public int flink() {
    return FLINK + offset;
  }

  public int alerts() {
    return ALERTS + offset;
  }

  public int outbox() {
    return OUTBOX + offset;
  }

  /** Where Prometheus reads Flink's metrics. */
  public int flinkMetrics() {
    return FLINK_METRICS + offset;
  }

  public String bootstrapServers() {
    return HOST + ":" + kafka();
  }

  public String registryUrl() {
    return EmbeddedRegistry.url(registry());
  }

  /** Fails with advice if something else listens on the port. */
  public static void requireFree(int port, String what) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers themselves do: connections that linger after a restart do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    } catch (IOException e) {
      throw new Problem(
          "Port %d, for %s, is in use by another program. Stop that one (is another stack up?), or move this stack to other ports, for example with --port-offset 100."
              .formatted(port, what),
          e);
    }
  }
}
