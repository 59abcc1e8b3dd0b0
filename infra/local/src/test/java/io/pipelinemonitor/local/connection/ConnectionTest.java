package io.pipelinemonitor.local.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  @TempDir Path directory;

  @Test
  void dividesClientPropertiesBetweenKafkaAndTheRegistry() throws IOException {
    Path file = directory.resolve("client.properties");
    Files.writeString(
        file,
        """
        security.protocol=SASL_SSL
        ssl.truststore.location=/etc/trust.p12
        schema.registry.ssl.truststore.location=/etc/trust.p12
        basic.auth.credentials.source=USER_INFO
        """);

    ClientProperties properties = ClientProperties.read(file);

    assertThat(properties.kafka()).containsOnlyKeys("security.protocol", "ssl.truststore.location");
    assertThat(properties.registry())
        .containsOnlyKeys(
            "schema.registry.ssl.truststore.location", "basic.auth.credentials.source");
  }

  @Test
  void saysWhichFileIsMissing() {
    Path missing = directory.resolve("client.properties");
    assertThatThrownBy(() -> ClientProperties.read(missing))
        .isInstanceOf(Problem.class)
        .hasMessage("There is no file %s.", missing);
  }

  @Test
  void handsEverythingToTheJobsUnderTheirOwnKeys() {
    Connection connection =
        new Connection(
            "broker:9093",
            "https://registry",
            Map.of("security.protocol", "SSL"),
            Map.of("basic.auth.user.info", "ada:secret"));

    assertThat(connection.settings())
        .containsOnly(
            Map.entry("bootstrap.servers", "broker:9093"),
            Map.entry("schema.registry.url", "https://registry"),
            Map.entry("kafka.security.protocol", "SSL"),
            Map.entry("registry.basic.auth.user.info", "ada:secret"));
  }

  @Test
  void shiftsEveryPortByTheOffset() {
    Ports ports = new Ports(100);

    assertThat(ports.bootstrapServers()).isEqualTo("127.0.0.1:9192");
    assertThat(ports.registryUrl()).isEqualTo("http://127.0.0.1:8181/apis/ccompat/v7");
    assertThat(ports.flink()).isEqualTo(8182);
    assertThatThrownBy(() -> new Ports(-1)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> new Ports(60_000)).isInstanceOf(Problem.class);
  }

  @Test
  void namesThePortThatIsInUse() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.requireFree(other.getLocalPort(), "Kafka"))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("Port " + other.getLocalPort() + ", for Kafka, is in use")
          .hasMessageContaining("--port-offset");
    }
  }

  @Test
  void readsListsOfBrokers() {
    assertThat(Reachability.brokers("one:9092, [::1]:9093")).hasSize(2);
    assertThatThrownBy(() -> Reachability.brokers("one"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("'one' is not an address of a Kafka broker");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    Connection connection =
        new Connection("127.0.0.1:" + port, "http://127.0.0.1:" + port, Map.of(), Map.of());

    assertThatThrownBy(() -> Reachability.requireKafka(connection, Duration.ofMillis(10)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Kafka does not answer at 127.0.0.1:" + port)
        .hasMessageContaining("monitor up");
    assertThatThrownBy(() -> Reachability.requireRegistry(connection, Duration.ofMillis(10)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("The schema registry does not answer at http://127.0.0.1:" + port);
  }
}
