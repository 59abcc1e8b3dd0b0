package io.pipelinemonitor.alerts.channel.slack;

import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.PLANNED_AT;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Answer;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackWebhookChannelTest {

  private static final String PATH = "/services/T0/B0/not-to-be-seen";
  private static final Outgoing OUTGOING = to(ChannelKind.SLACK, "U0DORA").build();

  private final SettableClock clock = new SettableClock(PLANNED_AT);
  private final ScriptedHttpServer server =
      ScriptedHttpServer.start(request -> new Answer(200, "ok", Map.of()));
  private final SlackWebhookSettings settings = settings(ScriptedHttpServer.PATIENT);
  private final SlackWebhookChannel channel = new SlackWebhookChannel(settings, clock);

  private SlackWebhookSettings settings(HttpLimits limits) {
    return new SlackWebhookSettings(
        Secret.of(server.address(PATH).toString()), true, Duration.ofSeconds(1), limits);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aPersonIsMentionedInTheChannelOfTheWebhook() {
    assertThat(channel.send(OUTGOING))
        .isEqualTo(new SendResult.Sent(DeliveryReason.ACCEPTED, null));
    assertThat(server.requests(PATH)).hasSize(1);
    assertThat(server.requests().get(0).body()).contains("<@U0DORA>", "Warning: Coverage");
  }

  @Test
  void aChangeThatCallsNobodyIsNotShown() {
    Outgoing change = to(ChannelKind.SLACK, "U0DORA").by(Manner.UPDATE, "first", null).build();
    assertThat(channel.send(change))
        .isEqualTo(new SendResult.Sent(DeliveryReason.NOTHING_TO_SHOW, null));
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, invalid_token, CREDENTIALS_REFUSED",
    "404, no_service, CREDENTIALS_REFUSED",
    "410, channel_is_archived, ADDRESS_CLOSED",
    "400, something, CONTENT_REFUSED"
  })
  void whatWillNotPassIsGivenUpAtOnce(int status, String error, DeliveryReason reason) {
    server.refuse(PATH, new Answer(status, error, Map.of()));
    assertThat(channel.send(OUTGOING))
        .isEqualTo(new SendResult.Dead(reason, "HTTP " + status + ' ' + error));
  }

  @Test
  void blocksThatAreRefusedAreSentOnceMoreAsPlainText() {
    server.refuse(PATH, new Answer(400, "invalid_blocks", Map.of()));
    assertThat(channel.send(OUTGOING).reason()).isEqualTo(DeliveryReason.ACCEPTED_AS_PLAIN_TEXT);
    assertThat(server.requests().get(1).body()).contains("<@U0DORA>").doesNotContain("blocks");
  }

  @Test
  void waitsAndTroubleAreTold() {
    server.refuse(PATH, new Answer(429, "", Map.of("Retry-After", "12")));
    SendResult limited = channel.send(OUTGOING);
    assertThat(((SendResult.Wait) limited).retryAfter()).isEqualTo(Duration.ofSeconds(12));
    clock.advance(Duration.ofSeconds(12));
    server.refuse(PATH, new Answer(500, "rollup_error", Map.of()));
    assertThat(channel.send(OUTGOING)).isInstanceOf(SendResult.Retry.class);
    clock.advance(Duration.ofSeconds(1));
    server.hangAfterTaking(PATH);
    assertThat(
            new SlackWebhookChannel(settings(ScriptedHttpServer.IMPATIENT), clock).send(OUTGOING))
        .isInstanceOf(SendResult.Ambiguous.class);
    assertThat(channel.find(OUTGOING)).isInstanceOf(Lookup.Unknowable.class);
  }

  @Test
  void theAddressIsNotShown() {
    server.close();
    SendResult result = channel.send(OUTGOING);
    assertThat(result.reason()).isEqualTo(DeliveryReason.CONNECT_FAILED);
    assertThat(result + settings.toString()).doesNotContain("not-to-be-seen");
    assertThatThrownBy(() -> Secret.of("https://not to be seen").revealAddress())
        .hasMessageNotContaining("to be seen")
        .hasNoCause();
  }
}
