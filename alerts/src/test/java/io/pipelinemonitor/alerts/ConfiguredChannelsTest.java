package io.pipelinemonitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.slack.SlackChannel;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookChannel;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredChannelsTest {

  private static final String INCOMING = "https://hooks.example.com/services/T/B/x";

  @Test
  void areThoseThatTheEnvironmentNames() {
    List<Channel> channels =
        channels(
            Map.of(
                "SLACK_BOT_TOKEN",
                "xoxb-1",
                "SMTP_URL",
                "smtp://mail.example.com",
                "SMTP_FROM",
                "alerts@example.com"));

    assertThat(channels)
        .extracting(Channel::kind)
        .containsExactly(ChannelKind.SLACK, ChannelKind.EMAIL);
    assertThat(channels(Map.of())).isEmpty();
  }

  @Test
  void takeSlacksIncomingWebhookOnlyWhereThereIsNoToken() {
    assertThat(channels(Map.of("SLACK_WEBHOOK_URL", INCOMING)))
        .singleElement()
        .isInstanceOf(SlackWebhookChannel.class);
    assertThat(channels(Map.of("SLACK_WEBHOOK_URL", INCOMING, "SLACK_BOT_TOKEN", "xoxb-1")))
        .singleElement()
        .isInstanceOf(SlackChannel.class);
  }

  @Test
  void areRefusedWhereSomethingIsMissing() {
    assertThatThrownBy(() -> channels(Map.of("SMTP_URL", "smtp://mail.example.com")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SMTP_FROM");
  }

  private static List<Channel> channels(Map<String, String> environment) {
    List<Channel> channels = ConfiguredChannels.from(environment, Clock.systemUTC());
    channels.forEach(Channel::close);
    return channels;
  }
}
