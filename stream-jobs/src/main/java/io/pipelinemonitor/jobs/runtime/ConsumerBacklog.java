package io.pipelinemonitor.jobs.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Of which partitions a consumer of this process has not read all that is there. Kafka's consumer
 * measures that itself ({@code records-lag}); it is handed out only to reporters of metrics, which
 * the consumer creates by their class name, so whoever wants to know asks by the consumer's name.
 */
public final class ConsumerBacklog implements MetricsReporter {

  private static final String LAG = "records-lag";
  private static final String TOPIC = "topic";
  private static final String PARTITION = "partition";

  private static final Map<String, ConsumerBacklog> BY_CLIENT = new ConcurrentHashMap<>();

  private final Map<TopicPartition, KafkaMetric> lags = new ConcurrentHashMap<>();
  private String clientId = "";

  /**
   * Whether the consumer has yet to read what it knows to be in the partition; false also if it
   * does not know, or if there is no such consumer.
   */
  public static boolean isBehind(String clientId, String topic, int partition) {
    ConsumerBacklog backlog = BY_CLIENT.get(clientId);
    return backlog != null && backlog.lag(new TopicPartition(topic, partition)) > 0;
  }

  private double lag(TopicPartition partition) {
    KafkaMetric metric = lags.get(partition);
    return metric != null && metric.metricValue() instanceof Double lag ? lag : 0;
  }

  @Override
  public void configure(Map<String, ?> settings) {
    clientId = String.valueOf(settings.get(ConsumerConfig.CLIENT_ID_CONFIG));
    BY_CLIENT.put(clientId, this);
  }

  @Override
  public void init(List<KafkaMetric> metrics) {
    metrics.forEach(this::metricChange);
  }

  @Override
  public void metricChange(KafkaMetric metric) {
    if (isLag(metric)) {
      lags.put(partitionOf(metric), metric);
    }
  }

  @Override
  public void metricRemoval(KafkaMetric metric) {
    if (isLag(metric)) {
      lags.remove(partitionOf(metric));
    }
  }

  private static boolean isLag(KafkaMetric metric) {
    return metric.metricName().name().equals(LAG)
        && metric.metricName().tags().containsKey(PARTITION);
  }

  private static TopicPartition partitionOf(KafkaMetric metric) {
    Map<String, String> tags = metric.metricName().tags();
    return new TopicPartition(tags.get(TOPIC), Integer.parseInt(tags.get(PARTITION)));
  }

  @Override
  public void close() {
    BY_CLIENT.remove(clientId, this);
  }
}
