package io.pipelinemonitor.local.broker;

import io.pipelinemonitor.local.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker with its controller, on the loopback interface, its log under a directory. It
 * keeps what it acknowledged even if this process is killed.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final String HOST = "127.0.0.1";

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /** Formats the directory on first use and starts the broker; returns when it takes requests. */
  public static EmbeddedBroker start(Path directory, int port) {
    try {
      Properties properties = properties(directory, port, freePort());
      Path file = directory.resolve("server.properties");
      try (OutputStream out = Files.newOutputStream(file)) {
        properties.store(out, "Written at each start by the local stack; changes are lost.");
      }
      if (!Files.exists(directory.resolve("log").resolve("meta.properties"))) {
        format(file);
      }
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, HOST + ":" + port);
    } catch (IOException | RuntimeException e) {
      throw new Problem(
          "The Kafka broker did not start: %s. Its data is in %s."
              .formatted(Problem.reason(e), directory),
          e);
    }
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    LOG.info("Kafka broker stopped");
  }

  private static void format(Path configuration) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int status =
        StorageTool.execute(
            new String[] {
              "format",
              "--config",
              configuration.toString(),
              "--cluster-id",
              Uuid.randomUuid().toString(),
              "--ignore-formatted"
            },
            new PrintStream(output, true, StandardCharsets.UTF_8));
    String said = output.toString(StandardCharsets.UTF_8).strip();
    if (status != 0) {
      throw new IllegalStateException("formatting its storage failed: " + said);
    }
    LOG.info("Formatted Kafka storage: {}", said);
  }

  private static Properties properties(Path directory, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
    properties.setProperty(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controllerPort));
    properties.setProperty("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port));
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty("log.dirs", directory.resolve("log").toString());

    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("default.replication.factor", "1");
    properties.setProperty("min.insync.replicas", "1");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("offsets.topic.num.partitions", "4");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("transaction.state.log.num.partitions", "4");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    // How long a broker that was killed counts as alive, and keeps its successor waiting.
    properties.setProperty("broker.session.timeout.ms", "3000");
    properties.setProperty("broker.heartbeat.interval.ms", "500");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    // A reader that was away for a month still finds its place.
    properties.setProperty("offsets.retention.minutes", Integer.toString(366 * 24 * 60));

    // Loaded history carries the timestamps of when it happened, however long ago.
    properties.setProperty("log.message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
    properties.setProperty("log.retention.ms", "-1");
    properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(32 * 1024 * 1024));

    properties.setProperty("num.network.threads", "2");
    properties.setProperty("num.io.threads", "4");
    properties.setProperty("num.recovery.threads.per.data.dir", "2");
    properties.setProperty("socket.request.max.bytes", Integer.toString(100 * 1024 * 1024));
    return properties;
  }

  /**
   * The controller is spoken to by this broker alone, so any port will do and none needs to be kept
   * free for it.
   */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
