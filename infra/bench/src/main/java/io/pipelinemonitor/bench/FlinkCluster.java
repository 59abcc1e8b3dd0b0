package io.pipelinemonitor.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster for one job at a time, with checkpoints as the local stack has them. A job that
 * fails is not started again: that would be measured too.
 */
final class FlinkCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  /** Of the state job. */
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  /** Of the alert job. */
  static final Duration ALERTS_CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 5;

  private final MiniCluster cluster;
  private final int parallelism;
  private final Path directory;
  private final Duration checkpointInterval;

  private FlinkCluster(
      MiniCluster cluster, int parallelism, Path directory, Duration checkpointInterval) {
    this.cluster = cluster;
    this.parallelism = parallelism;
    this.directory = directory;
    this.checkpointInterval = checkpointInterval;
  }

  /**
   * @param directory for checkpoints
   * @param checkpointInterval how often they are taken
   */
  static FlinkCluster start(int parallelism, Path directory, Duration checkpointInterval)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, HOST);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(CoreOptions.TMP_DIRS, directory.toString());
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setCommonBindAddress(HOST)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build());
    cluster.start();
    return new FlinkCluster(cluster, parallelism, directory, checkpointInterval);
  }

  /**
   * Starts a job and waits until every task of it runs.
   *
   * @param restoredFrom a checkpoint to go on from; null to begin afresh
   */
  JobID run(Consumer<StreamExecutionEnvironment> definition, @Nullable String restoredFrom)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY,
        RestartStrategyOptions.RestartStrategyType.NO_RESTART_STRATEGY.getMainValue());
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(configuration);
    definition.accept(env);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    if (restoredFrom != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(restoredFrom));
    }
    JobID job = await(cluster.submitJob(graph)).getJobID();
    // There is no graph to ask for before.
    while (await(cluster.getJobStatus(job)) == JobStatus.INITIALIZING) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    while (!isRunning(job)) {
      requireAlive(job);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return job;
  }

  private boolean isRunning(JobID job) throws Exception {
    for (AccessExecutionVertex vertex : graph(job).getAllExecutionVertices()) {
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return true;
  }

  /** Fails with the reason if the job has ended by itself. */
  void requireAlive(JobID job) throws Exception {
    AccessExecutionGraph graph = graph(job);
    if (graph.getState().isTerminalState()) {
      throw new IllegalStateException(
          "the job ended by itself: "
              + (graph.getFailureInfo() == null
                  ? graph.getState()
                  : graph.getFailureInfo().getExceptionAsString()));
    }
  }

  /** Ends a job once everything that it has computed is written, and transactions are committed. */
  void stop(JobID job) throws Exception {
    await(
        cluster.stopWithSavepoint(
            job,
            directory.resolve("savepoints").toUri().toString(),
            false,
            SavepointFormatType.NATIVE));
    await(cluster.requestJobResult(job));
  }

  /** Ends a job as it is. */
  void cancel(JobID job) throws Exception {
    await(cluster.cancelJob(job));
    await(cluster.requestJobResult(job));
  }

  /** Takes a checkpoint of the whole state. */
  CompletedCheckpointStats checkpoint(JobID job) throws Exception {
    long id = await(cluster.triggerCheckpoint(job, CheckpointType.FULL));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      // The statistics come a moment after the checkpoint.
      CheckpointStatsSnapshot statistics = graph(job).getCheckpointStatsSnapshot();
      if (statistics != null
          && statistics.getHistory().getCheckpointById(id) instanceof CompletedCheckpointStats it) {
        return it;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new IllegalStateException("no statistics of checkpoint " + id);
  }

  private AccessExecutionGraph graph(JobID job) throws Exception {
    return await(cluster.getExecutionGraph(job));
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
