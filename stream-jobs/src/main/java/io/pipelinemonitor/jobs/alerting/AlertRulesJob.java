package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.KafkaTopics;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.VouchedClock;
import io.pipelinemonitor.schema.topic.Topics;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Judges the figures of the pipeline by rules: snapshots and rules in, alert events out. */
public final class AlertRulesJob {

  /** The job's name in Flink, in dead letters and as its consumer group. */
  public static final String NAME = "alert-rules";

  /** Whose heartbeats count: they say that the figures up to their time have been sent. */
  static final String FIGURES_HEARTBEAT_SOURCE = "pipeline-state";

  static final String SOURCE_UID = "alert-input";
  static final String EVENTS_SINK_UID = "alert-events";
  static final String STATES_SINK_UID = "alert-states";
  static final String SHADOW_SINK_UID = "alert-shadow-events";
  static final String DEAD_LETTERS_SINK_UID = "alert-dead-letters";

  private AlertRulesJob() {}

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
        kafka.read(
            env,
            SOURCE_UID,
            VouchedClock.behind(FIGURES_HEARTBEAT_SOURCE, AlertRulesTopology.INPUTS, settings),
            AlertRulesTopology.INPUTS);
    // One task reads all partitions, so that a heartbeat waits for figures of every one of them.
    records.getTransformation().setParallelism(AlertRulesTopology.READING);
    AlertRulesTopology.Outputs outputs =
        AlertRulesTopology.build(records, records, Topics.HISTORY, settings);
    boolean exactlyOnce = settings.alertsExactlyOnce();
    kafka.write(outputs.events(), EVENTS_SINK_UID, Topics.ALERT_EVENTS, exactlyOnce);
    kafka.write(outputs.states(), STATES_SINK_UID, Topics.ALERT_STATE, exactlyOnce);
    kafka.write(outputs.shadowEvents(), SHADOW_SINK_UID, Topics.SHADOW_ALERT_EVENTS, exactlyOnce);
    kafka.writeDeadLetters(outputs.deadLetters(), DEAD_LETTERS_SINK_UID);
  }
}
