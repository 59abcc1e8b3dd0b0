package io.pipelinemonitor.schema.topic;

import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.trust.OwnRecords;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka topic: its name, the record that it holds, the record's key and time, and how it is to
 * be created. {@link Topics} lists them all.
 */
public final class Topic<T extends SpecificRecord> {

  private static final String DEAD_LETTER_SUFFIX = ".dlq";

  static {
    OwnRecords.areTrusted();
  }

  private final Direction direction;
  private final String name;
  private final Class<T> recordType;
  private final Retention retention;
  private final int partitions;
  private final String keyDescription;
  private final Function<T, @Nullable String> key;
  private final Function<T, @Nullable Instant> time;

  Topic(
      Direction direction,
      String name,
      Class<T> recordType,
      Retention retention,
      int partitions,
      String keyDescription,
      Function<T, @Nullable String> key,
      Function<T, @Nullable Instant> time) {
    this.direction = direction;
    this.name = name;
    this.recordType = recordType;
    this.retention = retention;
    this.partitions = partitions;
    this.keyDescription = keyDescription;
    this.key = key;
    this.time = time;
  }

  /** The topic's name in Kafka. */
  public String name() {
    return name;
  }

  /** The class of its records. */
  public Class<T> recordType() {
    return recordType;
  }

  /** How it keeps its records. */
  public Retention retention() {
    return retention;
  }

  /** How many partitions it is created with unless configured otherwise. */
  public int partitions() {
    return partitions;
  }

  /** Whether others write it and we read it. */
  public boolean isInput() {
    return direction == Direction.IN;
  }

  /**
   * Whether a part of this system reads it, and so writes what it cannot use to its dead letters.
   */
  public boolean hasDeadLetters() {
    return direction != Direction.OUT;
  }

  /** What its keys are made of, for people. */
  public String keyDescription() {
    return keyDescription;
  }

  /** The key (to be written as UTF-8) that a record belongs under; null where it has none. */
  public @Nullable String key(T record) {
    return key.apply(record);
  }

  /**
   * The record's own time, which becomes its Kafka timestamp when history is loaded; null where the
   * record carries none.
   */
  public @Nullable Instant time(T record) {
    return time.apply(record);
  }

  /** The schema that its records are written and read with in this program. */
  public Schema schema() {
    return SpecificData.getForClass(recordType).getSchema(recordType);
  }

  /** The schema as the registry has it. */
  public Schema publishedSchema() {
    return published(schema());
  }

  /**
   * A generated class's schema as others see it: without the notes about Java's string class, which
   * are nobody else's business.
   */
  public static Schema published(Schema generated) {
    String withoutJava =
        generated
            .toString()
            .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"");
    return new Schema.Parser().parse(withoutJava);
  }

  /** The registry's subject for its values (TopicNameStrategy). */
  public String subject() {
    return name + "-value";
  }

  /** Where records of this topic go that cannot be used. */
  public Topic<DeadLetter> deadLetters() {
    if (!hasDeadLetters()) {
      throw new IllegalStateException(name + " is not read by this system: it has no dead letters");
    }
    return new Topic<>(
        Direction.OUT,
        name + DEAD_LETTER_SUFFIX,
        DeadLetter.class,
        Retention.BY_TIME,
        1,
        "as read",
        Topic::originalKey,
        DeadLetter::getFailedAt);
  }

  private static @Nullable String originalKey(DeadLetter letter) {
    ByteBuffer original = letter.getKey();
    return original == null ? null : StandardCharsets.UTF_8.decode(original.duplicate()).toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
