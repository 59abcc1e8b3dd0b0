package io.pipelinemonitor.alerts.rendering;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.escape.Escaper;
import com.google.common.escape.Escapers;
import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Link;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.Message.DealTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as Slack takes them: {@code text} for notifications and {@code blocks} for the eye.
 * Nothing in them can mention anybody or become a link but the link itself, and no limit of Slack
 * is passed, whatever the names of deals are.
 */
public final class BlockKit {

  /** Of a header's text. */
  static final int LONGEST_HEADER = 150;

  /** Of a section's text. */
  static final int LONGEST_SECTION = 3_000;

  /** In one message. */
  static final int MOST_BLOCKS = 50;

  /** Of a message without blocks; Slack cuts what is much longer. */
  static final int LONGEST_PLAIN = 4_000;

  /** Of what a button says when it is pressed. */
  static final int LONGEST_VALUE = 2_000;

  /** In all sections together; Slack takes a little more. */
  static final int MOST_TEXT = 9_000;

  /**
   * The action of the button by which somebody says that it was seen. The buttons' value is {@code
   * incidentId|dedupKey}.
   */
  public static final String ACKNOWLEDGE = "acknowledge";

  /** The action of the button that asks for quiet. */
  public static final String SNOOZE = "snooze";

  private static final Escaper ESCAPER =
      Escapers.builder()
          .addEscape('&', "&amp;")
          .addEscape('<', "&lt;")
          .addEscape('>', "&gt;")
          .build();

  private final ArrayNode blocks = JsonNodeFactory.instance.arrayNode();

  private BlockKit() {}

  /**
   * The {@code text} and {@code blocks} of a message.
   *
   * @param answerable whether somebody listens to the buttons
   */
  public static ObjectNode of(Message message, boolean answerable) {
    BlockKit kit = new BlockKit();
    kit.header(message.title());
    kit.section(List.of(ESCAPER.escape(message.sentence())));
    kit.facts(message);
    kit.deals(message.deals());
    kit.context(message.meaning(), message.lookAt());
    kit.buttons(message, answerable);
    return kit.payload(message.title() + ": " + message.sentence());
  }

  /** The {@code text} and {@code blocks} of what is new, under the message that has it all. */
  public static ObjectNode reply(Message message) {
    BlockKit kit = new BlockKit();
    kit.section(
        List.of("*" + ESCAPER.escape(message.title()) + "*", ESCAPER.escape(message.sentence())));
    kit.facts(message);
    return kit.payload(message.title() + ": " + message.sentence());
  }

  /** Words alone, where blocks are refused: nothing in them is markup. */
  public static ObjectNode plain(String text) {
    StringBuilder escaped = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      String next = ESCAPER.escape(line);
      if (escaped.length() + next.length() + 2 > LONGEST_PLAIN) {
        escaped.append('…');
        break;
      }
      escaped.append(next).append('\n');
    }
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("text", escaped.toString());
    payload.put("mrkdwn", false);
    return payload;
  }

  /** The {@code text} and {@code blocks} of a digest. */
  public static ObjectNode of(Digest digest) {
    BlockKit kit = new BlockKit();
    kit.header(digest.title());
    int shown = 0;
    int room = MOST_TEXT;
    for (Digest.Entry entry : digest.entries()) {
      List<String> lines = lines(entry);
      room -= lines.stream().mapToInt(String::length).sum();
      if (room < 0) {
        break;
      }
      kit.section(lines);
      shown++;
    }
    int more = digest.more() + digest.entries().size() - shown;
    if (more > 0) {
      kit.context("and " + more + " more", null);
    }
    return kit.payload(digest.title());
  }

  private static List<String> lines(Digest.Entry entry) {
    Link link = entry.link();
    String title = ESCAPER.escape(entry.title());
    return List.of(
        link == null ? "*" + title + "*" : "*<" + address(link) + '|' + title + ">*",
        ESCAPER.escape(entry.sentence()));
  }

  private ObjectNode payload(String text) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("text", ESCAPER.escape(text));
    payload.set("blocks", blocks);
    return payload;
  }

  private void header(String title) {
    // Slack counts UTF-16 units.
    String text = title.length() <= LONGEST_HEADER ? title : cut(title, LONGEST_HEADER - 1) + '…';
    ObjectNode header = block("header").putObject("text");
    header.put("type", "plain_text");
    header.put("text", text);
    header.put("emoji", false);
  }

  private static String cut(String text, int length) {
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }

  private void facts(Message message) {
    section(
        message.facts().stream()
            .map(fact -> "*" + ESCAPER.escape(fact.label()) + ":* " + ESCAPER.escape(fact.value()))
            .toList());
  }

  private void deals(@Nullable DealTable deals) {
    if (deals == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("*" + ESCAPER.escape(deals.heading()) + "*");
    deals
        .lines()
        .forEach(
            deal ->
                lines.add(
                    "• *"
                        + ESCAPER.escape(deal.amount())
                        + "*  "
                        + ESCAPER.escape(deal.name() + ' ' + deal.cause())));
    if (deals.others() != null) {
      lines.add("• *" + ESCAPER.escape(deals.others()) + "*  all other deals");
    }
    lines.add("In all *" + ESCAPER.escape(deals.total()) + "*");
    section(lines);
  }

  /** Lines, in as many sections as they need: no line is cut, so no escape is. */
  private void section(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (!text.isEmpty() && text.length() + line.length() + 1 > LONGEST_SECTION) {
        mrkdwn(block("section").putObject("text"), text.toString());
        text.setLength(0);
      }
      text.append(text.isEmpty() ? "" : "\n").append(line);
    }
    if (!text.isEmpty()) {
      mrkdwn(block("section").putObject("text"), text.toString());
    }
  }

  private void context(@Nullable String first, @Nullable String second) {
    if (first == null && second == null) {
      return;
    }
    ArrayNode elements = block("context").putArray("elements");
    for (String text : new String[] {first, second}) {
      if (text != null) {
        mrkdwn(elements.addObject(), ESCAPER.escape(text));
      }
    }
  }

  private static void mrkdwn(ObjectNode node, String text) {
    node.put("type", "mrkdwn");
    node.put("text", text);
    // Names that look like addresses, channels or people stay names.
    node.put("verbatim", true);
  }

  private void buttons(Message message, boolean answerable) {
    Link link = message.link();
    String value = message.incidentId() + '|' + message.dedupKey();
    boolean answers = answerable && message.open() && value.length() <= LONGEST_VALUE;
    if (!answers && link == null) {
      return;
    }
    ArrayNode elements = block("actions").putArray("elements");
    if (answers) {
      if (!message.quieted()) {
        button(elements, "Acknowledge", ACKNOWLEDGE).put("value", value);
      }
      button(elements, "Snooze", SNOOZE).put("value", value);
    }
    if (link != null) {
      button(elements, link.label(), "open").put("url", link.address().toString());
    }
  }

  private static ObjectNode button(ArrayNode elements, String label, String action) {
    ObjectNode button = elements.addObject();
    button.put("type", "button");
    button.put("action_id", action);
    ObjectNode text = button.putObject("text");
    text.put("type", "plain_text");
    text.put("text", label);
    text.put("emoji", false);
    return button;
  }

  private static String address(Link link) {
    return ESCAPER.escape(link.address().toString().replace("|", "%7C"));
  }

  private ObjectNode block(String type) {
    ObjectNode block = blocks.addObject();
    block.put("type", type);
    return block;
  }
}
