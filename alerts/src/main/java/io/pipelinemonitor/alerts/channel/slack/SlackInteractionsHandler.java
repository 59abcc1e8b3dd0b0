package io.pipelinemonitor.alerts.channel.slack;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/** Where Slack posts what people answer, on a web server: the app's Interactivity Request URL. */
public final class SlackInteractionsHandler implements Handler {

  /** Under which it is to be mounted, for POST. */
  public static final String PATH = "/slack/interactions";

  private final SlackInteractions interactions;

  public SlackInteractionsHandler(SlackInteractions interactions) {
    this.interactions = interactions;
  }

  @Override
  public void handle(Context context) {
    context.status(
        interactions.answer(
            new SlackInteractions.Request(
                context.header("X-Slack-Request-Timestamp"),
                context.header("X-Slack-Signature"),
                context.body())));
  }
}
