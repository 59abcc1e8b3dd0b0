package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads which system a deal event or an activity came from. What cannot be read says nothing of it;
 * the state job reads the same topics and tells of that.
 */
public final class SourceReader {

  /** The topics on which sources report. */
  public static final List<Topic<?>> TOPICS = List.of(Topics.DEAL_EVENTS, Topics.ACTIVITY_EVENTS);

  private static final Set<String> TOPIC_NAMES =
      TOPICS.stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());

  private final RecordDecoder<DealEvent> deals;
  private final RecordDecoder<ActivityEvent> activities;

  public SourceReader(SchemaRegistryClient registry) {
    deals = new RecordDecoder<>(Topics.DEAL_EVENTS, registry);
    activities = new RecordDecoder<>(Topics.ACTIVITY_EVENTS, registry);
  }

  /** Whether a source reports with such a record. */
  static boolean isReport(RawRecord record) {
    return TOPIC_NAMES.contains(record.topic());
  }

  /** The source of a record of one of {@link #TOPICS}; null if it names none. */
  public @Nullable String source(RawRecord record) {
    byte[] value = record.value();
    String source = value == null ? null : source(record.topic(), value);
    return source == null || source.isEmpty() ? null : source;
  }

  private @Nullable String source(String topic, byte[] value) {
    if (topic.equals(Topics.DEAL_EVENTS.name())) {
      return deals.decode(value) instanceof Decoded.Success<DealEvent> deal
          ? deal.value().getSource()
          : null;
    }
    return activities.decode(value) instanceof Decoded.Success<ActivityEvent> activity
        ? activity.value().getSource()
        : null;
  }
}
