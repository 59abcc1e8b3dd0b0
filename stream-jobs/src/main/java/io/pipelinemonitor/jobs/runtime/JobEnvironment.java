package io.pipelinemonitor.jobs.runtime;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What every job of ours runs with, wherever it runs. */
public final class JobEnvironment {

  /** The most tasks that a job can ever be spread over; fixed, since state is cut by it. */
  public static final int MAX_PARALLELISM = 128;

  private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(50);
  private static final long BUFFER_TIMEOUT_MILLIS = 10;

  private JobEnvironment() {}

  /** Sets what the jobs rely on; the rest (parallelism, checkpoints, state) is the cluster's. */
  public static void prepare(StreamExecutionEnvironment env) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    // Records between chained operators are never changed after they are sent on.
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARK_INTERVAL);
    configuration.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    // Less to store; and what is compressed is read in blocks, the rest byte by byte from the file.
    configuration.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true);
    env.configure(configuration);
    env.setBufferTimeout(BUFFER_TIMEOUT_MILLIS);
  }
}
