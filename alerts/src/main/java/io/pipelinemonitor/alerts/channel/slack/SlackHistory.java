package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds messages of ours in what Slack keeps, by the delivery that their metadata names. */
final class SlackHistory {

  private static final String EVENT_TYPE = "pipeline_monitor_delivery";
  private static final String DELIVERY_ID = "delivery_id";

  /** By how much Slack's clock may be behind ours. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  /** Until a look-up is tried again that found the other side in trouble. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final int PAGE = 200;
  private static final int MOST_PAGES = 25;

  private final SlackApi api;

  /** Ids of channels by how they are addressed: by name, or by the person at their other end. */
  private final Map<String, String> channelIds = new ConcurrentHashMap<>();

  SlackHistory(SlackApi api) {
    this.api = api;
  }

  /** Makes a message one that can be found. */
  static void mark(ObjectNode payload, String deliveryId) {
    ObjectNode metadata = payload.putObject("metadata");
    metadata.put("event_type", EVENT_TYPE);
    metadata.putObject("event_payload").put(DELIVERY_ID, deliveryId);
  }

  /** Takes in under which id an address is known. */
  void learn(String address, @Nullable SlackReference sent) {
    if (sent != null) {
      channelIds.put(address, sent.channelId());
    }
  }

  /**
   * The message, in the thread if it was an answer.
   *
   * @param anchor what it answered; null: it is a message of its own
   */
  Lookup find(Outgoing outgoing, @Nullable SlackReference anchor) {
    if (anchor != null) {
      Lookup inThread = inThread(outgoing, anchor);
      if (!isAnchorGone(inThread)) {
        return inThread;
      }
      // Then it became a message of its own.
      return inChannel(outgoing, anchor.channelId());
    }
    String address = outgoing.endpoint().address();
    String known = channelIds.get(address);
    if (known != null || isChannelId(address)) {
      return inChannel(outgoing, known == null ? address : known);
    }
    Search<String> channel = address.startsWith("#") ? named(address) : withPerson(address);
    if (channel.failure() != null) {
      return channel.failure();
    }
    String channelId = channel.found();
    if (channelId == null) {
      return new Lookup.Unknowable(DeliveryReason.ADDRESS_UNKNOWN, "no channel of that name");
    }
    channelIds.put(address, channelId);
    return inChannel(outgoing, channelId);
  }

  private static boolean isChannelId(String address) {
    return address.matches("[CDG][A-Z0-9]{2,}");
  }

  private static boolean isAnchorGone(Lookup lookup) {
    return lookup instanceof Lookup.Unknowable unknowable
        && unknowable.reason() == DeliveryReason.ANCHOR_GONE;
  }

  /**
   * What a search came to.
   *
   * @param found null: it is not there, or the search failed
   * @param failure null: the search came to its end
   */
  private record Search<T>(@Nullable T found, @Nullable Lookup failure) {}

  private Lookup inChannel(Outgoing outgoing, String channelId) {
    return message("conversations.history", outgoing, channelId, Map.of());
  }

  private Lookup inThread(Outgoing outgoing, SlackReference anchor) {
    return message(
        "conversations.replies", outgoing, anchor.channelId(), Map.of("ts", anchor.timestamp()));
  }

  private Lookup message(
      String method, Outgoing outgoing, String channelId, Map<String, String> more) {
    Map<String, String> arguments = new LinkedHashMap<>(more);
    arguments.put("channel", channelId);
    arguments.put("oldest", timestamp(outgoing.plannedAt().minus(CLOCKS_APART)));
    arguments.put("inclusive", "true");
    arguments.put("include_all_metadata", "true");
    Search<String> search =
        search(
            method,
            arguments,
            "messages",
            message -> isOf(message, outgoing.deliveryId()) ? message.path("ts").asText() : null);
    if (search.failure() != null) {
      return search.failure();
    }
    return search.found() == null
        ? new Lookup.Absent()
        : new Lookup.Found(new SlackReference(channelId, search.found()).text());
  }

  private static String timestamp(Instant moment) {
    return "%d.%06d".formatted(moment.getEpochSecond(), moment.getNano() / 1_000);
  }

  private static boolean isOf(JsonNode message, String deliveryId) {
    JsonNode metadata = message.path("metadata");
    return metadata.path("event_type").asText().equals(EVENT_TYPE)
        && metadata.path("event_payload").path(DELIVERY_ID).asText().equals(deliveryId);
  }

  private Search<String> named(String address) {
    String name = address.substring(1);
    return search(
        "conversations.list",
        Map.of("types", "public_channel,private_channel"),
        "channels",
        channel -> channel.path("name").asText().equals(name) ? channel.path("id").asText() : null);
  }

  private Search<String> withPerson(String userId) {
    ObjectNode users = JsonNodeFactory.instance.objectNode().put("users", userId);
    SlackAnswer answer = api.write("conversations.open", users);
    if (answer instanceof SlackAnswer.Failed failed) {
      return new Search<>(null, failure(failed.result()));
    }
    String channelId = ((SlackAnswer.Done) answer).body().path("channel").path("id").asText();
    return new Search<>(channelId.isEmpty() ? null : channelId, null);
  }

  /** Page by page until it is found. */
  private Search<String> search(
      String method,
      Map<String, String> arguments,
      String list,
      Function<JsonNode, @Nullable String> match) {
    Map<String, String> page = new LinkedHashMap<>(arguments);
    page.put("limit", String.valueOf(PAGE));
    for (int i = 0; i < MOST_PAGES; i++) {
      SlackAnswer answer = api.read(method, page);
      if (answer instanceof SlackAnswer.Failed failed) {
        return new Search<>(null, failure(failed.result()));
      }
      JsonNode body = ((SlackAnswer.Done) answer).body();
      for (JsonNode item : body.path(list)) {
        String found = match.apply(item);
        if (found != null) {
          return new Search<>(found, null);
        }
      }
      String cursor = body.path("response_metadata").path("next_cursor").asText();
      if (cursor.isEmpty()) {
        return new Search<>(null, null);
      }
      page.put("cursor", cursor);
    }
    return new Search<>(
        null,
        new Lookup.Unknowable(
            DeliveryReason.NO_LOOKUP,
            method + ": not on the first %d pages".formatted(MOST_PAGES)));
  }

  private static Lookup failure(SendResult result) {
    if (result instanceof SendResult.Wait wait) {
      return new Lookup.Later(wait.retryAfter(), wait.reason(), wait.detail());
    }
    if (result instanceof SendResult.Retry retry) {
      return new Lookup.Later(PAUSE, retry.reason(), retry.detail());
    }
    // Reading again does no harm.
    if (result instanceof SendResult.Ambiguous ambiguous) {
      return new Lookup.Later(PAUSE, ambiguous.reason(), ambiguous.detail());
    }
    return new Lookup.Unknowable(
        result.reason(), result instanceof SendResult.Dead dead ? dead.detail() : "");
  }
}
