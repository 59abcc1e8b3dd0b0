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
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * everything up to their time has been written, and say up to where; this clock comes to a
 * heartbeat's time when it has read as far.
 *
 * <ul>
 *   <li>A backlog is worked off in order, heartbeat by heartbeat, and what has been read ahead does
 *       not pile up.
 *   <li>Of what others write the heartbeats know nothing: the broker is asked where it ends after a
 *       heartbeat was seen. Until all of it has been read, time is that of the partition furthest
 *       behind.
 *   <li>No record moves time on by itself: a rule stamped by an author's clock must not run ahead
 *       of the figures that it judges, and while the other job is down time stands still.
 *   <li>A partition may seem to hold more than can be read: marks of transactions count, what has
 *       been deleted, and what was read before a restart. One from which nothing comes is taken as
 *       read after some seconds; one that has given us the other job's records, after a minute,
 *       since these end in no marks.
 * </ul>
 *
 * <p>It is for a source that reads all partitions in one task.
 */
public final class VouchedClock implements SourceClock {

  private static final long serialVersionUID = 1L;

  /** What the heartbeats of {@code pipeline-state} vouch for. */
  public static final Set<String> VOUCHED_FOR =
      Stream.of(Topics.SNAPSHOTS, Topics.HISTORY, Topics.CHANGES, Topics.DEALS)
          .map(Topic::name)
          .collect(Collectors.toUnmodifiableSet());

  /** Nothing that can be read takes so long to come. */
  private static final long NOTHING_COMES_NANOS = 5 * SourcePartition.SECOND_NANOS;

  /** Some hours of heartbeats that wait for what they vouch for. */
  private static final int MOST_BEATS = 20_000;

  private final String clientIdPrefix = UUID.randomUUID().toString();
  private final String source;
  private final Set<String> vouchedFor;
  private final Set<String> others;
  private final Written written;
  private final PartitionEnds.Broker broker;
  private transient @Nullable Task task;

  /** Says how far partitions had been written, by a heartbeat. */
  @FunctionalInterface
  interface Written extends Serializable {

    /** The offset after the last record of each; nothing if the heartbeat does not say. */
    Map<TopicPartition, Long> upTo(RawRecord heartbeat);
  }

  /**
   * @param source whose heartbeats count
   * @param vouchedFor the topics of which the heartbeats say how far they are written
   * @param others every other topic that is read
   */
  VouchedClock(
      String source,
      Set<String> vouchedFor,
      Set<String> others,
      Written written,
      PartitionEnds.Broker broker) {
    this.source = source;
    this.vouchedFor = Set.copyOf(vouchedFor);
    this.others = Set.copyOf(others);
    this.written = written;
    this.broker = broker;
  }

  /**
   * The clock of a job.
   *
   * @param source whose heartbeats count
   * @param inputs every topic that the job reads
   */
  public static VouchedClock behind(String source, List<Topic<?>> inputs, JobSettings settings) {
    Set<String> names =
        inputs.stream()
            .filter(topic -> topic != Topics.HEARTBEAT)
            .map(Topic::name)
            .collect(Collectors.toUnmodifiableSet());
    return new VouchedClock(
        source,
        names.stream().filter(VOUCHED_FOR::contains).collect(Collectors.toUnmodifiableSet()),
        names.stream()
            .filter(name -> !VOUCHED_FOR.contains(name))
            .collect(Collectors.toUnmodifiableSet()),
        new HeartbeatReader(settings)::written,
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
    private final PartitionEnds othersEnds;
    private final List<Partition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Partition> byName = new HashMap<>();
    private final Deque<Beat> beats = new ArrayDeque<>();
    private long latestBeat = Long.MIN_VALUE;
    private long vouched = Long.MIN_VALUE;
    private long othersRead = Long.MIN_VALUE;
    private long reached = Long.MIN_VALUE;
    private PartitionEnds.@Nullable Answer ends;

    Task(RelativeClock clock, String clientId) {
      this.elapsed = new ElapsedTime(clock);
      this.clientId = clientId;
      this.othersEnds = new PartitionEnds(broker, clientId, others);
    }

    Partition newPartition() {
      Partition partition = new Partition(this);
      partitions.add(partition);
      return partition;
    }

    /** One that is not after an earlier one, as after a restart of its source, says nothing new. */
    void beat(RawRecord heartbeat) {
      // Its own time: that of the partition is also moved on by the heartbeats of others.
      long time = heartbeat.kafkaTimestamp();
      if (time <= latestBeat) {
        return;
      }
      Map<TopicPartition, Long> upTo = new HashMap<>(written.upTo(heartbeat));
      if (!upTo.isEmpty()) {
        latestBeat = time;
        upTo.keySet().removeIf(partition -> !vouchedFor.contains(partition.topic()));
        beats.add(new Beat(time, upTo));
        if (beats.size() > MOST_BEATS) {
          thinOut();
        }
      }
    }

    /** Each vouches for all before it: of a long backlog every second one will do. */
    private void thinOut() {
      List<Beat> all = List.copyOf(beats);
      beats.clear();
      for (int i = 1; i < all.size(); i += 2) {
        beats.add(all.get(i));
      }
      if (all.size() % 2 == 1) {
        beats.add(all.get(all.size() - 1));
      }
    }

    /** Lets every partition say the same, so that their minimum is what was decided. */
    void report(WatermarkOutput output) {
      long now = elapsed.nanos();
      partitions.forEach(partition -> partition.notice(now));
      readBeats(now);
      readOthers(now);
      reached = Math.max(reached, Math.min(vouched, othersRead));
      if (reached != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(reached));
      }
    }

    private void readBeats(long now) {
      while (!beats.isEmpty() && isRead(beats.element(), now)) {
        vouched = beats.remove().time();
      }
    }

    /** Looks at every partition, so that the patience with each begins at once. */
    private boolean isRead(Beat beat, long now) {
      boolean read = true;
      Map<TopicPartition, Long> latestEnds = beats.getLast().written();
      for (Map.Entry<TopicPartition, Long> end : beat.written().entrySet()) {
        Partition partition = named(end.getKey());
        long patience =
            partition.hasDelivered() ? SourcePartition.MOST_BEHIND_NANOS : NOTHING_COMES_NANOS;
        read &=
            partition.isReadTo(
                end.getValue(), latestEnds.getOrDefault(end.getKey(), 0L), now, patience, clientId);
      }
      return read;
    }

    private void readOthers(long now) {
      if (ends == null && latestBeat > othersRead) {
        othersEnds.ask(latestBeat, now);
        ends = othersEnds.answer(now);
      }
      if (ends == null) {
        return;
      }
      boolean read = true;
      long time = ends.moment();
      for (Map.Entry<TopicPartition, Long> end : ends.ends().entrySet()) {
        Partition partition = named(end.getKey());
        if (!partition.isReadTo(
            end.getValue(), end.getValue(), now, NOTHING_COMES_NANOS, clientId)) {
          read = false;
          time = Math.min(time, partition.hasDelivered() ? partition.latest() - 1 : othersRead);
        }
      }
      othersRead = Math.max(othersRead, time);
      if (read) {
        ends = null;
      }
    }

    /** The partition of that name; it may have delivered nothing yet. */
    private Partition named(TopicPartition name) {
      return byName.computeIfAbsent(name, unknown -> new Partition(this, unknown));
    }
  }

  /** A heartbeat that has not been reached yet. */
  private record Beat(long time, Map<TopicPartition, Long> written) {}

  /** One partition. */
  private final class Partition extends SourcePartition {

    private final Task task;
    private boolean registered;

    Partition(Task task) {
      this.task = task;
    }

    Partition(Task task, TopicPartition name) {
      super(name);
      this.task = task;
    }

    @Override
    void onRecord(RawRecord record) {
      if (!registered) {
        registered = true;
        task.byName.put(new TopicPartition(record.topic(), record.partition()), this);
      }
      if (record.topic().equals(Topics.HEARTBEAT.name()) && record.keyText().equals(source)) {
        task.beat(record);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      task.report(output);
    }
  }
}
