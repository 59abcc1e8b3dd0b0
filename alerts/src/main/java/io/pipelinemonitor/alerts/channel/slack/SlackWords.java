package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.rendering.BlockKit;
import io.pipelinemonitor.alerts.rendering.PlainText;

/** Content as Slack takes it: with blocks, and as words alone. */
final class SlackWords {

  private SlackWords() {}

  /** The whole message. */
  static ObjectNode whole(Content content, boolean answerable) {
    return closed(
        content instanceof Content.Step step
            ? BlockKit.of(step.message(), answerable)
            : BlockKit.of(((Content.Together) content).digest()));
  }

  /** What is new. */
  static ObjectNode reply(Content content) {
    return closed(
        content instanceof Content.Step step
            ? BlockKit.reply(step.message())
            : BlockKit.of(((Content.Together) content).digest()));
  }

  /** Without blocks. */
  static ObjectNode plain(Content content) {
    return closed(
        BlockKit.plain(
            content instanceof Content.Step step
                ? PlainText.of(step.message())
                : PlainText.of(((Content.Together) content).digest())));
  }

  /** Nothing that stands in a message is fetched or shown by Slack. */
  private static ObjectNode closed(ObjectNode payload) {
    return payload.put("unfurl_links", false).put("unfurl_media", false);
  }
}
