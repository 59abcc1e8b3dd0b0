package io.pipelinemonitor.local.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Messages of Slack as they are read there, without fonts and colours. */
final class BlockText {

  private static final Pattern LABELLED_LINK = Pattern.compile("<(https?://[^|>\\s]+)\\|([^>]+)>");
  private static final Pattern LINK = Pattern.compile("<(https?://[^|>\\s]+)>");
  private static final Pattern BOLD = Pattern.compile("(?<![\\w*])\\*([^*\\n]+)\\*(?![\\w*])");

  private BlockText() {}

  /** The blocks of a message; of one without blocks its words. */
  static String of(JsonNode message) {
    List<String> blocks = new ArrayList<>();
    for (JsonNode block : message.path("blocks")) {
      String text = block(block);
      if (!text.isEmpty()) {
        blocks.add(text);
      }
    }
    return blocks.isEmpty()
        ? unescaped(message.path("text").asText()).strip()
        : String.join("\n\n", blocks);
  }

  private static String block(JsonNode block) {
    return switch (block.path("type").asText()) {
      case "header", "section" -> text(block.path("text"));
      case "context" -> elements(block, "\n");
      case "actions" -> elements(block, "  ");
      default -> "(" + block.path("type").asText() + ")";
    };
  }

  private static String elements(JsonNode block, String separator) {
    List<String> elements = new ArrayList<>();
    for (JsonNode element : block.path("elements")) {
      if (!isAnswer(element)) {
        elements.add(
            element.path("type").asText().equals("button") ? button(element) : text(element));
      }
    }
    return String.join(separator, elements);
  }

  /** Whether an element is a button by which somebody answers, and not one that opens a page. */
  private static boolean isAnswer(JsonNode element) {
    return element.path("type").asText().equals("button") && element.has("value");
  }

  /** By which somebody answers. */
  static List<OutboxMessage.Button> buttons(JsonNode message) {
    List<OutboxMessage.Button> buttons = new ArrayList<>();
    for (JsonNode block : message.path("blocks")) {
      for (JsonNode element : block.path("elements")) {
        if (isAnswer(element)) {
          buttons.add(
              new OutboxMessage.Button(
                  element.path("action_id").asText(), text(element.path("text"))));
        }
      }
    }
    return buttons;
  }

  private static String button(JsonNode button) {
    String url = button.path("url").asText();
    return "[" + text(button.path("text")) + "]" + (url.isEmpty() ? "" : " " + url);
  }

  private static String text(JsonNode text) {
    String written = text.path("text").asText();
    if (!text.path("type").asText().equals("mrkdwn")) {
      return written;
    }
    String withLinks = LABELLED_LINK.matcher(written).replaceAll("$2 ($1)");
    String plain = LINK.matcher(withLinks).replaceAll("$1");
    return unescaped(BOLD.matcher(plain).replaceAll("$1"));
  }

  private static String unescaped(String text) {
    // What stands for an ampersand comes last, or "&amp;lt;" would become a bracket.
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }
}
