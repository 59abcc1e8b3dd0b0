package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stream time of a job that reads what another one puts out. That one's heartbeats vouch that
 * everything up to their time has been written; this clock comes to a heartbeat's time when
 * everything that had been written by then has been read.
 *
 * <ul>
 *   <li>A heartbeat counts a little after it was seen, so that records which its writer sent just
 *       before have come to the broker. Then the broker is asked where each partition ends.
 *   <li>Until all partitions have been read to there, time stands still: several tasks write to a
 *       partition, so what comes next in it may be earlier than what was read last.
 *   <li>No record moves time on by itself: a rule stamped by an author's clock must not run ahead
 *       of the figures that it judges, and while the other job is down time stands still.
 *   <li>A partition may seem to hold more than can be read: marks of transactions count, and what
 *       was read before a restart is not known. One from which nothing comes for some seconds is
 *       taken as read.
 * </ul>
 *
 * <p>It is for a source that reads all partitions in one task.
 */
public final class VouchedClock implements SourceClock {

  private static final long serialVersionUID = 1L;

  /** Nothing that can be read takes so long to come. */
  private static final long NOTHING_COMES_NANOS = 5 * SourcePartition.SECOND_NANOS;

  private final String clientIdPrefix = UUID.randomUUID().toString();
  private final String source;
  private final Set<String> followed;
  private final long settleNanos;
  private final PartitionEnds.Broker broker;
  private transient @Nullable Task task;

  VouchedClock(
      String source, Set<String> followed, long settleMillis, PartitionEnds.Broker broker) {
    this.source = source;
    this.followed = Set.copyOf(followed);
    this.settleNanos = settleMillis * 1_000_000;
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
    private final PartitionEnds partitionEnds;
    private final List<Partition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Partition> silent = new HashMap<>();
    private final Deque<Beat> settling = new ArrayDeque<>();
    private long latestBeat = Long.MIN_VALUE;
    private long settledBeat = Long.MIN_VALUE;
    private long reached = Long.MIN_VALUE;
    private PartitionEnds.@Nullable Answer ends;

    Task(RelativeClock clock, String clientId) {
      this.elapsed = new ElapsedTime(clock);
      this.clientId = clientId;
      this.partitionEnds = new PartitionEnds(broker, clientId, followed);
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
      if (ends == null && settledBeat > reached) {
        partitionEnds.ask(settledBeat, now);
        ends = partitionEnds.answer(now);
      }
      if (ends != null) {
        advance(ends, now);
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

    /** Comes to the heartbeat when all has been read that had been written after it was seen. */
    private void advance(PartitionEnds.Answer answer, long now) {
      Map<TopicPartition, Partition> delivering = new HashMap<>();
      partitions.forEach(partition -> partition.addTo(delivering));
      long readTo = answer.moment();
      for (Map.Entry<TopicPartition, Long> end : answer.ends().entrySet()) {
        Partition partition = delivering.get(end.getKey());
        if (partition == null) {
          partition = silent.computeIfAbsent(end.getKey(), name -> new Partition(this, name));
        }
        if (!partition.isReadTo(end.getValue(), now, NOTHING_COMES_NANOS, clientId)) {
          readTo = Math.min(readTo, reached);
        }
      }
      reached = Math.max(reached, readTo);
      if (readTo == answer.moment()) {
        ends = null;
      }
    }
  }

  /** A heartbeat, and when it was first seen by the clock of the wall. */
  private record Beat(long time, long seenAt) {}

  /** One partition, with the heartbeats in it. */
  private final class Partition extends SourcePartition {

    private final Task task;
    private long heartbeat = Long.MIN_VALUE;

    Partition(Task task) {
      this.task = task;
    }

    Partition(Task task, TopicPartition name) {
      super(name);
      this.task = task;
    }

    @Override
    void onRecord(RawRecord record) {
      if (record.topic().equals(Topics.HEARTBEAT.name()) && record.keyText().equals(source)) {
        // Its own time: that of the partition is also moved on by the heartbeats of others.
        heartbeat = Math.max(heartbeat, record.kafkaTimestamp());
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      task.report(output);
    }

    private long heartbeat() {
      return heartbeat;
    }

    private void addTo(Map<TopicPartition, Partition> delivering) {
      TopicPartition name = name();
      if (name != null) {
        delivering.put(name, this);
      }
    }
  }
}
