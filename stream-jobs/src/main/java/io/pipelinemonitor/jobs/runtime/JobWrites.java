package io.pipelinemonitor.jobs.runtime;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the producers of a job in this process have sent, and how much of it the broker has
 * acknowledged. Kafka's producers tell that to interceptors, which they create by their class name,
 * so whoever wants to know asks by the job's name.
 *
 * <p>A record that cannot be written stays unacknowledged until its producer is closed: nothing is
 * to be vouched for that will not be there.
 */
public final class JobWrites implements ProducerInterceptor<byte[], byte[]> {

  /** The producer's property that says whose it is. */
  static final String JOB = "pipeline.monitor.job";

  /** Later than every record. */
  public static final long NONE = Long.MAX_VALUE;

  private static final Map<String, Job> BY_NAME = new ConcurrentHashMap<>();

  private final NavigableMap<Long, Integer> unacknowledged = new ConcurrentSkipListMap<>();
  private String name = "";
  private Job job = new Job();

  /**
   * The timestamp of the earliest record that the broker has not acknowledged, in milliseconds;
   * {@link #NONE} if there is none.
   */
  public static long earliestUnacknowledged(String job) {
    Job known = BY_NAME.get(job);
    long earliest = NONE;
    if (known != null) {
      for (JobWrites producer : known.producers) {
        Map.Entry<Long, Integer> first = producer.unacknowledged.firstEntry();
        earliest = first == null ? earliest : Math.min(earliest, first.getKey());
      }
    }
    return earliest;
  }

  /** The offset after the last acknowledged record of each partition that has one. */
  public static Map<TopicPartition, Long> ends(String job) {
    Job known = BY_NAME.get(job);
    return known == null ? Map.of() : Map.copyOf(known.ends);
  }

  @Override
  public void configure(Map<String, ?> settings) {
    name = String.valueOf(settings.get(JOB));
    job =
        BY_NAME.compute(
            name,
            (unused, known) -> {
              Job joined = known == null ? new Job() : known;
              joined.producers.add(this);
              return joined;
            });
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    Long timestamp = record.timestamp();
    if (timestamp != null) {
      unacknowledged.merge(timestamp, 1, Integer::sum);
    }
    return record;
  }

  @Override
  public void onAcknowledgement(RecordMetadata written, @Nullable Exception failure) {
    if (failure != null) {
      return;
    }
    // Before it stops being unacknowledged: whoever asks first for the one, then for the other,
    // misses nothing.
    if (written.hasOffset()) {
      job.ends.merge(
          new TopicPartition(written.topic(), written.partition()),
          written.offset() + 1,
          Math::max);
    }
    unacknowledged.computeIfPresent(
        written.timestamp(), (timestamp, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public void close() {
    BY_NAME.computeIfPresent(
        name,
        (unused, known) -> {
          known.producers.remove(this);
          return known.producers.isEmpty() ? null : known;
        });
  }

  /** The producers of a job in this process. What they wrote outlives each single one. */
  private static final class Job {

    private final Set<JobWrites> producers = ConcurrentHashMap.newKeySet();
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  }
}
