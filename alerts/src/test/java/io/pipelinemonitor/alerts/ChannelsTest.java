package io.pipelinemonitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.slack.SlackChannel;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookChannel;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelsTest {

  private static final Map<String, String> ALL =
      Map.of(
          "SLACK_BOT_TOKEN", "xoxb-1",
          "SLACK_WEBHOOK_URL", "https://hooks.example.com/1",
          "SMTP_URL", "smtp://user:password@mail.example.com",
          "SMTP_FROM", "monitor@example.com",
          "WEBHOOKS", "crm",
          "WEBHOOK_HOSTS", "crm.example.com",
          "WEBHOOK_CRM_URL", "https://crm.example.com/alerts",
          "WEBHOOK_CRM_KEY", "key",
          "ALERTMANAGER_URL", "http://localhost:9093");

  @Test
  void withoutSettingsThereIsNone() {
    assertThat(Channels.from(Map.of(), Clock.systemUTC())).isEmpty();
  }

  @Test
  void eachKindHasOne() {
    Map<ChannelKind, Channel> channels = Channels.from(ALL, Clock.systemUTC());
    assertThat(channels).containsOnlyKeys(ChannelKind.values());
    channels.forEach((kind, channel) -> assertThat(channel.kind()).isEqualTo(kind));
  }

  @Test
  void theIncomingWebhookIsForThoseWithoutAToken() {
    Map<String, String> environment = new HashMap<>(ALL);
    assertThat(Channels.from(environment, Clock.systemUTC()).get(ChannelKind.SLACK))
        .isInstanceOf(SlackChannel.class);
    environment.remove("SLACK_BOT_TOKEN");
    assertThat(Channels.from(environment, Clock.systemUTC()).get(ChannelKind.SLACK))
        .isInstanceOf(SlackWebhookChannel.class);
  }

  @Test
  void whatIsHalfConfiguredIsRefusedAtStart() {
    Map<String, String> environment = new HashMap<>(ALL);
    environment.remove("WEBHOOK_CRM_KEY");
    assertThatThrownBy(() -> Channels.from(environment, Clock.systemUTC()))
        .hasMessage("WEBHOOK_CRM_KEY is missing; WEBHOOKS asks for it");
  }
}
