package io.pipelinemonitor.alerts;

import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.email.EmailChannel;
import io.pipelinemonitor.alerts.channel.email.EmailSettings;
import io.pipelinemonitor.alerts.channel.slack.SlackChannel;
import io.pipelinemonitor.alerts.channel.slack.SlackSettings;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookChannel;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookSettings;
import io.pipelinemonitor.alerts.channel.webhook.WebhookChannel;
import io.pipelinemonitor.alerts.channel.webhook.WebhookSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The channels that the environment configures. */
public final class ConfiguredChannels {

  private ConfiguredChannels() {}

  /**
   * One of each kind that is configured.
   *
   * @param environment as of {@link System#getenv()}
   * @throws IllegalArgumentException naming the variable that is wrong
   */
  public static List<Channel> from(Map<String, String> environment, Clock clock) {
    List<Channel> channels = new ArrayList<>();
    add(channels, slack(environment, clock));
    add(channels, channel(EmailSettings.from(environment), it -> new EmailChannel(it, clock)));
    add(channels, channel(WebhookSettings.from(environment), it -> new WebhookChannel(it, clock)));
    return channels;
  }

  /** By its incoming webhook only where there is no token. */
  private static @Nullable Channel slack(Map<String, String> environment, Clock clock) {
    Channel slack = channel(SlackSettings.from(environment), it -> new SlackChannel(it, clock));
    return slack == null
        ? channel(SlackWebhookSettings.from(environment), it -> new SlackWebhookChannel(it, clock))
        : slack;
  }

  private static <S> @Nullable Channel channel(@Nullable S settings, Function<S, Channel> making) {
    return settings == null ? null : making.apply(settings);
  }

  private static void add(List<Channel> channels, @Nullable Channel channel) {
    if (channel != null) {
      channels.add(channel);
    }
  }
}
