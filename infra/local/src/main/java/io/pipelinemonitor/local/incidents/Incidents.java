package io.pipelinemonitor.local.incidents;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.topics.TopicScan;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The latest of each incident, as {@code alerts.state} has it. */
public final class Incidents {

  private final SortedMap<String, AlertEvent> byDedupKey = new TreeMap<>();

  /** What is there now. */
  public static Incidents of(Connection connection) throws IOException {
    Incidents incidents = new Incidents();
    try (SchemaRegistryClient registry = connection.registry();
        KafkaConsumer<byte[], byte[]> consumer = connection.consumer("monitor-incidents")) {
      RecordDecoder<AlertEvent> decoder = new RecordDecoder<>(Topics.ALERT_STATE, registry);
      new TopicScan(consumer)
          .read(
              List.of(Topics.ALERT_STATE),
              record -> {
                if (record.value() != null
                    && decoder.decode(record.value()) instanceof Decoded.Success<AlertEvent> read) {
                  incidents.add(read.value());
                }
              });
    }
    return incidents;
  }

  /** Takes in an event, in the topic's order. */
  void add(AlertEvent event) {
    byDedupKey.put(event.getDedupKey(), event);
  }

  /** Those that are open, by what they are about. */
  public List<AlertEvent> open() {
    return byDedupKey.values().stream().filter(Incidents::isOpen).toList();
  }

  private static boolean isOpen(AlertEvent event) {
    return event.getState() == AlertState.FIRING || event.getState() == AlertState.RECOVERING;
  }

  /**
   * The one open incident that somebody means.
   *
   * @param named its id, the beginning of it, or what it is about
   */
  public AlertEvent require(String named) {
    List<AlertEvent> meant = meantBy(named, open());
    if (meant.size() == 1) {
      return meant.get(0);
    }
    if (meant.size() > 1) {
      throw new Problem(
          "%s may be any of %s; write more of the id"
              .formatted(
                  named,
                  meant.stream()
                      .map(event -> event.getIncidentId() + " (" + event.getDedupKey() + ")")
                      .collect(Collectors.joining(", "))));
    }
    List<AlertEvent> ended = meantBy(named, byDedupKey.values());
    throw new Problem(
        ended.isEmpty()
            ? "There is no open incident %s. Those that are open are listed by: monitor ack"
                .formatted(named)
            : "The incident %s is over: %s"
                .formatted(ended.get(0).getIncidentId(), ended.get(0).getSummary()));
  }

  private static List<AlertEvent> meantBy(String named, Collection<AlertEvent> events) {
    return events.stream()
        .filter(
            event ->
                (!named.isEmpty() && event.getIncidentId().startsWith(named))
                    || event.getDedupKey().equals(named))
        .toList();
  }
}
