package io.pipelinemonitor.local.connection;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Whether Kafka and the registry answer, found out within a bound and said in words. */
public final class Reachability {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private Reachability() {}

  /** Waits for Kafka to answer. */
  public static void requireKafka(Connection connection, Duration limit) {
    List<InetSocketAddress> brokers = brokers(connection.bootstrapServers());
    long deadline = System.nanoTime() + limit.toNanos();
    String reason;
    do {
      // Kafka's own client takes its time to notice that nobody listens.
      reason = firstRefusal(brokers);
      if (reason == null) {
        reason = refusal(connection, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        if (reason == null) {
          return;
        }
      }
    } while (pauseBefore(deadline));
    throw new Problem(
        "Kafka does not answer at %s (%s). Start a stack with: monitor up, or say where Kafka is with --bootstrap-servers (or --port-offset of the stack)."
            .formatted(connection.bootstrapServers(), reason));
  }

  /** Waits for something to listen at the registry's address; what it says is up to its client. */
  public static void requireRegistry(Connection connection, Duration limit) {
    InetSocketAddress address = address(URI.create(connection.schemaRegistry()));
    long deadline = System.nanoTime() + limit.toNanos();
    String reason;
    do {
      reason = firstRefusal(List.of(address));
      if (reason == null) {
        return;
      }
    } while (pauseBefore(deadline));
    throw new Problem(
        "The schema registry does not answer at %s (%s). Start a stack with: monitor up, or say where the registry is with --schema-registry."
            .formatted(connection.schemaRegistry(), reason));
  }

  private static @org.jspecify.annotations.Nullable String refusal(
      Connection connection, Duration limit) {
    Properties properties = connection.kafkaClient();
    int millis = (int) Math.max(1000, Math.min(limit.toMillis(), 30_000));
    properties.put("request.timeout.ms", millis);
    properties.put("default.api.timeout.ms", millis);
    try (Admin admin = Admin.create(properties)) {
      admin.describeCluster().nodes().get(millis + 1000L, TimeUnit.MILLISECONDS);
      return null;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return Problem.reason(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static @org.jspecify.annotations.Nullable String firstRefusal(
      List<InetSocketAddress> addresses) {
    String reason = "no address";
    for (InetSocketAddress address : addresses) {
      if (address.isUnresolved()) {
        reason = "unknown host " + address.getHostString();
        continue;
      }
      try (Socket socket = new Socket()) {
        socket.connect(address, (int) CONNECT_LIMIT.toMillis());
        return null;
      } catch (IOException e) {
        reason = Problem.reason(e).toLowerCase(java.util.Locale.ROOT);
      }
    }
    return reason;
  }

  private static boolean pauseBefore(long deadline) {
    if (System.nanoTime() + PAUSE.toNanos() > deadline) {
      return false;
    }
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static List<InetSocketAddress> brokers(String bootstrapServers) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String server : bootstrapServers.split(",")) {
      String trimmed = server.strip();
      int colon = trimmed.lastIndexOf(':');
      try {
        String host = trimmed.substring(0, colon).replaceAll("^\\[|\\]$", "");
        addresses.add(new InetSocketAddress(host, Integer.parseInt(trimmed.substring(colon + 1))));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new Problem(
            "'%s' is not an address of a Kafka broker; write host:port, several with commas between."
                .formatted(trimmed),
            e);
      }
    }
    return addresses;
  }

  private static InetSocketAddress address(URI uri) {
    if (uri.getHost() == null) {
      throw new Problem(
          "'%s' is not the address of a schema registry; write http://host:port/path."
              .formatted(uri));
    }
    int standard = "https".equals(uri.getScheme()) ? 443 : 80;
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
  }
}
