package io.pipelinemonitor.local.outbox;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What Slack knows of those who use it.
 *
 * @param interactivity where it posts presses of buttons: the app's Interactivity Request URL
 * @param people names by the id in Slack, as they are when they are asked for
 */
public record SlackWorkspace(URI interactivity, Supplier<Map<String, String>> people) {

  /** Whoever looks at the page and is none of the people. */
  static final String SOMEBODY = "U0SOMEBODY";
}
