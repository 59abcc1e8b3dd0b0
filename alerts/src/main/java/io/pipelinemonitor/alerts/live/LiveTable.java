package io.pipelinemonitor.alerts.live;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest record of each key of one topic. It keeps the bytes, which are a fifth of what the
 * record takes, and reads them when they are asked for. One thread writes, any thread may read.
 */
final class LiveTable<T extends SpecificRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTable.class);

  private final LiveTopic<T> topic;
  private final RecordDecoder<T> decoder;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> groups = new ConcurrentHashMap<>();
  private long newest = Long.MIN_VALUE;
  private long nextEnd = Long.MAX_VALUE;

  /** One record: its place in the order, when it is let go, the group that it is in. */
  private record Entry(long order, long keptUntil, @Nullable String group, byte[] bytes) {}

  LiveTable(LiveTopic<T> topic, SchemaRegistryClient registry) {
    this.topic = topic;
    this.decoder = new RecordDecoder<>(topic.topic(), registry);
  }

  /** Takes in a record; what cannot be used is passed over. */
  void take(ConsumerRecord<byte[], byte[]> message, LiveChanges changes) {
    if (message.key() == null) {
      passOver("(none)", "it has no key");
      return;
    }
    String key = new String(message.key(), StandardCharsets.UTF_8);
    Instant writtenAt = Instant.ofEpochMilli(message.timestamp());
    byte[] bytes = message.value();
    if (bytes == null) {
      remove(key, writtenAt, changes);
      return;
    }
    Decoded<T> decoded = decode(bytes);
    if (decoded instanceof Decoded.Failure<T> failure) {
      passOver(key, failure.message());
    } else {
      take(key, ((Decoded.Success<T>) decoded).value(), bytes, writtenAt, changes);
    }
  }

  private void take(String key, T record, byte[] bytes, Instant writtenAt, LiveChanges changes) {
    long order = topic.order(record);
    Entry before = entries.get(key);
    if (before != null && order < before.order) {
      return;
    }
    newest = Math.max(newest, order);
    long keptUntil = topic.keptUntil(record);
    if (!topic.isKept(record) || keptUntil <= newest) {
      remove(key, writtenAt, changes);
    } else {
      String group = topic.group(record);
      if (before != null && !Objects.equals(group, before.group)) {
        leaveGroup(key, before);
      }
      entries.put(key, new Entry(order, keptUntil, group, bytes));
      if (group != null) {
        groups.computeIfAbsent(group, first -> ConcurrentHashMap.newKeySet()).add(key);
      }
      nextEnd = Math.min(nextEnd, keptUntil);
      changes.add(topic, new LiveChange<>(key, record, writtenAt));
    }
    letGo(writtenAt, changes);
  }

  /** Lets go of what has been over for long. */
  private void letGo(Instant writtenAt, LiveChanges changes) {
    if (newest < nextEnd) {
      return;
    }
    entries.forEach(
        (key, entry) -> {
          if (entry.keptUntil <= newest) {
            remove(key, writtenAt, changes);
          }
        });
    nextEnd = entries.values().stream().mapToLong(Entry::keptUntil).min().orElse(Long.MAX_VALUE);
  }

  private void remove(String key, Instant writtenAt, LiveChanges changes) {
    Entry removed = entries.remove(key);
    if (removed != null) {
      leaveGroup(key, removed);
      changes.add(topic, new LiveChange<>(key, null, writtenAt));
    }
  }

  private void leaveGroup(String key, Entry entry) {
    if (entry.group != null) {
      groups.computeIfPresent(
          entry.group,
          (group, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
          });
    }
  }

  /** Forgets everything. */
  void clear(Instant at, LiveChanges changes) {
    entries.keySet().forEach(key -> remove(key, at, changes));
    newest = Long.MIN_VALUE;
    nextEnd = Long.MAX_VALUE;
  }

  int size() {
    return entries.size();
  }

  Optional<T> latest(String key) {
    return Optional.ofNullable(entries.get(key)).map(this::record);
  }

  List<T> all() {
    List<T> all = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> all.add(record(entry)));
    return all;
  }

  List<T> group(String group) {
    return groups.getOrDefault(group, Set.of()).stream()
        .map(this::latest)
        .flatMap(Optional::stream)
        .toList();
  }

  private T record(Entry entry) {
    if (decode(entry.bytes) instanceof Decoded.Success<T> success) {
      return success.value();
    }
    throw new IllegalStateException(topic + " has bytes that could be read once and cannot now");
  }

  private Decoded<T> decode(byte[] bytes) {
    synchronized (decoder) {
      return decoder.decode(bytes);
    }
  }

  private void passOver(String key, String why) {
    LOG.warn("A record of {} with the key {} is passed over: {}", topic, key, why);
  }
}
