package io.pipelinemonitor.alerts;

import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.alertmanager.AlertmanagerChannel;
import io.pipelinemonitor.alerts.channel.alertmanager.AlertmanagerSettings;
import io.pipelinemonitor.alerts.channel.email.EmailChannel;
import io.pipelinemonitor.alerts.channel.email.EmailSettings;
import io.pipelinemonitor.alerts.channel.slack.SlackChannel;
import io.pipelinemonitor.alerts.channel.slack.SlackSettings;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookChannel;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookSettings;
import io.pipelinemonitor.alerts.channel.webhook.WebhookChannel;
import io.pipelinemonitor.alerts.channel.webhook.WebhookSettings;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All channels that there are, and those of them that are configured. */
public final class Channels {

  private final Map<ChannelKind, Channel> configured = new EnumMap<>(ChannelKind.class);

  private Channels() {}

  /**
   * Those that the environment configures, by kind. Of two of a kind the better one is used.
   *
   * @param environment as of {@link System#getenv()}
   * @param clock of the wall
   */
  public static Map<ChannelKind, Channel> from(Map<String, String> environment, Clock clock) {
    Channels all = new Channels();
    all.add(
        ChannelKind.SLACK,
        SlackSettings.from(environment),
        settings -> new SlackChannel(settings, clock));
    all.add(
        ChannelKind.SLACK,
        SlackWebhookSettings.from(environment),
        settings -> new SlackWebhookChannel(settings, clock));
    all.add(
        ChannelKind.EMAIL,
        EmailSettings.from(environment),
        settings -> new EmailChannel(settings, clock));
    all.add(
        ChannelKind.WEBHOOK,
        WebhookSettings.from(environment),
        settings -> new WebhookChannel(settings, clock));
    all.add(
        ChannelKind.ALERTMANAGER,
        AlertmanagerSettings.from(environment),
        settings -> new AlertmanagerChannel(settings, clock));
    return Map.copyOf(all.configured);
  }

  /** One that is not used is not opened either: nobody would close it. */
  private <S> void add(ChannelKind kind, @Nullable S settings, Function<S, Channel> open) {
    if (settings != null && !configured.containsKey(kind)) {
      configured.put(kind, open.apply(settings));
    }
  }
}
