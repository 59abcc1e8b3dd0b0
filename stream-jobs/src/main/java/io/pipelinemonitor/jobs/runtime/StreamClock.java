package io.pipelinemonitor.jobs.runtime;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far stream time has come in one source task, judged over all partitions that it reads.
 *
 * <ul>
 *   <li>While partitions deliver, stream time is that of the one furthest behind.
 *   <li>A partition that has delivered nothing for a while is not waited for, unless there is more
 *       in it: with a backlog, and when records begin to come again after a pause, Kafka's client
 *       hands on much of one partition before it turns to the next, and what it then finds there
 *       would be late. So before time moves on, the broker is asked where the partitions end. One
 *       that has never delivered is waited for longer: after a restart its backlog may be on the
 *       way.
 *   <li>When none delivers, the last record's tick is closed, and heartbeats move time on, a little
 *       behind themselves, so that a record stamped just before one is not too late. The task then
 *       says that it is idle, so that nobody waits for it.
 *   <li>Records that are made from what this very job puts out are not waited for: it would wait
 *       for itself.
 * </ul>
 *
 * <p>Flink's own idleness works partition by partition and, when all fall idle, leaves time at the
 * slowest of them; here the last tick would stay open.
 */
public final class StreamClock implements SourceClock {

  private static final long serialVersionUID = 1L;

  private final String clientIdPrefix = UUID.randomUUID().toString();
  private final String heartbeatTopic;
  private final HeartbeatFilter heartbeats;
  private final Set<String> echoes;
  private final Tick tick;
  private final long idleAfterNanos;
  private final long firstRecordWithinNanos;
  private final long heartbeatGraceMillis;
  private final Set<String> awaited;
  private final PartitionEnds.Broker broker;
  private transient @Nullable Task task;

  /**
   * @param heartbeatTopic records of this topic move time on only when nothing else does
   * @param heartbeats which heartbeats count, by their source
   * @param awaited topics whose records are waited for as long as the broker has more of them
   * @param echoes topics that are neither waited for nor move time on
   * @param tick the length of a tick
   * @param idleAfterMillis a partition silent for so long is not waited for
   * @param firstRecordWithinMillis how long to wait for a partition's first record
   * @param heartbeatGraceMillis how far behind a heartbeat stream time stays
   */
  public StreamClock(
      String heartbeatTopic,
      HeartbeatFilter heartbeats,
      Set<String> awaited,
      Set<String> echoes,
      Tick tick,
      long idleAfterMillis,
      long firstRecordWithinMillis,
      long heartbeatGraceMillis) {
    this(
        heartbeatTopic,
        heartbeats,
        awaited,
        echoes,
        tick,
        idleAfterMillis,
        firstRecordWithinMillis,
        heartbeatGraceMillis,
        ConsumerBacklog::ends);
  }

  StreamClock(
      String heartbeatTopic,
      HeartbeatFilter heartbeats,
      Set<String> awaited,
      Set<String> echoes,
      Tick tick,
      long idleAfterMillis,
      long firstRecordWithinMillis,
      long heartbeatGraceMillis,
      PartitionEnds.Broker broker) {
    this.awaited = Set.copyOf(awaited);
    this.broker = broker;
    this.heartbeatTopic = heartbeatTopic;
    this.heartbeats = heartbeats;
    this.echoes = Set.copyOf(echoes);
    this.tick = tick;
    this.idleAfterNanos = idleAfterMillis * 1_000_000;
    this.firstRecordWithinNanos = firstRecordWithinMillis * 1_000_000;
    this.heartbeatGraceMillis = heartbeatGraceMillis;
  }

  @Override
  public String clientIdPrefix() {
    return clientIdPrefix;
  }

  @Override
  public boolean movesWith(String topic) {
    return !topic.equals(heartbeatTopic) && !echoes.contains(topic);
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

    private final ElapsedTime elapsed;
    private final String clientId;
    private final PartitionEnds partitionEnds;
    private final List<Partition> partitions = new ArrayList<>();
    private long reached = Long.MIN_VALUE;

    Task(RelativeClock clock, String clientId) {
      this.elapsed = new ElapsedTime(clock);
      this.clientId = clientId;
      this.partitionEnds = new PartitionEnds(broker, clientId, awaited);
    }

    Partition newPartition() {
      Partition partition = new Partition(this, elapsed.nanos());
      partitions.add(partition);
      return partition;
    }

    /** Lets every partition say the same, so that their minimum is what was decided. */
    void report(WatermarkOutput output) {
      long now = elapsed.nanos();
      long slowestActive = Long.MAX_VALUE;
      long latest = Long.MIN_VALUE;
      long heartbeat = Long.MIN_VALUE;
      for (Partition partition : partitions) {
        partition.notice(now);
        if (partition.isAwaited(now)) {
          return;
        }
        heartbeat = Math.max(heartbeat, partition.heartbeat);
        if (!partition.echoes) {
          latest = Math.max(latest, partition.latest());
          if (partition.isActive(now)) {
            slowestActive = Math.min(slowestActive, partition.latest());
          }
        }
      }
      boolean idle = slowestActive == Long.MAX_VALUE;
      long closed = latest == Long.MIN_VALUE ? latest : tick.endOf(latest);
      long beaten = heartbeat == Long.MIN_VALUE ? heartbeat : heartbeat - heartbeatGraceMillis;
      advance(idle ? Math.max(closed, beaten) : slowestActive - 1, now);
      if (reached != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(reached));
      }
      if (idle && reached >= Math.max(closed, beaten)) {
        output.markIdle();
      }
    }

    /**
     * Comes to a moment once no silent partition holds records that the broker had when the moment
     * was first known of.
     */
    private void advance(long moment, long now) {
      PartitionEnds.Answer answer = partitionEnds.answer(now);
      if (answer != null) {
        long time = answer.moment();
        for (Partition partition : partitions) {
          TopicPartition name = partition.name();
          if (name != null && !partition.echoes) {
            long end = answer.ends().getOrDefault(name, 0L);
            if (!partition.isReadTo(end, end, now, idleAfterNanos, clientId)) {
              time = Math.min(time, partition.latest() - 1);
            }
          }
        }
        reached = Math.max(reached, time);
      }
      if (moment > reached) {
        partitionEnds.ask(moment, now);
      }
    }
  }

  /** One partition, or the task's main output, which never carries a record. */
  private final class Partition extends SourcePartition {

    private final Task task;
    private final long since;
    private long heartbeat = Long.MIN_VALUE;
    private boolean echoes;

    Partition(Task task, long since) {
      this.task = task;
      this.since = since;
    }

    @Override
    void onRecord(RawRecord record) {
      boolean beats = record.topic().equals(heartbeatTopic);
      echoes = beats || StreamClock.this.echoes.contains(record.topic());
      if (beats && heartbeats.counts(record.keyText())) {
        // Its own time: that of the partition is also moved on by heartbeats that do not count.
        heartbeat = Math.max(heartbeat, record.kafkaTimestamp());
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      task.report(output);
    }

    private boolean isAwaited(long now) {
      return !hasDelivered() && now - since < firstRecordWithinNanos;
    }

    private boolean isActive(long now) {
      if (!hasDelivered()) {
        return false;
      }
      long silent = silentFor(now);
      return silent < idleAfterNanos || (silent < MOST_BEHIND_NANOS && holdsMore(task.clientId));
    }
  }
}
