package io.pipelinemonitor.jobs.runtime;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a job the producers of this process have sent, but the broker has not
 * acknowledged. Kafka's producers tell that to interceptors, which they create by their class name,
 * so whoever wants to know asks by the job's name.
 *
 * <p>A record that cannot be written stays unacknowledged until its producer is closed: nothing is
 * to be vouched for that will not be there.
 */
public final class UnacknowledgedWrites implements ProducerInterceptor<byte[], byte[]> {

  /** The producer's property that says whose it is. */
  static final String JOB = "pipeline.monitor.job";

  /** Later than every record. */
  public static final long NONE = Long.MAX_VALUE;

  private static final Map<String, Set<UnacknowledgedWrites>> BY_JOB = new ConcurrentHashMap<>();

  private final NavigableMap<Long, Integer> countByTimestamp = new ConcurrentSkipListMap<>();
  private String job = "";

  /** The timestamp of the earliest such record, in milliseconds; {@link #NONE} if there is none. */
  public static long earliest(String job) {
    long earliest = NONE;
    for (UnacknowledgedWrites producer : BY_JOB.getOrDefault(job, Set.of())) {
      Map.Entry<Long, Integer> first = producer.countByTimestamp.firstEntry();
      earliest = first == null ? earliest : Math.min(earliest, first.getKey());
    }
    return earliest;
  }

  @Override
  public void configure(Map<String, ?> settings) {
    job = String.valueOf(settings.get(JOB));
    BY_JOB.computeIfAbsent(job, name -> ConcurrentHashMap.newKeySet()).add(this);
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    Long timestamp = record.timestamp();
    if (timestamp != null) {
      countByTimestamp.merge(timestamp, 1, Integer::sum);
    }
    return record;
  }

  @Override
  public void onAcknowledgement(RecordMetadata written, @Nullable Exception failure) {
    if (failure == null) {
      countByTimestamp.computeIfPresent(
          written.timestamp(), (timestamp, count) -> count == 1 ? null : count - 1);
    }
  }

  @Override
  public void close() {
    BY_JOB.computeIfPresent(
        job,
        (name, producers) -> {
          producers.remove(this);
          return producers.isEmpty() ? null : producers;
        });
  }
}
