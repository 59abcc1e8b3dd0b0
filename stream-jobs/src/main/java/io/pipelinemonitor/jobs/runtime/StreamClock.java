package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.flink.util.clock.RelativeClock;
import org.jspecify.annotations.Nullable;

/**
 * How far stream time has come in one source task, judged over all partitions that it reads.
 *
 * <ul>
 *   <li>While partitions deliver, stream time is that of the one furthest behind.
 *   <li>A partition that has delivered nothing for a while is not waited for, unless there is more
 *       in it: with a backlog, Kafka's client hands on much of one partition before it turns to the
 *       next, and what it then finds there would be late. One that has never delivered is waited
 *       for longer: after a restart its backlog may be on the way.
 *   <li>When none delivers, the last record's tick is closed, and heartbeats move time on, a little
 *       behind themselves, so that a record stamped just before one is not too late. The task then
 *       says that it is idle, so that nobody waits for it.
 *   <li>Some topics only follow: they are waited for like any other, but their records never move
 *       time on. A rule stamped by an author's clock must not run ahead of the figures it judges.
 *   <li>Records that are made from what this very job puts out are not waited for: it would wait
 *       for itself.
 *   <li>Heartbeats that vouch for records of other producers may overtake these on their way. Such
 *       heartbeats count only after they have been known for a while: by the wall's clock, since in
 *       an accelerated replay stream time says nothing of how long a broker takes.
 * </ul>
 *
 * <p>Flink's own idleness works partition by partition and, when all fall idle, leaves time at the
 * slowest of them; here the last tick would stay open.
 */
public final class StreamClock implements WatermarkStrategy<RawRecord> {

  private static final long serialVersionUID = 1L;

  /** Twice the interval at which watermarks are asked for. */
  private static final long MOST_CREDITED_NANOS = 100_000_000;

  /**
   * By then something is wrong with the partition, and the others are not to stand still for it.
   */
  private static final long MOST_BEHIND_NANOS = 60_000_000_000L;

  /** A job says what is out to the tick, so its heartbeats need no grace in stream time. */
  private static final long EXACT_MILLIS = 0;

  private final String clientIdPrefix = UUID.randomUUID().toString();
  private final String heartbeatTopic;
  private final HeartbeatFilter heartbeats;
  private final Set<String> followers;
  private final Set<String> echoes;
  private final Tick tick;
  private final long idleAfterNanos;
  private final long firstRecordWithinNanos;
  private final long heartbeatGraceMillis;
  private final long heartbeatSettleNanos;
  private transient @Nullable Task task;

  /**
   * @param heartbeatTopic records of this topic move time on only when nothing else does
   * @param heartbeats which heartbeats count, by their source
   * @param followers topics that are waited for but do not move time on
   * @param echoes topics that are neither waited for nor move time on
   * @param tick the length of a tick
   * @param idleAfterMillis a partition silent for so long is not waited for
   * @param firstRecordWithinMillis how long to wait for a partition's first record
   * @param heartbeatGraceMillis how far behind a heartbeat stream time stays
   * @param heartbeatSettleMillis how long, by the wall's clock, a heartbeat is known before it
   *     counts
   */
  public StreamClock(
      String heartbeatTopic,
      HeartbeatFilter heartbeats,
      Set<String> followers,
      Set<String> echoes,
      Tick tick,
      long idleAfterMillis,
      long firstRecordWithinMillis,
      long heartbeatGraceMillis,
      long heartbeatSettleMillis) {
    this.heartbeatTopic = heartbeatTopic;
    this.heartbeats = heartbeats;
    this.followers = Set.copyOf(followers);
    this.echoes = Set.copyOf(echoes);
    this.tick = tick;
    this.idleAfterNanos = idleAfterMillis * 1_000_000;
    this.firstRecordWithinNanos = firstRecordWithinMillis * 1_000_000;
    this.heartbeatGraceMillis = heartbeatGraceMillis;
    this.heartbeatSettleNanos = heartbeatSettleMillis * 1_000_000;
  }

  /**
   * The clock of a job that reads what another one puts out: time is as far as that one says that
   * its records are out, and no partition is behind.
   *
   * @param source whose heartbeats count
   * @param inputs every topic that the job reads
   */
  public static StreamClock behind(String source, List<Topic<?>> inputs, JobSettings settings) {
    return new StreamClock(
        Topics.HEARTBEAT.name(),
        beat -> beat.equals(source),
        inputs.stream()
            .filter(topic -> topic != Topics.HEARTBEAT)
            .map(Topic::name)
            .collect(Collectors.toUnmodifiableSet()),
        Set.of(),
        settings.tick(),
        settings.idleAfterMillis(),
        settings.firstRecordWithinMillis(),
        EXACT_MILLIS,
        settings.heartbeatSettleMillis());
  }

  /**
   * The consumers whose records this clock goes by have to be named so, followed by a dash and the
   * number of their task: it asks them what they have not read yet.
   */
  String clientIdPrefix() {
    return clientIdPrefix;
  }

  /** Whether the topic's records move time on by themselves. */
  boolean movesWith(String topic) {
    return !topic.equals(heartbeatTopic) && !followers.contains(topic) && !echoes.contains(topic);
  }

  @Override
  public TimestampAssigner<RawRecord> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (record, kafkaTimestamp) -> record.streamTime();
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

  /** Which heartbeats move time on. */
  @FunctionalInterface
  public interface HeartbeatFilter extends Serializable {

    /** Whether those of the source do. */
    boolean counts(String source);
  }

  /** All partitions of one source task. Each task has its own copy of this strategy. */
  private final class Task {

    private final RelativeClock clock;
    private final String clientId;
    private final List<Partition> partitions = new ArrayList<>();
    private final Deque<Beat> settling = new ArrayDeque<>();
    private long latestBeat = Long.MIN_VALUE;
    private long settledBeat = Long.MIN_VALUE;

    private long credited;
    private long lastReport;

    Task(RelativeClock clock, String clientId) {
      this.clock = clock;
      this.clientId = clientId;
      this.lastReport = clock.relativeTimeNanos();
    }

    Partition newPartition() {
      Partition partition = new Partition(this, creditedTime());
      partitions.add(partition);
      return partition;
    }

    /**
     * The time that has passed in which records could have come: a pause of this very task, when
     * nothing was asked for, is no silence of its partitions.
     */
    private long creditedTime() {
      long now = clock.relativeTimeNanos();
      credited += Math.min(now - lastReport, MOST_CREDITED_NANOS);
      lastReport = now;
      return credited;
    }

    /** Lets every partition say the same, so that their minimum is what was decided. */
    void report(WatermarkOutput output) {
      long now = creditedTime();
      long slowestActive = Long.MAX_VALUE;
      boolean moving = false;
      long latest = Long.MIN_VALUE;
      long heartbeat = Long.MIN_VALUE;
      for (Partition partition : partitions) {
        partition.notice(now);
        if (partition.isAwaited(now)) {
          return;
        }
        heartbeat = Math.max(heartbeat, partition.heartbeat);
        if (partition.moves()) {
          latest = Math.max(latest, partition.latest);
        }
        if (!partition.echoes && partition.isActive(now)) {
          slowestActive = Math.min(slowestActive, partition.latest);
          moving |= partition.moves();
        }
      }
      settle(heartbeat, now);
      if (moving) {
        output.emitWatermark(new Watermark(slowestActive - 1));
        return;
      }
      long closed = latest == Long.MIN_VALUE ? latest : tick.endOf(latest);
      long beaten =
          settledBeat == Long.MIN_VALUE ? settledBeat : settledBeat - heartbeatGraceMillis;
      long reached = Math.max(closed, beaten);
      boolean waiting = slowestActive != Long.MAX_VALUE;
      if (reached != Long.MIN_VALUE) {
        output.emitWatermark(
            new Watermark(waiting ? Math.min(reached, slowestActive - 1) : reached));
      }
      if (!waiting) {
        output.markIdle();
      }
    }

    private void settle(long heartbeat, long now) {
      if (heartbeat > latestBeat) {
        latestBeat = heartbeat;
        settling.add(new Beat(heartbeat, now));
      }
      while (!settling.isEmpty() && now - settling.peek().seenAt() >= heartbeatSettleNanos) {
        settledBeat = settling.remove().time();
      }
    }
  }

  /** A heartbeat, and when it was first seen by the clock of the wall. */
  private record Beat(long time, long seenAt) {}

  /** One partition, or the task's main output, which never carries a record. */
  private final class Partition implements WatermarkGenerator<RawRecord> {

    private final Task task;
    private final long since;
    private long latest = Long.MIN_VALUE;
    private long heartbeat = Long.MIN_VALUE;
    private boolean follows;
    private boolean echoes;
    private boolean delivered;
    private boolean everDelivered;
    private long lastDelivery;
    private String topic = "";
    private int number;

    Partition(Task task, long since) {
      this.task = task;
      this.since = since;
    }

    @Override
    public void onEvent(RawRecord record, long streamTime, WatermarkOutput output) {
      delivered = true;
      topic = record.topic();
      number = record.partition();
      if (!record.topic().equals(heartbeatTopic)) {
        latest = Math.max(latest, streamTime);
        follows = followers.contains(record.topic());
        echoes = StreamClock.this.echoes.contains(record.topic());
      } else if (heartbeats.counts(record.keyText())) {
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
        everDelivered = true;
        lastDelivery = now;
      }
    }

    private boolean isAwaited(long now) {
      return !everDelivered && now - since < firstRecordWithinNanos;
    }

    private boolean moves() {
      return !follows && !echoes;
    }

    private boolean isActive(long now) {
      if (latest == Long.MIN_VALUE) {
        return false;
      }
      long silent = now - lastDelivery;
      return silent < idleAfterNanos
          || (silent < MOST_BEHIND_NANOS && ConsumerBacklog.isBehind(task.clientId, topic, number));
    }
  }
}
