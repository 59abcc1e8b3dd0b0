package io.pipelinemonitor.alerts.domain.message;

import io.pipelinemonitor.alerts.domain.event.Severity;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was held back for somebody, in one message.
 *
 * @param title how many there are
 * @param entries those that are shown, what is open before what is over, the worst first
 * @param more how many more there are
 */
public record Digest(String title, List<Entry> entries, int more) {

  /** As many as fit into the blocks of one Slack message. */
  static final int MOST_SHOWN = 40;

  private static final int LONGEST_SENTENCE = 120;

  public Digest {
    entries = List.copyOf(entries);
  }

  /**
   * One incident.
   *
   * @param link where to see more; null: nowhere
   */
  public record Entry(
      Severity severity, boolean open, String title, String sentence, @Nullable Link link) {}

  /** The same, saying that it may have been read before. */
  public Digest asPossibleRepeat() {
    return new Digest(title + " (possible repeat)", entries, more);
  }

  /** The digest of these, each of another incident. */
  public static Digest of(List<Message> messages) {
    List<Entry> entries =
        messages.stream()
            .sorted(
                Comparator.comparing((Message message) -> !message.open())
                    .thenComparing(Message::severity, Comparator.reverseOrder())
                    .thenComparing(Message::title)
                    .thenComparing(Message::incidentId))
            .map(
                message ->
                    new Entry(
                        message.severity(),
                        message.open(),
                        message.title(),
                        OneLine.of(message.sentence(), LONGEST_SENTENCE),
                        message.link()))
            .toList();
    long open = messages.stream().filter(Message::open).count();
    int shown = Math.min(MOST_SHOWN, entries.size());
    return new Digest(
        "%d %s, %d still open"
            .formatted(entries.size(), entries.size() == 1 ? "alert" : "alerts", open),
        entries.subList(0, shown),
        entries.size() - shown);
  }
}
