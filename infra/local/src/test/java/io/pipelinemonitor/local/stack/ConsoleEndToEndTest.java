package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipelinemonitor.local.connection.ClientProperties;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.jobs.StandardJobs;
import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a deal to an alert in the console, and from its button back to the alert. */
class ConsoleEndToEndTest {
  private static final Instant MONDAY_9AM = Instant.parse("2026-02-02T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temporary;

  private final Ports ports = FreePorts.find();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void showsWhatTheJobsSayAndWhatIsAskedInItTakesEffect() throws IOException, InterruptedException {
    try (Stack stack = start()) {
      String console = stack.consoleUrl().orElseThrow();
      publish(
          stack,
          Topics.SALES_PROCESSES,
          """
          {"pipelineId":"new-business","name":"New business","updatedAt":"2026-01-05T08:00:00Z","stages":[\
          {"stageId":"proposal","name":"Proposal","order":2,"status":"OPEN","probability":0.5,"forecastCategory":"PIPELINE"}]}""",
          MONDAY_9AM);
      publish(
          stack,
          Topics.ORG_UNITS,
          """
          {"unitId":"acme","name":"Acme","kind":"COMPANY","updatedAt":"2026-01-05T08:00:00Z"}""",
          MONDAY_9AM);
      publish(
          stack,
          Topics.ORG_UNITS,
          """
          {"unitId":"emea","name":"EMEA","kind":"REGION","parentUnitId":"acme","updatedAt":"2026-01-05T08:00:00Z"}""",
          MONDAY_9AM);
      publish(
          stack,
          Topics.ORG_MEMBERS,
          """
          {"memberId":"ann","name":"Ann","unitId":"emea","active":true,"updatedAt":"2026-01-05T08:00:00Z"}""",
          MONDAY_9AM);
      publish(
          stack,
          Topics.QUOTAS,
          """
          {"scopeType":"UNIT","scopeId":"emea","period":"2026-Q1","amount":100000,"currency":"USD","updatedAt":"2026-01-05T08:00:00Z"}""",
          MONDAY_9AM);
      publish(
          stack,
          Topics.DEAL_EVENTS,
          """
          {"eventId":"e1","dealId":"d1","source":"test","type":"CREATED","occurredAt":"%s","name":"<script>alert(1)</script>",\
          "pipelineId":"new-business","stageId":"proposal","amount":250000.5,"currency":"USD","closeDate":"2026-03-20","ownerId":"ann"}"""
              .formatted(MONDAY_9AM),
          MONDAY_9AM);
      letTimePass(stack, Duration.ofHours(6));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  get(console, "/api/scope?scope=UNIT:emea&period=2026-Q1")
                          .at("/scope/openAmount")
                          .asLong()
                      == 250_000_50L);
      await().atMost(PATIENCE).until(() -> incident(console).path("open").asBoolean());
      assertThat(incident(console).path("acknowledged").asBoolean()).isFalse();
      assertThat(incident(console).path("severity").asText()).isEqualTo("WARNING");

      HttpResponse<String> asked =
          client.send(
              request(
                      console,
                      "/api/incidents/%s/acknowledge"
                          .formatted(incident(console).path("incidentId").asText()))
                  .header("Origin", console)
                  .header("X-CSRF-Token", get(console, "/api/session").path("csrf").asText())
                  .POST(BodyPublishers.ofString("{\"comment\":\"two deals slip\"}"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(asked.statusCode()).isEqualTo(202);
      letTimePass(stack, Duration.ofHours(7));

      await().atMost(PATIENCE).until(() -> incident(console).path("acknowledged").asBoolean());
      assertThat(incident(console).path("summary").asText()).contains("two deals slip");
    }
  }

  private Stack start() {
    return Stack.start(
        new StackSettings(
            temporary.resolve("data"),
            ports,
            Optional.empty(),
            Optional.empty(),
            ClientProperties.NONE,
            1,
            StackClock.DATA,
            Map.of(),
            StandardJobs.all(),
            Path.of(System.getProperty("monitor.registry")),
            Optional.of(StackAlerts.of(Map.of(), Map.of()))),
        what -> {});
  }

  private static void letTimePass(Stack stack, Duration sinceMonday) throws IOException {
    Instant at = MONDAY_9AM.plus(sinceMonday);
    publish(stack, Topics.HEARTBEAT, "{\"source\":\"test\",\"at\":\"%s\"}".formatted(at), at);
  }

  private static <T extends SpecificRecord> void publish(
      Stack stack, Topic<T> topic, String line, Instant at) throws IOException {
    LinePublisher.publishAt(stack.connection(), topic, line, at);
  }

  private JsonNode incident(String console) throws IOException, InterruptedException {
    for (JsonNode incident : get(console, "/api/incidents?scope=UNIT:emea").path("incidents")) {
      if (incident.path("ruleId").asText().equals("coverage-to-go")) {
        return incident;
      }
    }
    return JSON.createObjectNode();
  }

  private JsonNode get(String console, String path) throws IOException, InterruptedException {
    return JSON.readTree(
        client.send(request(console, path).build(), BodyHandlers.ofString()).body());
  }

  private static HttpRequest.Builder request(String console, String path) {
    return HttpRequest.newBuilder(URI.create(console + path));
  }
}
