package io.pipelinemonitor.local.boards;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipelinemonitor.local.stack.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A Prometheus that reads a stack by the repository's configuration, but every three seconds. */
final class RealPrometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Path FOLDER = Dashboards.INFRA.resolve("prometheus").toAbsolutePath();

  private final Process process;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Instant startedAt = Instant.now();

  private RealPrometheus(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it; empty: there is none on this machine. */
  static Optional<RealPrometheus> start(Stack stack, Path folder) throws IOException {
    Optional<Program> program = Program.installed("prometheus", "prometheus");
    if (program.isEmpty()) {
      return Optional.empty();
    }
    String configuration =
        Files.readString(FOLDER.resolve("prometheus.yml"))
            .replace("127.0.0.1:8083", authority(stack.alertsUrl()))
            .replace("127.0.0.1:8085", authority(stack.flinkMetricsUrl()))
            .replace("15s", "3s")
            .replace("rules/*.yml", FOLDER + "/rules/*.yml");
    Files.createDirectories(folder);
    Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
    int port = freePort();
    Process process =
        program
            .get()
            .start(
                folder.resolve("log"),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
    RealPrometheus prometheus =
        new RealPrometheus(process, URI.create("http://127.0.0.1:" + port + '/'));
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> prometheus.get("-/ready").statusCode() == 200);
    return Optional.of(prometheus);
  }

  private static String authority(String url) {
    return URI.create(url).getAuthority();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What it answers to a query over all the time since it was started. */
  JsonNode queryRange(String expression) throws IOException, InterruptedException {
    return api(
        "query_range",
        Map.of(
            "query",
            expression,
            "start",
            Long.toString(startedAt.getEpochSecond()),
            "end",
            Long.toString(Instant.now().getEpochSecond()),
            "step",
            "3"));
  }

  /** What it says of its rules. */
  JsonNode rules() throws IOException, InterruptedException {
    return api("rules", Map.of());
  }

  /** What it says of where it reads. */
  JsonNode targets() throws IOException, InterruptedException {
    return api("targets", Map.of());
  }

  private JsonNode api(String path, Map<String, String> parameters)
      throws IOException, InterruptedException {
    String query =
        parameters.entrySet().stream()
            .map(
                parameter ->
                    parameter.getKey()
                        + '='
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return JSON.readTree(get("api/v1/" + path + '?' + query).body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
