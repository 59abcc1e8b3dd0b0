package io.pipelinemonitor.alerts.channel.alertmanager;

import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.PLANNED_AT;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.explained;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.to;
import static io.pipelinemonitor.alerts.domain.event.StepBuilder.FIRED_AT;
import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Answer;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerChannelTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/api/v2/alerts";
  private static final Outgoing OUTGOING = to(ChannelKind.ALERTMANAGER, "alertmanager").build();

  private final SettableClock clock = new SettableClock(PLANNED_AT);
  private final ScriptedHttpServer server =
      ScriptedHttpServer.start(request -> new Answer(200, "", Map.of()));
  private final AlertmanagerChannel channel =
      new AlertmanagerChannel(
          new AlertmanagerSettings(
              server.address("/"),
              Secret.of("token"),
              Map.of("team", "sales"),
              Duration.ofDays(10),
              ScriptedHttpServer.PATIENT),
          clock);

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode told(AlertEvent event) throws IOException {
    assertThat(channel.send(to(ChannelKind.ALERTMANAGER, "alertmanager").telling(event).build()))
        .isEqualTo(new SendResult.Sent(DeliveryReason.ACCEPTED, null));
    return JSON.readTree(server.requests(PATH).get(server.requests(PATH).size() - 1).body());
  }

  private static JsonNode alert(JsonNode alerts, String severity) {
    for (JsonNode alert : alerts) {
      if (alert.at("/labels/severity").asText().equals(severity)) {
        return alert;
      }
    }
    throw new AssertionError("no alert is " + severity + ": " + alerts);
  }

  private static Instant endsAt(JsonNode alerts, String severity) {
    return Instant.parse(alert(alerts, severity).get("endsAt").asText());
  }

  @Test
  void anOpenIncidentIsAnAlertOfItsSeverityAndOfNoOther() throws IOException {
    JsonNode alerts = told(explained("Helvetia Rail – Platform").build());
    JsonNode warning = alert(alerts, "warning");
    assertThat(warning.get("labels"))
        .isEqualTo(
            JSON.readTree(
                """
                {"team": "sales", "alertname": "coverage-to-go", "severity": "warning",
                 "rule_type": "threshold", "scope_type": "unit", "scope_id": "dach",
                 "period": "2026-Q1", "incident_id": "8df5549"}
                """));
    assertThat(warning.at("/annotations/summary").asText()).startsWith("Warning: Coverage");
    assertThat(warning.at("/annotations/description").asText()).contains("Helvetia Rail");
    assertThat(warning.get("startsAt").asText()).isEqualTo(FIRED_AT.toString());
    assertThat(warning.get("generatorURL").asText()).startsWith("https://monitor.example.com/");
    assertThat(endsAt(alerts, "warning")).isEqualTo(PLANNED_AT.plus(Duration.ofDays(10)));
    assertThat(endsAt(alerts, "critical")).isEqualTo(PLANNED_AT);
    assertThat(endsAt(alerts, "info")).isEqualTo(PLANNED_AT);
    assertThat(server.requests().get(0).header("Authorization")).isEqualTo("Bearer token");
  }

  @Test
  void anEscalationEndsTheMilderAlert() throws IOException {
    JsonNode before = told(step().build());
    JsonNode after = told(step().taking(Transition.ESCALATED).severe(Severity.CRITICAL).build());
    assertThat(alert(after, "warning").get("labels"))
        .isEqualTo(alert(before, "warning").get("labels"));
    assertThat(endsAt(after, "warning")).isEqualTo(PLANNED_AT);
    assertThat(endsAt(after, "critical")).isAfter(PLANNED_AT);
  }

  @Test
  void theEndIsToldWithItsTime() throws IOException {
    Instant resolvedAt = FIRED_AT.plusSeconds(1);
    JsonNode alerts = told(step().taking(Transition.RESOLVED).at(resolvedAt).build());
    for (JsonNode alert : alerts) {
      assertThat(alert.get("endsAt").asText()).isEqualTo(resolvedAt.toString());
      assertThat(alert.get("startsAt").asText()).isEqualTo(FIRED_AT.toString());
    }
  }

  @Test
  void whereTheClockOfTheDataIsAheadNothingLiesInTheFuture() throws IOException {
    clock.advance(Duration.ofDays(-30));
    Instant now = clock.instant();
    JsonNode alerts = told(step().taking(Transition.RESOLVED).build());
    assertThat(alerts.get(0).get("startsAt").asText()).isEqualTo(now.toString());
    assertThat(alerts.get(0).get("endsAt").asText()).isEqualTo(now.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script>alert(1)</script>", "\" } , { \"", "x"})
  void whateverADealIsCalledItIsAText(String name) throws IOException {
    String deal = name.equals("x") ? name.repeat(5_000) : name;
    JsonNode alerts = told(explained(deal).build());
    String description = alert(alerts, "warning").at("/annotations/description").asText();
    assertThat(description).contains(deal.substring(0, Math.min(99, deal.length())));
    assertThat(description).hasSizeLessThan(8_000);
  }

  @Test
  void waitsTroubleRefusalsAndLostAnswersAreTold() {
    server.refuse(PATH, new Answer(429, "", Map.of("Retry-After", "5")));
    assertThat(((SendResult.Wait) channel.send(OUTGOING)).retryAfter())
        .isEqualTo(Duration.ofSeconds(5));
    server.refuse(PATH, new Answer(500, "", Map.of()));
    assertThat(channel.send(OUTGOING)).isInstanceOf(SendResult.Retry.class);
    server.refuse(PATH, new Answer(400, "", Map.of()));
    assertThat(channel.send(OUTGOING))
        .isEqualTo(new SendResult.Dead(DeliveryReason.CONTENT_REFUSED, "HTTP 400"));
    server.dropAfterTaking(PATH);
    assertThat(channel.send(OUTGOING)).isInstanceOf(SendResult.Ambiguous.class);
    assertThat(channel.find(OUTGOING)).isEqualTo(new Lookup.Absent());
    server.close();
    assertThat(channel.send(OUTGOING).reason()).isEqualTo(DeliveryReason.CONNECT_FAILED);
  }

  @Test
  void theEnvironmentSaysWhetherAndWhere() {
    assertThat(AlertmanagerSettings.from(Map.of())).isNull();
    AlertmanagerSettings settings =
        Objects.requireNonNull(
            AlertmanagerSettings.from(
                Map.of(
                    "ALERTMANAGER_URL", "https://alerts.example.com",
                    "ALERTMANAGER_LABELS", "team=sales, site=zurich")));
    assertThat(settings.labels()).isEqualTo(Map.of("team", "sales", "site", "zurich"));
    assertThatThrownBy(
            () ->
                AlertmanagerSettings.from(
                    Map.of("ALERTMANAGER_URL", "https://a", "ALERTMANAGER_LABELS", "my-team=x")))
        .hasMessageContaining("'my-team' is no label");
  }
}
