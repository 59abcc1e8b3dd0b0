package io.pipelinemonitor.local.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import io.pipelinemonitor.local.outbox.OutboxMessage.Act;
import io.pipelinemonitor.local.outbox.OutboxMessage.Medium;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * As much of Slack's Web API as delivery calls. Every channel and everybody is there, and what
 * Slack refuses for its form is refused.
 */
final class SlackStandIn {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BLOCKS = 50;
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_SECTION = 3_000;
  private static final int LONGEST_TEXT = 40_000;
  private static final int USUAL_PAGE = 100;
  private static final long MICROS = 1_000_000;

  private final KeptMessages kept;
  private final int most;
  private final byte[] authorization;
  private final Clock clock;

  /** By channel and timestamp, as it is now; the oldest first. */
  private final Map<String, ObjectNode> messages = new LinkedHashMap<>();

  /** How a channel is addressed, by its id. */
  private final Map<String, String> addresses = new TreeMap<>();

  private long lastMicros;

  /**
   * A Slack without messages.
   *
   * @param most of so many messages it knows, of the newest
   * @param token that callers have to know
   */
  SlackStandIn(KeptMessages kept, int most, String token, Clock clock) {
    this.kept = kept;
    this.most = most;
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
  }

  /**
   * Answers a call.
   *
   * @param authorized the header Authorization; null: there is none
   * @param arguments what came as JSON or as a form
   */
  synchronized ObjectNode answer(String method, @Nullable String authorized, ObjectNode arguments) {
    if (authorized == null) {
      return error("not_authed");
    }
    if (!MessageDigest.isEqual(authorized.getBytes(StandardCharsets.UTF_8), authorization)) {
      return error("invalid_auth");
    }
    return switch (method) {
      case "chat.postMessage" -> post(arguments);
      case "chat.update" -> update(arguments);
      case "conversations.open" -> open(arguments);
      case "conversations.list" -> list();
      case "conversations.history", "conversations.replies" -> history(arguments);
      default -> error("unknown_method");
    };
  }

  /** The JSON of a body; empty if it is none. */
  static ObjectNode arguments(String body) {
    try {
      return JSON.readTree(body) instanceof ObjectNode arguments
          ? arguments
          : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      // Every method then misses what it needs, and says so.
      return JSON.createObjectNode();
    }
  }

  private ObjectNode post(ObjectNode message) {
    String refusal = refusal(message);
    if (refusal != null) {
      return error(refusal);
    }
    String address = message.path("channel").asText();
    if (address.isEmpty()) {
      return error("channel_not_found");
    }
    String channelId = channelId(address);
    String thread = message.path("thread_ts").asText();
    if (!thread.isEmpty() && !messages.containsKey(reference(channelId, thread))) {
      return error("thread_not_found");
    }
    String timestamp = nextTimestamp();
    message.put("channel", channelId).put("ts", timestamp).put("type", "message");
    messages.put(reference(channelId, timestamp), message);
    while (messages.size() > most) {
      messages.remove(messages.keySet().iterator().next());
    }
    keep(message, thread.isEmpty() ? Act.NEW : Act.ANSWER, reference(channelId, thread));
    return sent(message);
  }

  private ObjectNode update(ObjectNode change) {
    String reference = reference(change.path("channel").asText(), change.path("ts").asText());
    ObjectNode message = messages.get(reference);
    if (message == null) {
      return error("message_not_found");
    }
    String refusal = refusal(change);
    if (refusal != null) {
      return error(refusal);
    }
    message.set("text", change.path("text"));
    for (String part : List.of("blocks", "metadata")) {
      if (change.has(part)) {
        message.set(part, change.path(part));
      }
    }
    keep(message, Act.CHANGE, reference);
    return sent(message);
  }

  private void keep(ObjectNode message, Act act, String about) {
    String channelId = message.path("channel").asText();
    String text = BlockText.of(message);
    long conversation = act == Act.NEW ? 0 : kept.conversationOf(about);
    kept.keep(
        number ->
            new OutboxMessage(
                number,
                clock.instant(),
                Medium.SLACK,
                act,
                conversation,
                addresses.getOrDefault(channelId, channelId),
                null,
                text,
                null,
                reference(channelId, message.path("ts").asText()),
                BlockText.buttons(message)));
  }

  /**
   * What Slack posts when somebody presses a button; null: there is no such button at the message,
   * or not any more.
   *
   * @param user who presses it, unless the message is to one person alone
   */
  synchronized @Nullable ObjectNode press(String reference, String actionId, String user) {
    ObjectNode message = messages.getOrDefault(reference, JSON.createObjectNode());
    for (JsonNode block : message.path("blocks")) {
      for (JsonNode element : block.path("elements")) {
        if (element.path("action_id").asText().equals(actionId)
            && element instanceof ObjectNode button) {
          return press(message, button, user);
        }
      }
    }
    return null;
  }

  private ObjectNode press(ObjectNode message, ObjectNode button, String user) {
    String channelId = message.path("channel").asText();
    String to = addresses.getOrDefault(channelId, channelId);
    ObjectNode payload = JSON.createObjectNode().put("type", "block_actions");
    payload.putObject("user").put("id", isPerson(to) ? to : user);
    payload.putObject("channel").put("id", channelId);
    payload
        .putObject("container")
        .put("type", "message")
        .put("channel_id", channelId)
        .put("message_ts", message.path("ts").asText());
    payload.set("message", message.deepCopy());
    payload.putArray("actions").add(button.deepCopy().put("action_ts", nextTimestamp()));
    return payload;
  }

  /** Whether an address is somebody's id. */
  static boolean isPerson(String address) {
    return address.matches("[UW][A-Z0-9]{2,}");
  }

  /** What is wrong with the form of a message; null: nothing. */
  private static @Nullable String refusal(JsonNode message) {
    JsonNode blocks = message.path("blocks");
    String text = message.path("text").asText();
    if (text.isEmpty() && blocks.isEmpty()) {
      return "no_text";
    }
    if (text.length() > LONGEST_TEXT) {
      return "msg_too_long";
    }
    for (JsonNode block : blocks) {
      int limit = block.path("type").asText().equals("header") ? LONGEST_HEADER : LONGEST_SECTION;
      if (block.path("text").path("text").asText().length() > limit) {
        return "invalid_blocks";
      }
    }
    return blocks.size() > MOST_BLOCKS ? "invalid_blocks" : null;
  }

  private ObjectNode open(JsonNode arguments) {
    String user = arguments.path("users").asText();
    if (user.isEmpty()) {
      return error("users_not_found");
    }
    ObjectNode answer = ok();
    answer.putObject("channel").put("id", channelId(user));
    return answer;
  }

  private ObjectNode list() {
    ObjectNode answer = ok();
    var channels = answer.putArray("channels");
    addresses.forEach(
        (id, address) -> {
          if (address.startsWith("#")) {
            channels.addObject().put("id", id).put("name", address.substring(1));
          }
        });
    return answer;
  }

  /** Of a channel the newest first, of a thread the oldest; page by page. */
  private ObjectNode history(JsonNode arguments) {
    String channelId = arguments.path("channel").asText();
    String thread = arguments.path("ts").asText();
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode message : messages.values()) {
      String answered = message.path("thread_ts").asText();
      boolean wanted =
          thread.isEmpty()
              ? answered.isEmpty()
              : answered.equals(thread) || message.path("ts").asText().equals(thread);
      if (wanted
          && message.path("channel").asText().equals(channelId)
          && message.path("ts").asText().compareTo(arguments.path("oldest").asText()) >= 0) {
        found.add(message);
      }
    }
    if (thread.isEmpty()) {
      Collections.reverse(found);
    } else if (!messages.containsKey(reference(channelId, thread))) {
      return error("thread_not_found");
    }
    return page(found, arguments);
  }

  /** What comes behind the cursor, which is the timestamp of the last one before. */
  private static ObjectNode page(List<ObjectNode> found, JsonNode arguments) {
    String cursor = arguments.path("cursor").asText();
    int from = 0;
    while (!cursor.isEmpty() && from < found.size()) {
      if (found.get(from++).path("ts").asText().equals(cursor)) {
        break;
      }
    }
    int limit = Math.max(1, arguments.path("limit").asInt(USUAL_PAGE));
    int to = Math.min(found.size(), from + limit);
    ObjectNode answer = ok();
    answer.putArray("messages").addAll(found.subList(from, to));
    answer
        .putObject("response_metadata")
        .put("next_cursor", to < found.size() ? found.get(to - 1).path("ts").asText() : "");
    return answer;
  }

  /** The same for an address in every run, so that what was sent in another is known as gone. */
  private String channelId(String address) {
    if (address.matches("[CDG][A-Z0-9]{2,}")) {
      return address;
    }
    boolean person = isPerson(address);
    String shown = person || address.startsWith("#") ? address : '#' + address;
    String hash = Hashing.sha256().hashString(shown, StandardCharsets.UTF_8).toString();
    String id = (person ? "D" : "C") + hash.substring(0, 10).toUpperCase(Locale.ROOT);
    addresses.put(id, shown);
    return id;
  }

  private String nextTimestamp() {
    Instant now = clock.instant();
    lastMicros = Math.max(lastMicros + 1, now.getEpochSecond() * MICROS + now.getNano() / 1_000);
    return "%d.%06d".formatted(lastMicros / MICROS, lastMicros % MICROS);
  }

  private static String reference(String channelId, String timestamp) {
    return channelId + '/' + timestamp;
  }

  private static ObjectNode sent(JsonNode message) {
    return ok().put("channel", message.path("channel").asText())
        .put("ts", message.path("ts").asText());
  }

  private static ObjectNode ok() {
    return JSON.createObjectNode().put("ok", true);
  }

  private static ObjectNode error(String error) {
    return JSON.createObjectNode().put("ok", false).put("error", error);
  }
}
