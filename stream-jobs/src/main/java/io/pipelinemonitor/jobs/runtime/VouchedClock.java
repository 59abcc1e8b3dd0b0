package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stream time of a job that reads what another one puts out. That one's heartbeats vouch that
 * everything up to their time has been written; this clock comes to a heartbeat's time when
 * everything that had been written by then has been read.
 *
 * <ul>
 *   <li>A heartbeat counts a little after it was seen, so that records which its writer sent just
 *       before have come to the broker. Then the broker is asked where each partition ends.
 *   <li>Until all partitions have been read to there, time is that of the one furthest behind. So a
 *       backlog is worked off in order, and what has been read ahead does not pile up.
 *   <li>No record moves time on by itself: a rule stamped by an author's clock must not run ahead
 *       of the figures that it judges, and while the other job is down time stands still.
 *   <li>A partition may seem to hold more than can be read: marks of transactions count, and what
 *       was read before a restart is not known. One from which nothing comes for some seconds is
 *       taken as read; one that has delivered, and is not written in transactions, after a minute.
 * </ul>
 *
 * <p>It is for a source that reads all partitions in one task.
 */
public final class VouchedClock implements SourceClock {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(VouchedClock.class);

  private static final long SECOND_NANOS = 1_000_000_000;

  /** Nothing that can be read takes so long to come. */
  private static final long NOTHING_COMES_NANOS = 5 * SECOND_NANOS;

  /** Unless the consumer knows of more: then something is wrong with the partition. */
  private static final long MOST_BEHIND_NANOS = 60 * SECOND_NANOS;

  private final String clientIdPrefix = UUID.randomUUID().toString();
  private final String source;
  private final Set<String> followed;
  private final long settleNanos;
  private final boolean inTransactions;
  private final Broker broker;
  private transient @Nullable Task task;

  /** Says where the partitions of topics end by now. */
  @FunctionalInterface
  interface Broker extends Serializable {

    /** The offset after the last record of each partition, asked for the consumer of that name. */
    CompletableFuture<Map<TopicPartition, Long>> ends(String clientId, Set<String> topics);
  }

  VouchedClock(
      String source,
      Set<String> followed,
      long settleMillis,
      boolean inTransactions,
      Broker broker) {
    this.source = source;
    this.followed = Set.copyOf(followed);
    this.settleNanos = settleMillis * 1_000_000;
    this.inTransactions = inTransactions;
    this.broker = broker;
  }

  /**
   * The clock of a job.
   *
   * @param source whose heartbeats count
   * @param inputs every topic that the job reads
   */
  public static VouchedClock behind(String source, List<Topic<?>> inputs, JobSettings settings) {
    return new VouchedClock(
        source,
        inputs.stream()
            .filter(topic -> topic != Topics.HEARTBEAT)
            .map(Topic::name)
            .collect(Collectors.toUnmodifiableSet()),
        settings.heartbeatSettleMillis(),
        settings.stateExactlyOnce(),
        ConsumerBacklog::ends);
  }

  @Override
  public String clientIdPrefix() {
    return clientIdPrefix;
  }

  @Override
  public boolean movesWith(String topic) {
    return false;
  }

  @Override
  public WatermarkGenerator<RawRecord> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    if (task == null) {
      String number =
          context.getMetricGroup().getAllVariables().get(ScopeFormat.SCOPE_TASK_SUBTASK_INDEX);
      task = new Task(context.getInputActivityClock(), clientIdPrefix + "-" + number);
    }
    return task.newPartition();
  }

  /** The source's task. It has its own copy of this clock. */
  private final class Task {

    private final ElapsedTime elapsed;
    private final String clientId;
    private final List<Partition> partitions = new ArrayList<>();
    private final Deque<Beat> settling = new ArrayDeque<>();
    private final Map<TopicPartition, Long> takenAsRead = new HashMap<>();
    private long latestBeat = Long.MIN_VALUE;
    private long settledBeat = Long.MIN_VALUE;
    private long reached = Long.MIN_VALUE;
    private long askAgainAt = Long.MIN_VALUE;
    private @Nullable Inquiry inquiry;

    Task(RelativeClock clock, String clientId) {
      this.elapsed = new ElapsedTime(clock);
      this.clientId = clientId;
    }

    Partition newPartition() {
      Partition partition = new Partition(this);
      partitions.add(partition);
      return partition;
    }

    /** Lets every partition say the same, so that their minimum is what was decided. */
    void report(WatermarkOutput output) {
      long now = elapsed.nanos();
      partitions.forEach(partition -> partition.notice(now));
      settle(now);
      if (inquiry == null && settledBeat > reached && now >= askAgainAt) {
        inquiry = new Inquiry(settledBeat, broker.ends(clientId, followed));
      }
      if (inquiry != null && inquiry.ends().isDone()) {
        advance(inquiry, now);
      }
      if (reached != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(reached));
      }
    }

    private void settle(long now) {
      long heartbeat =
          partitions.stream().mapToLong(Partition::heartbeat).max().orElse(Long.MIN_VALUE);
      if (heartbeat > latestBeat) {
        latestBeat = heartbeat;
        settling.add(new Beat(heartbeat, now));
      }
      while (!settling.isEmpty() && now - settling.peek().seenAt() >= settleNanos) {
        settledBeat = settling.remove().time();
      }
    }

    private void advance(Inquiry asked, long now) {
      Map<TopicPartition, Long> ends;
      try {
        ends = asked.ends().join();
      } catch (CompletionException e) {
        LOG.warn("cannot learn where the partitions of {} end; asking again", followed, e);
        askAgainAt = now + SECOND_NANOS;
        inquiry = null;
        return;
      }
      long readTo = readTo(asked, ends, now);
      reached = Math.max(reached, readTo);
      if (readTo == asked.beat()) {
        inquiry = null;
      }
    }

    private long readTo(Inquiry asked, Map<TopicPartition, Long> ends, long now) {
      Map<TopicPartition, Partition> delivering = new HashMap<>();
      partitions.forEach(partition -> partition.addTo(delivering));
      if (asked.answeredAt == Inquiry.NOT_YET) {
        asked.answeredAt = now;
      }
      long readTo = asked.beat();
      for (Map.Entry<TopicPartition, Long> entry : ends.entrySet()) {
        TopicPartition name = entry.getKey();
        Partition partition = delivering.get(name);
        if (!isRead(name, partition, entry.getValue(), asked.answeredAt, now)) {
          readTo = Math.min(readTo, partition == null ? reached : partition.latest - 1);
        }
      }
      return readTo;
    }

    private boolean isRead(
        TopicPartition name, @Nullable Partition partition, long end, long answeredAt, long now) {
      long read = partition == null ? 0 : partition.readTo;
      if (Math.max(read, takenAsRead.getOrDefault(name, 0L)) >= end) {
        return true;
      }
      long silent = now - Math.max(answeredAt, partition == null ? 0 : partition.lastDelivery);
      boolean holdsMore = ConsumerBacklog.isBehind(clientId, name.topic(), name.partition());
      // Where no mark of a transaction is to be expected, what was seen to come comes on: a task
      // that cannot keep up may have fetched it long ago.
      boolean mayEndInMarks = partition == null || inTransactions;
      if (silent < (mayEndInMarks && !holdsMore ? NOTHING_COMES_NANOS : MOST_BEHIND_NANOS)) {
        return false;
      }
      takenAsRead.put(name, end);
      return true;
    }
  }

  /** A heartbeat, and when it was first seen by the clock of the wall. */
  private record Beat(long time, long seenAt) {}

  /** Where the partitions ended after a heartbeat. */
  private static final class Inquiry {

    static final long NOT_YET = Long.MIN_VALUE;

    private final long beat;
    private final CompletableFuture<Map<TopicPartition, Long>> ends;
    private long answeredAt = NOT_YET;

    Inquiry(long beat, CompletableFuture<Map<TopicPartition, Long>> ends) {
      this.beat = beat;
      this.ends = ends;
    }

    long beat() {
      return beat;
    }

    CompletableFuture<Map<TopicPartition, Long>> ends() {
      return ends;
    }
  }

  /** One partition, or the task's main output, which never carries a record. */
  private final class Partition implements WatermarkGenerator<RawRecord> {

    private final Task task;
    private @Nullable TopicPartition name;
    private long heartbeat = Long.MIN_VALUE;
    private long latest = Long.MIN_VALUE;
    private long readTo;
    private boolean delivered;
    private long lastDelivery;

    Partition(Task task) {
      this.task = task;
    }

    @Override
    public void onEvent(RawRecord record, long streamTime, WatermarkOutput output) {
      if (name == null) {
        name = new TopicPartition(record.topic(), record.partition());
      }
      delivered = true;
      latest = streamTime;
      readTo = record.offset() + 1;
      if (record.topic().equals(Topics.HEARTBEAT.name()) && record.keyText().equals(source)) {
        heartbeat = Math.max(heartbeat, streamTime);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      task.report(output);
    }

    private void notice(long now) {
      if (delivered) {
        delivered = false;
        lastDelivery = now;
      }
    }

    private long heartbeat() {
      return heartbeat;
    }

    private void addTo(Map<TopicPartition, Partition> delivering) {
      if (name != null) {
        delivering.put(name, this);
      }
    }
  }
}
