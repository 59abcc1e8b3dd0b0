package io.pipelinemonitor.alerts.domain.message;

import io.pipelinemonitor.alerts.domain.event.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one step of an incident, whatever the channel. Every text in it is one line of
 * bounded length without control characters, and not escaped for any channel.
 *
 * @param dedupKey what the incident is about, as commands say it
 * @param open whether the incident is open, so that there is something to ask of it
 * @param quieted whether somebody has acknowledged or snoozed it, so that nobody need acknowledge
 *     it
 * @param topic what it is about, the same through all steps of an incident; a mail's subject
 * @param title the topic, and before it how the incident stands; at most {@value
 *     MessageWriter#LONGEST_TITLE} characters
 * @param sentence what is wrong, or what became of it
 * @param facts the figure against its line, since when, and the like
 * @param deals the deals that did it; null: not explained by deals
 * @param meaning what it means for the period; null: nothing to say
 * @param lookAt what to look at; null: nothing
 * @param link where to see more; null: nowhere
 */
public record Message(
    String incidentId,
    String alertEventId,
    String dedupKey,
    Severity severity,
    boolean open,
    boolean quieted,
    String topic,
    String title,
    String sentence,
    List<Fact> facts,
    @Nullable DealTable deals,
    @Nullable String meaning,
    @Nullable String lookAt,
    @Nullable Link link) {

  public Message {
    facts = List.copyOf(facts);
  }

  /** The same, of an incident that somebody has acknowledged or snoozed. */
  public Message asQuieted() {
    return with(true, facts);
  }

  /** The same, saying that it may have been read before. */
  public Message asPossibleRepeat() {
    List<Fact> marked = new ArrayList<>();
    marked.add(new Fact("Possible repeat", "whether this arrived before is not known"));
    marked.addAll(facts);
    return with(quieted, marked);
  }

  private Message with(boolean newQuieted, List<Fact> newFacts) {
    return new Message(
        incidentId,
        alertEventId,
        dedupKey,
        severity,
        open,
        newQuieted,
        topic,
        title,
        sentence,
        newFacts,
        deals,
        meaning,
        lookAt,
        link);
  }

  /** Something that is known, under its name. */
  public record Fact(String label, String value) {}

  /**
   * The deals that did it. The amounts of the lines and of the others are the total, to the minor
   * unit.
   *
   * @param lines the largest first
   * @param others what all other deals added together; null: nothing
   * @param total the whole change
   */
  public record DealTable(
      String heading, List<DealLine> lines, @Nullable String others, String total) {

    public DealTable {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One deal.
   *
   * @param cause what happened to it, after its name
   * @param amount with its sign
   */
  public record DealLine(String name, String cause, String amount) {}
}
