package io.pipelinemonitor.alerts.channel.slack;

import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incoming webhook of Slack.
 *
 * @param address where it posts to; whoever knows it can post
 * @param answerable whether the buttons Acknowledge and Snooze are shown, because something listens
 *     to them
 * @param pace the least time between two messages; Slack wants a second
 */
public record SlackWebhookSettings(
    Secret address, boolean answerable, Duration pace, HttpLimits limits) {

  static final String ADDRESS = "SLACK_WEBHOOK_URL";

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /**
   * As the environment says; null: there is no address.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static @Nullable SlackWebhookSettings from(Map<String, String> environment) {
    Secret address = Secret.from(environment, ADDRESS);
    return address == null
        ? null
        : new SlackWebhookSettings(
            address,
            Secret.from(environment, SlackSettings.SIGNING_SECRET) != null,
            A_SECOND,
            HttpLimits.USUAL);
  }
}
