package io.pipelinemonitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OperationsServerTest {

  @Test
  void saysWhetherTheServiceDoesItsWork() throws IOException, InterruptedException {
    AtomicReference<Health> health = new AtomicReference<>(new Health(true, "All is well."));
    try (OperationsServer server =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            health::get,
            () -> "up 1\n",
            Optional.empty())) {
      assertThat(asked(server, "/ready")).isEqualTo("200 All is well.\n");
      assertThat(asked(server, "/metrics")).isEqualTo("200 up 1\n");
      health.set(new Health(false, "Kafka is away."));
      assertThat(asked(server, "/ready")).isEqualTo("503 Kafka is away.\n");
      assertThat(asked(server, "/health")).startsWith("200");
      assertThat(asked(server, "/nothing")).startsWith("404");
      assertThat(asked(server, "/slack/interactions")).startsWith("404");
    }
  }

  private static String asked(OperationsServer server, String path)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
