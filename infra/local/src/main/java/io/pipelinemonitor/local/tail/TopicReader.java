package io.pipelinemonitor.local.tail;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads a topic, record by record, as natural JSON lines. */
public final class TopicReader<T extends SpecificRecord> {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Topic<T> topic;
  private final RecordDecoder<T> decoder;
  private final NaturalJson<T> json;
  private final Lines lines;

  public TopicReader(
      Consumer<byte[], byte[]> consumer, Topic<T> topic, RecordDecoder<T> decoder, Lines lines) {
    this.consumer = consumer;
    this.topic = topic;
    this.decoder = decoder;
    this.json = NaturalJson.of(topic.recordType());
    this.lines = lines;
  }

  /**
   * Reads until there are enough records, or none came for a while, or nobody wants them any more.
   *
   * @param fromBeginning otherwise what is there already is left out
   * @param most how many lines at most
   * @param quiet end when no record came for so long; empty to wait for ever
   * @param key only records under this key
   * @return how many records could not be read
   */
  public long read(
      boolean fromBeginning, long most, Optional<Duration> quiet, @Nullable String key) {
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    if (fromBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
      // Now, not at the first poll: what is written from here on is to be seen.
      partitions.forEach(consumer::position);
    }
    lines.started();
    long shown = 0;
    long unreadable = 0;
    long lastRecord = System.nanoTime();
    while (shown < most) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        String recordKey = key(record);
        if (key != null && !key.equals(recordKey)) {
          continue;
        }
        lastRecord = System.nanoTime();
        if (show(record, recordKey)) {
          shown++;
        } else {
          unreadable++;
        }
        if (shown >= most) {
          break;
        }
      }
      if (!lines.flush()) {
        break;
      }
      if (quiet.isPresent() && System.nanoTime() - lastRecord > quiet.get().toNanos()) {
        break;
      }
    }
    return unreadable;
  }

  private boolean show(ConsumerRecord<byte[], byte[]> record, @Nullable String recordKey) {
    if (record.value() == null) {
      lines.line(DeletionLine.of(recordKey));
      return true;
    }
    Decoded<T> decoded = decoder.decode(record.value());
    if (decoded instanceof Decoded.Failure<T> failure) {
      lines.unreadable(record.partition(), record.offset(), failure.message());
      return false;
    }
    lines.line(json.write(((Decoded.Success<T>) decoded).value()));
    return true;
  }

  private List<TopicPartition> partitions() {
    List<PartitionInfo> found = consumer.partitionsFor(topic.name());
    if (found == null || found.isEmpty()) {
      throw new Problem(
          "This Kafka has no topic %s. A stack makes it when it starts: monitor up"
              .formatted(topic.name()));
    }
    return found.stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }

  /** Takes what was read. */
  public interface Lines {
    /** From now on every new record will be seen. */
    void started();

    void line(String json);

    void unreadable(int partition, long offset, String reason);

    /** Returns false when nobody reads any more. */
    boolean flush();
  }
}
