package io.pipelinemonitor.jobs.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * What is there for a consumer of this process to read. Of which partitions it has not read all
 * that it knows of, Kafka's consumer measures itself ({@code records-lag}); it is handed out only
 * to reporters of metrics, which the consumer creates by their class name, so whoever wants to know
 * asks by the consumer's name.
 */
public final class ConsumerBacklog implements MetricsReporter {

  private static final String LAG = "records-lag";
  private static final String TOPIC = "topic";
  private static final String PARTITION = "partition";

  private static final Map<String, ConsumerBacklog> BY_CLIENT = new ConcurrentHashMap<>();

  private final Map<TopicPartition, KafkaMetric> lags = new ConcurrentHashMap<>();
  private String clientId = "";
  private Map<String, Object> settings = Map.of();
  private @Nullable Admin admin;

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

  /**
   * Where the partitions of the topics end by now: the offset after the last record that can be
   * read. The broker is asked, at the address and with the rights of the consumer.
   */
  public static CompletableFuture<Map<TopicPartition, Long>> ends(
      String clientId, Set<String> topics) {
    ConsumerBacklog backlog = BY_CLIENT.get(clientId);
    return backlog == null
        ? CompletableFuture.failedFuture(
            new IllegalStateException("there is no consumer named " + clientId + " any more"))
        : backlog.ends(topics);
  }

  private CompletableFuture<Map<TopicPartition, Long>> ends(Set<String> topics) {
    return BrokerEnds.of(admin(), topics, IsolationLevel.READ_COMMITTED);
  }

  private synchronized Admin admin() {
    if (admin == null) {
      Map<String, Object> properties = new HashMap<>(settings);
      properties.keySet().retainAll(AdminClientConfig.configNames());
      properties.remove(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG);
      properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + "-ends");
      admin = Admin.create(properties);
    }
    return admin;
  }

  @Override
  public void configure(Map<String, ?> settings) {
    this.settings = Map.copyOf(withoutNulls(settings));
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

  private static Map<String, Object> withoutNulls(Map<String, ?> settings) {
    Map<String, Object> present = new HashMap<>(settings);
    present.values().removeIf(Objects::isNull);
    return present;
  }

  @Override
  public synchronized void close() {
    BY_CLIENT.remove(clientId, this);
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
