package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Answer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Request;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * As much of Slack as the channel uses: it keeps messages, finds them page by page, and refuses
 * what Slack refuses.
 */
public final class ScriptedSlack implements AutoCloseable {

  public static final String TOKEN = "xoxb-1234-not-to-be-seen";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 2;

  /** Ids by name, and of people by who they are. */
  private static final Map<String, String> CHANNELS =
      Map.of("#sales-emea", "C0SALES", "#board", "C0BOARD", "U0DORA", "D0DORA", "U-dora", "D1DORA");

  public final ScriptedHttpServer server = ScriptedHttpServer.start(this::answer);
  private final AtomicInteger posted = new AtomicInteger();
  private final List<ObjectNode> messages = Collections.synchronizedList(new ArrayList<>());

  public SlackSettings settings() {
    return settings(ScriptedHttpServer.PATIENT);
  }

  public SlackSettings settings(HttpLimits limits) {
    return new SlackSettings(
        server.address("/api/"), Secret.of(TOKEN), true, Duration.ofSeconds(1), limits);
  }

  /** All messages, as they are now. */
  public List<ObjectNode> messages() {
    return List.copyOf(messages);
  }

  public void fail(String method, String error) {
    server.refuse(method, error(error));
  }

  void delete(String timestamp) {
    messages.removeIf(message -> message.path("ts").asText().equals(timestamp));
  }

  private Answer answer(Request request) {
    if (!request.header("Authorization").equals("Bearer " + TOKEN)) {
      return error("invalid_auth");
    }
    String method = request.path().substring("/api/".length());
    return switch (method) {
      case "chat.postMessage" -> post(json(request.body()));
      case "chat.update" -> update(json(request.body()));
      case "conversations.open" -> open(json(request.body()));
      case "conversations.list" -> list(form(request.body()));
      case "conversations.history", "conversations.replies" -> history(form(request.body()));
      default -> error("unknown_method");
    };
  }

  private Answer post(ObjectNode message) {
    String refusal = refusal(message);
    if (refusal != null) {
      return error(refusal);
    }
    String address = message.path("channel").asText();
    String channelId = CHANNELS.getOrDefault(address, address);
    if (!CHANNELS.containsValue(channelId)) {
      return error("channel_not_found");
    }
    String timestamp = "1770386%03d.000100".formatted(posted.incrementAndGet());
    messages.add(message.put("channel", channelId).put("ts", timestamp));
    return sent(channelId, timestamp);
  }

  private Answer update(ObjectNode change) {
    String refusal = refusal(change);
    if (refusal != null) {
      return error(refusal);
    }
    for (ObjectNode message : messages()) {
      if (message.path("ts").equals(change.path("ts"))
          && message.path("channel").equals(change.path("channel"))) {
        message.set("text", change.get("text"));
        message.set("metadata", change.path("metadata"));
        if (change.has("blocks")) {
          message.set("blocks", change.get("blocks"));
        }
        return sent(message.path("channel").asText(), message.path("ts").asText());
      }
    }
    return error("message_not_found");
  }

  private static @Nullable String refusal(JsonNode message) {
    JsonNode blocks = message.path("blocks");
    int characters = 0;
    for (JsonNode block : blocks) {
      int length = block.path("text").path("text").asText().length();
      if (length > (block.path("type").asText().equals("header") ? 150 : 3_000)) {
        return "invalid_blocks";
      }
      characters += length;
    }
    if (blocks.size() > 50 || characters > 10_000) {
      return "msg_too_long";
    }
    return message.path("text").asText().isEmpty() ? "no_text" : null;
  }

  private static Answer open(JsonNode arguments) {
    String channelId = CHANNELS.get(arguments.path("users").asText());
    return channelId == null
        ? error("user_not_found")
        : ok(JSON.createObjectNode().set("channel", JSON.createObjectNode().put("id", channelId)));
  }

  private Answer list(Map<String, String> arguments) {
    List<ObjectNode> channels = new ArrayList<>();
    channels.add(JSON.createObjectNode().put("id", "C0OTHER").put("name", "sales"));
    channels.add(JSON.createObjectNode().put("id", "C0RANDOM").put("name", "random"));
    channels.add(JSON.createObjectNode().put("id", "C0SALES").put("name", "sales-emea"));
    return page("channels", channels, arguments);
  }

  private Answer history(Map<String, String> arguments) {
    String thread = arguments.getOrDefault("ts", "");
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode message : messages()) {
      boolean here = message.path("channel").asText().equals(arguments.get("channel"));
      String answered = message.path("thread_ts").asText();
      boolean inThread = answered.equals(thread) || message.path("ts").asText().equals(thread);
      if (here && (thread.isEmpty() ? answered.isEmpty() : inThread)) {
        found.add(0, message);
      }
    }
    return !thread.isEmpty() && found.isEmpty()
        ? error("thread_not_found")
        : page("messages", found, arguments);
  }

  private static Answer page(String name, List<ObjectNode> items, Map<String, String> arguments) {
    int from = Integer.parseInt(arguments.getOrDefault("cursor", "0"));
    int to = Math.min(items.size(), from + PAGE);
    ObjectNode answer = JSON.createObjectNode();
    answer.putArray(name).addAll(items.subList(from, to));
    answer
        .putObject("response_metadata")
        .put("next_cursor", to < items.size() ? String.valueOf(to) : "");
    return ok(answer);
  }

  private static Answer sent(String channelId, String timestamp) {
    return ok(JSON.createObjectNode().put("channel", channelId).put("ts", timestamp));
  }

  private static Answer ok(JsonNode answer) {
    return ScriptedHttpServer.json(200, ((ObjectNode) answer).put("ok", true).toString());
  }

  private static Answer error(String error) {
    return ScriptedHttpServer.json(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
  }

  private static ObjectNode json(String body) {
    try {
      return (ObjectNode) JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Map<String, String> form(String body) {
    Map<String, String> arguments = new HashMap<>();
    for (String argument : body.split("&")) {
      int equals = argument.indexOf('=');
      arguments.put(
          argument.substring(0, equals),
          URLDecoder.decode(argument.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return arguments;
  }

  @Override
  public void close() {
    server.close();
  }
}
