package io.pipelinemonitor.alerts.channel.webhook;

import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.PLANNED_AT;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.explained;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.to;
import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Answer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Request;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.SelfSigned;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookChannelTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/hook/not-to-be-seen";
  private static final Secret KEY = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final Outgoing OUTGOING = to(ChannelKind.WEBHOOK, "crm").build();

  private final SettableClock clock = new SettableClock(PLANNED_AT);
  private final ScriptedHttpServer server =
      ScriptedHttpServer.start(request -> new Answer(204, "", Map.of()));
  private final WebhookChannel channel =
      new WebhookChannel(settings(server, ScriptedHttpServer.PATIENT), clock);

  private static WebhookSettings settings(ScriptedHttpServer server, HttpLimits limits) {
    Secret address = Secret.of(server.address(PATH).toString());
    return new WebhookSettings(
        Map.of("crm", new WebhookSettings.Target(address, KEY)), Set.of("localhost"), limits);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theSignatureIsThatOfTheSpecification() {
    assertThat(
            WebhookSignature.of(
                KEY,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aStepIsSentSignedAndWithTheTime() {
    assertThat(channel.send(OUTGOING))
        .isEqualTo(new SendResult.Sent(DeliveryReason.ACCEPTED, null));
    Request request = server.requests(PATH).get(0);
    String id = request.header("webhook-id");
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(request.header("webhook-timestamp"))
        .isEqualTo(String.valueOf(PLANNED_AT.getEpochSecond()));
    assertThat(request.header("webhook-signature"))
        .isEqualTo(WebhookSignature.of(KEY, id, PLANNED_AT, request.body()))
        .isNotEqualTo(WebhookSignature.of(KEY, id, PLANNED_AT, request.body() + ' '))
        .isNotEqualTo(WebhookSignature.of(KEY, id, PLANNED_AT.plusSeconds(1), request.body()));
  }

  static List<AlertEvent> events() {
    return List.of(
        explained("Helvetia Rail – Platform").build(),
        explained("<script>alert(1)</script>").build(),
        explained("x".repeat(5_000)).build(),
        step().taking(Transition.RESOLVED).severe(Severity.CRITICAL).build());
  }

  @ParameterizedTest
  @MethodSource("events")
  void whatIsSentIsAsThePublishedSchemaSays(AlertEvent event) throws IOException {
    channel.send(to(ChannelKind.WEBHOOK, "crm").telling(event).build());
    String body = server.requests(PATH).get(0).body();
    assertThat(schema().validate(body, InputFormat.JSON)).isEmpty();
    JsonNode json = JSON.readTree(body);
    assertThat(json.at("/incidentId").asText()).isEqualTo(event.incidentId());
    assertThat(json.at("/transition").asText()).isEqualTo(event.transition().name());
    assertThat(json.at("/open").asBoolean()).isEqualTo(event.isOpen());
    assertThat(body).hasSizeLessThan(12_000);
  }

  @Test
  void theSchemaRefusesWhatIsNotAStep() throws IOException {
    assertThat(schema().validate("{\"version\":1}", InputFormat.JSON)).isNotEmpty();
  }

  private static Schema schema() throws IOException {
    try (InputStream in = WebhookChannel.class.getResourceAsStream("webhook-v1.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Objects.requireNonNull(in));
    }
  }

  @Test
  void aRepeatSaysSoUnderTheSameId() throws IOException {
    channel.send(OUTGOING);
    channel.send(OUTGOING.asPossibleRepeat());
    List<Request> requests = server.requests(PATH);
    assertThat(requests.get(0).header("webhook-id"))
        .isEqualTo(requests.get(1).header("webhook-id"));
    assertThat(JSON.readTree(requests.get(0).body()).get("possibleRepeat").asBoolean()).isFalse();
    assertThat(JSON.readTree(requests.get(1).body()).get("possibleRepeat").asBoolean()).isTrue();
  }

  @Test
  void whatIsSentGoesWhereItWasSentAndNowhereElse() {
    server.refuse(PATH, new Answer(307, "", Map.of("Location", "http://localhost:1/elsewhere")));
    SendResult result = channel.send(OUTGOING);
    assertThat(result).isEqualTo(new SendResult.Dead(DeliveryReason.REFUSED, "HTTP 307"));
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "401, CREDENTIALS_REFUSED",
    "403, PERMISSION_MISSING",
    "404, ADDRESS_UNKNOWN",
    "410, ADDRESS_CLOSED",
    "422, CONTENT_REFUSED"
  })
  void whatWillNotPassIsGivenUpAtOnce(int status, DeliveryReason reason) {
    server.refuse(PATH, new Answer(status, "whatever it says", Map.of()));
    assertThat(channel.send(OUTGOING)).isEqualTo(new SendResult.Dead(reason, "HTTP " + status));
  }

  @Test
  void waitsAndTroubleAndLostAnswersAreTold() {
    server.refuse(
        PATH, new Answer(429, "", Map.of("Retry-After", "Fri, 06 Feb 2026 13:56:02 GMT")));
    SendResult limited = channel.send(OUTGOING);
    assertThat(((SendResult.Wait) limited).retryAfter()).isEqualTo(Duration.ofSeconds(60));
    server.refuse(PATH, new Answer(503, "", Map.of()));
    assertThat(channel.send(OUTGOING)).isInstanceOf(SendResult.Retry.class);
    server.refuse(PATH, new Answer(504, "", Map.of()));
    assertThat(channel.send(OUTGOING)).isInstanceOf(SendResult.Ambiguous.class);
    server.hangAfterTaking(PATH);
    WebhookChannel impatient =
        new WebhookChannel(settings(server, ScriptedHttpServer.IMPATIENT), clock);
    assertThat(impatient.send(OUTGOING).reason()).isEqualTo(DeliveryReason.TIMED_OUT);
    server.dropAfterTaking(PATH);
    assertThat(channel.send(OUTGOING).reason()).isEqualTo(DeliveryReason.CONNECTION_LOST);
    assertThat(channel.find(OUTGOING)).isInstanceOf(Lookup.Unknowable.class);
    server.close();
    assertThat(channel.send(OUTGOING).reason()).isEqualTo(DeliveryReason.CONNECT_FAILED);
  }

  @Test
  void aServerThatNobodyVouchesForIsSentNothing() throws Exception {
    try (ScriptedHttpServer unknown =
        ScriptedHttpServer.startSecure(
            SelfSigned.context(), request -> new Answer(204, "", Map.of()))) {
      SendResult result =
          new WebhookChannel(settings(unknown, ScriptedHttpServer.PATIENT), clock).send(OUTGOING);
      assertThat(result).isInstanceOf(SendResult.Retry.class);
      assertThat(result.reason()).isEqualTo(DeliveryReason.NOT_SECURE);
      assertThat(unknown.requests()).isEmpty();
    }
  }

  @Test
  void aWebhookThatThereIsNotAndADigestAreGivenUp() {
    assertThat(channel.send(to(ChannelKind.WEBHOOK, "other").build()).reason())
        .isEqualTo(DeliveryReason.NOT_CONFIGURED);
    assertThat(channel.send(to(ChannelKind.WEBHOOK, "crm").asDigest().build()).reason())
        .isEqualTo(DeliveryReason.CONTENT_REFUSED);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theEnvironmentSaysWhichThereAre() {
    assertThat(WebhookSettings.from(Map.of())).isNull();
    WebhookSettings settings =
        Objects.requireNonNull(
            WebhookSettings.from(
                Map.of(
                    "WEBHOOKS", "crm, data-lake",
                    "WEBHOOK_HOSTS", "hooks.example.com",
                    "WEBHOOK_CRM_URL", "https://hooks.example.com/not-to-be-seen",
                    "WEBHOOK_CRM_KEY", "key-not-to-be-seen",
                    "WEBHOOK_DATA_LAKE_URL", "https://Hooks.example.com/2",
                    "WEBHOOK_DATA_LAKE_KEY", "another")));
    assertThat(settings.targets()).containsOnlyKeys("crm", "data-lake");
    assertThat(settings.toString()).doesNotContain("not-to-be-seen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/latest",
        "https://hooks.example.com.evil.example/not-to-be-seen",
        "https://hooks.example.com@evil.example/not-to-be-seen",
        "http://hooks.example.com/not-to-be-seen",
        "file:///etc/passwd"
      })
  void anAddressElsewhereOrInTheOpenIsRefusedAtStart(String address) {
    assertThatThrownBy(
            () ->
                new WebhookSettings(
                    Map.of("crm", new WebhookSettings.Target(Secret.of(address), KEY)),
                    Set.of("hooks.example.com"),
                    ScriptedHttpServer.PATIENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("webhook 'crm'")
        .hasMessageNotContaining("not-to-be-seen");
  }
}
