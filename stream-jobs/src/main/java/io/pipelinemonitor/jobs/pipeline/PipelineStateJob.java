package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.KafkaTopics;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.StreamClock;
import io.pipelinemonitor.jobs.runtime.WrittenBefore;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Keeps the state of the pipeline: deal events and plan in, deals and figures out. */
public final class PipelineStateJob {

  /** The job's name in Flink, in dead letters and as its consumer group. */
  public static final String NAME = "pipeline-state";

  /** The source of the heartbeats that tell how far the snapshots are complete. */
  public static final String HEARTBEAT_SOURCE = "pipeline-state";

  /** The source of the heartbeats that the alerts service writes by the wall's clock. */
  static final String WALL_CLOCK_SOURCE = "alerts-service";

  static final String SOURCE_UID = "pipeline-input";
  static final String DEALS_SINK_UID = "pipeline-deals";
  static final String CHANGES_SINK_UID = "pipeline-changes";
  static final String HISTORY_SINK_UID = "pipeline-history";
  static final String UNIT_HISTORY_SINK_UID = "unit-history";
  static final String SNAPSHOTS_SINK_UID = "pipeline-snapshots";
  static final String UNIT_SNAPSHOTS_SINK_UID = "unit-snapshots";
  static final String PROGRESS_SINK_UID = "pipeline-progress";
  static final String DEAD_LETTERS_SINK_UID = "pipeline-dead-letters";

  /** Learnt from the deals that this job sends. */
  private static final Set<String> ECHOES = Set.of(Topics.MODEL_PARAMETERS.name());

  private static final long HEARTBEAT_GRACE_MILLIS = 250;

  private PipelineStateJob() {}

  /** Runs the job; arguments as {@link JobSettings#ofArguments}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, JobSettings.ofArguments(arguments));
    env.execute(NAME);
  }

  /** Adds the job to the environment, from Kafka to Kafka. */
  public static void define(StreamExecutionEnvironment env, JobSettings settings) {
    JobEnvironment.prepare(env);
    KafkaTopics kafka = new KafkaTopics(settings, NAME);
    DataStream<RawRecord> records =
        kafka.read(env, SOURCE_UID, clock(settings), PipelineStateTopology.INPUTS);
    PipelineStateTopology.Outputs outputs =
        PipelineStateTopology.build(records, WrittenBefore.onBroker(settings), settings);
    boolean exactlyOnce = settings.stateExactlyOnce();
    kafka.write(outputs.deals(), DEALS_SINK_UID, Topics.DEALS, exactlyOnce);
    kafka.write(outputs.changes(), CHANGES_SINK_UID, Topics.CHANGES, exactlyOnce);
    kafka.write(outputs.scopeHistory(), HISTORY_SINK_UID, Topics.HISTORY, exactlyOnce);
    kafka.write(outputs.unitHistory(), UNIT_HISTORY_SINK_UID, Topics.HISTORY, exactlyOnce);
    kafka.write(outputs.scopeSnapshots(), SNAPSHOTS_SINK_UID, Topics.SNAPSHOTS, exactlyOnce);
    kafka.write(outputs.unitSnapshots(), UNIT_SNAPSHOTS_SINK_UID, Topics.SNAPSHOTS, exactlyOnce);
    // It vouches for all of these, so it must not be seen before they are.
    kafka.write(outputs.progress(), PROGRESS_SINK_UID, Topics.HEARTBEAT, exactlyOnce);
    kafka.writeDeadLetters(outputs.deadLetters(), DEAD_LETTERS_SINK_UID);
  }

  /** All but our own; and none of the wall's clock where only the data move time on. */
  private static StreamClock.HeartbeatFilter heartbeats(JobSettings.Clock clock) {
    return clock == JobSettings.Clock.WALL
        ? source -> !source.equals(HEARTBEAT_SOURCE)
        : source -> !source.equals(HEARTBEAT_SOURCE) && !source.equals(WALL_CLOCK_SOURCE);
  }

  private static StreamClock clock(JobSettings settings) {
    return new StreamClock(
        Topics.HEARTBEAT.name(),
        heartbeats(settings.clock()),
        PipelineStateTopology.INPUTS.stream()
            .map(Topic::name)
            .filter(topic -> !ECHOES.contains(topic) && !topic.equals(Topics.HEARTBEAT.name()))
            .collect(Collectors.toUnmodifiableSet()),
        ECHOES,
        settings.tick(),
        settings.idleAfterMillis(),
        settings.firstRecordWithinMillis(),
        HEARTBEAT_GRACE_MILLIS);
  }
}
