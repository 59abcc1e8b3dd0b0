package io.pipelinemonitor.alerts.channel.slack;

import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slack's Web API.
 *
 * @param api where it is; ends with a slash
 * @param token of a bot
 * @param answerable whether the buttons Acknowledge and Snooze are shown, because something listens
 *     to them
 * @param pace the least time between two messages to one address; Slack wants a second
 */
public record SlackSettings(
    URI api, Secret token, boolean answerable, Duration pace, HttpLimits limits) {

  public static final String TOKEN = "SLACK_BOT_TOKEN";
  public static final String API = "SLACK_API_URL";
  public static final String SIGNING_SECRET = "SLACK_SIGNING_SECRET";

  private static final String SLACK = "https://slack.com/api/";
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /**
   * As the environment says; null: there is no token.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static @Nullable SlackSettings from(Map<String, String> environment) {
    Secret token = Secret.from(environment, TOKEN);
    if (token == null) {
      return null;
    }
    String api = environment.getOrDefault(API, SLACK);
    return new SlackSettings(
        URI.create(api.endsWith("/") ? api : api + '/'),
        token,
        Secret.from(environment, SIGNING_SECRET) != null,
        A_SECOND,
        HttpLimits.USUAL);
  }
}
