package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.KafkaTopics;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.VouchedClock;
import io.pipelinemonitor.schema.topic.Topics;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Learns from what became of deals: their states and movements in, forecast parameters out. */
public final class ForecastModelJob {

  /** The job's name in Flink, in dead letters and as its consumer group. */
  public static final String NAME = "forecast-model";

  /** Whose heartbeats count: they say that what deals did up to their time has been sent. */
  static final String DEALS_HEARTBEAT_SOURCE = "pipeline-state";

  static final String SOURCE_UID = "model-input";
  static final String PARAMETERS_SINK_UID = "model-parameters";
  static final String DEAD_LETTERS_SINK_UID = "model-dead-letters";

  private ForecastModelJob() {}

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
            VouchedClock.behind(DEALS_HEARTBEAT_SOURCE, ForecastModelTopology.INPUTS, settings),
            ForecastModelTopology.INPUTS);
    // One task reads all partitions, so that a heartbeat waits for records of every one of them.
    records.getTransformation().setParallelism(ForecastModelTopology.READING);
    ForecastModelTopology.Outputs outputs = ForecastModelTopology.build(records, settings);
    kafka.write(outputs.parameters(), PARAMETERS_SINK_UID, Topics.MODEL_PARAMETERS, false);
    kafka.writeDeadLetters(outputs.deadLetters(), DEAD_LETTERS_SINK_UID);
  }
}
