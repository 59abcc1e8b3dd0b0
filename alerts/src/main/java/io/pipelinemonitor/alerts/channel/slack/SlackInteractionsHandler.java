package io.pipelinemonitor.alerts.channel.slack;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Where Slack posts what people answer, on a web server: the app's Interactivity Request URL. */
public final class SlackInteractionsHandler implements Handler {

  /** Under which it is to be mounted, for POST. */
  public static final String PATH = "/slack/interactions";

  /** Far more than a press with all of its message. */
  static final int MOST_BYTES = 64 * 1024;

  private final SlackInteractions interactions;

  public SlackInteractionsHandler(SlackInteractions interactions) {
    this.interactions = interactions;
  }

  @Override
  public void handle(Context context) throws IOException {
    // Whoever sends more has not been asked for a signature yet.
    byte[] body = context.bodyInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      context.status(HttpStatus.CONTENT_TOO_LARGE);
      return;
    }
    context.status(
        interactions.answer(
            new SlackInteractions.Request(
                context.header("X-Slack-Request-Timestamp"),
                context.header("X-Slack-Signature"),
                new String(body, StandardCharsets.UTF_8))));
  }
}
