package io.pipelinemonitor.local.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was told. A change of a message in Slack is one of its own.
 *
 * @param number counts from 1
 * @param about number of the first message of the conversation that it goes on with; 0: it begins
 *     one, or what went before is not kept
 * @param to a mail address; a channel or the id of somebody in Slack
 * @param subject of a mail; null: it has none
 * @param text as it is read
 * @param html of a mail; null: it has none
 * @param reference what the sender knows it by
 * @param buttons that can be pressed
 */
record OutboxMessage(
    long number,
    Instant at,
    Medium medium,
    Act act,
    long about,
    String to,
    @Nullable String subject,
    String text,
    @Nullable String html,
    String reference,
    List<Button> buttons) {

  OutboxMessage {
    buttons = List.copyOf(buttons);
  }

  /**
   * What somebody can answer.
   *
   * @param actionId what it is called where presses are taken in
   */
  record Button(String actionId, String label) {}

  /** By what it came. */
  enum Medium {
    EMAIL,
    SLACK;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it does to others. */
  enum Act {
    NEW,
    ANSWER,
    CHANGE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What belongs together has the same: the number of its first message. */
  long conversation() {
    return about == 0 ? number : about;
  }

  /** How much there is of it. */
  int characters() {
    return text.length() + (html == null ? 0 : html.length());
  }
}
