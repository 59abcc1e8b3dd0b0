package io.pipelinemonitor.local.jobs;

import io.pipelinemonitor.local.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster in this process, with its web interface, and the jobs that run on it. */
public final class JobCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobCluster.class);
  private static final String HOST = "127.0.0.1";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration LAST_CHECKPOINT_LIMIT = Duration.ofSeconds(4);
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(3);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(50);

  private final MiniCluster cluster;
  private final int parallelism;
  private final String webUrl;
  private final Map<String, String> flinkSettings;
  private final List<RunningJob> jobs = new CopyOnWriteArrayList<>();

  private JobCluster(
      MiniCluster cluster, int parallelism, String webUrl, Map<String, String> flinkSettings) {
    this.cluster = cluster;
    this.parallelism = parallelism;
    this.webUrl = webUrl;
    this.flinkSettings = flinkSettings;
  }

  /**
   * Starts a cluster without jobs.
   *
   * @param jobs how many jobs there will be room for
   * @param flinkSettings Flink's own options, over those set here
   */
  public static JobCluster start(
      int port, int parallelism, int jobs, Path temporary, Map<String, String> flinkSettings) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, HOST);
    configuration.set(RestOptions.BIND_ADDRESS, HOST);
    configuration.set(RestOptions.PORT, port);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
    configuration.set(JobManagerOptions.BIND_HOST, HOST);
    configuration.set(TaskManagerOptions.BIND_HOST, HOST);
    configuration.set(TaskManagerOptions.HOST, HOST);
    configuration.set(CoreOptions.TMP_DIRS, temporary.toString());
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    // A laptop that sleeps, or a long pause of the machine, is no reason to lose the one task
    // manager.
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(5));
    // Of the cluster, not of a job: Flink does not look for it in a job's configuration.
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, CheckpointStore.KEPT);
    flinkSettings.forEach(configuration::setString);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setCommonBindAddress(HOST)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism * jobs)
                .build());
    try {
      cluster.start();
      return new JobCluster(
          cluster,
          parallelism,
          cluster.getRestAddress().get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS).toString(),
          flinkSettings);
    } catch (Exception e) {
      CompletableFuture<Void> unused = cluster.closeAsync();
      throw new Problem("The Flink cluster did not start: %s.".formatted(Problem.reason(e)), e);
    }
  }

  public String webUrl() {
    return webUrl;
  }

  /** Jobs in the order of their start. */
  public List<RunningJob> jobs() {
    return List.copyOf(jobs);
  }

  /**
   * Starts a job from its newest checkpoint in the directory, or afresh if there is none. Returns
   * at once; {@link #awaitRunning} waits.
   */
  public RunningJob submit(LocalJob job, Path checkpoints, Map<String, String> settings) {
    CheckpointStore store = new CheckpointStore(checkpoints);
    Optional<Checkpoint> latest = store.latest();
    store.prune();
    try {
      StreamExecutionEnvironment environment = environment(job, checkpoints);
      job.definition().define(environment, settings);
      StreamGraph graph = environment.getStreamGraph();
      graph.setJobName(job.name());
      JobGraph jobGraph = graph.getJobGraph();
      latest.ifPresent(
          checkpoint ->
              jobGraph.setSavepointRestoreSettings(
                  SavepointRestoreSettings.forPath(
                      address(checkpoint.directory()), false, RecoveryClaimMode.NO_CLAIM)));
      cluster.submitJob(jobGraph).get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      RunningJob running = new RunningJob(job.name(), jobGraph.getJobID(), latest);
      jobs.add(running);
      LOG.info("Submitted {}, from {}", job.name(), latest);
      return running;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted while starting the job %s.".formatted(job.name()), e);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw e instanceof Problem problem
          ? problem
          : new Problem(
              "The job %s did not start: %s.".formatted(job.name(), Problem.reason(e)), e);
    }
  }

  /** Waits until every task of every job runs. */
  public void awaitRunning() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    for (RunningJob job : jobs) {
      while (!isRunning(job)) {
        failure(job)
            .ifPresent(
                reason -> {
                  throw new Problem(startFailure(job, reason));
                });
        if (System.nanoTime() > deadline) {
          throw new Problem(
              "The job %s did not run within %d s: %s."
                  .formatted(
                      job.name(),
                      START_LIMIT.toSeconds(),
                      lastError(job).orElse("no reason is known")));
        }
        try {
          Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new Problem("Interrupted while the jobs were starting.", e);
        }
      }
    }
  }

  /** Why a job has ended for good, or empty while it runs or is about to try again. */
  public Optional<String> failure(RunningJob job) {
    try {
      AccessExecutionGraph graph = graph(job);
      if (!graph.getState().isGloballyTerminalState()) {
        return Optional.empty();
      }
      return Optional.of(
          lastError(job)
              .orElse("it is " + graph.getState().name().toLowerCase(java.util.Locale.ROOT)));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.of(Problem.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Takes a last checkpoint of every job if that is quick, and ends everything within ten seconds.
   */
  @Override
  public void close() {
    checkpointAll();
    cancelAll();
    try {
      cluster.closeAsync().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The Flink cluster did not close properly: {}", Problem.reason(e));
    }
    LOG.info("Flink cluster stopped");
  }

  private void checkpointAll() {
    List<CompletableFuture<Long>> checkpoints = new ArrayList<>();
    for (RunningJob job : jobs) {
      if (isRunning(job)) {
        checkpoints.add(cluster.triggerCheckpoint(job.id(), CheckpointType.CONFIGURED));
      }
    }
    await(checkpoints, LAST_CHECKPOINT_LIMIT, "the last checkpoint");
  }

  private void cancelAll() {
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (RunningJob job : jobs) {
      ends.add(
          cluster
              .cancelJob(job.id())
              .thenCompose(acknowledged -> cluster.requestJobResult(job.id())));
    }
    await(ends, CANCEL_LIMIT, "cancelling");
  }

  private static void await(
      List<? extends CompletableFuture<?>> futures, Duration limit, String what) {
    try {
      CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("{} failed for a job, the one before counts: {}", what, Problem.reason(e));
    } catch (TimeoutException e) {
      LOG.warn("{} took more than {}, going on without it", what, limit);
    }
  }

  private StreamExecutionEnvironment environment(LocalJob job, Path checkpoints) {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    configuration.set(PipelineOptions.NAME, job.name());
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, job.checkpointInterval());
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, address(checkpoints));
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(10));
    // A broker that is away comes back some time; until then every try costs little and none is the
    // last.
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY,
        RestartStrategyOptions.RestartStrategyType.EXPONENTIAL_DELAY.getMainValue());
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(15));
    flinkSettings.forEach(configuration::setString);
    return new StreamExecutionEnvironment(configuration);
  }

  private boolean isRunning(RunningJob job) {
    try {
      AccessExecutionGraph graph = graph(job);
      if (graph.getState() != JobStatus.RUNNING) {
        return false;
      }
      for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
        ExecutionState state = vertex.getExecutionState();
        if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
          return false;
        }
      }
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<String> lastError(RunningJob job) {
    try {
      ErrorInfo info = graph(job).getFailureInfo();
      return info == null
          ? Optional.empty()
          : Optional.of(
              Problem.reason(
                  info.getException().deserializeError(JobCluster.class.getClassLoader())));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private AccessExecutionGraph graph(RunningJob job)
      throws ExecutionException, InterruptedException, TimeoutException {
    return cluster.getExecutionGraph(job.id()).get(10, TimeUnit.SECONDS);
  }

  /** As Flink writes it: a space stays a space, unlike in a URI. */
  private static String address(Path directory) {
    return "file://" + directory.toAbsolutePath();
  }

  static String startFailure(RunningJob job, String reason) {
    return job.restoredFrom()
        .map(
            checkpoint ->
                "The job %s could not go on from its checkpoint %s: %s. To start without checkpoints, move all of %s away and the job computes everything anew from the topics; or use a new --data-dir, which is empty."
                    .formatted(
                        job.name(), checkpoint.directory(), reason, checkpoint.run().getParent()))
        .orElseGet(() -> "The job %s failed while starting: %s.".formatted(job.name(), reason));
  }

  /**
   * A job on this cluster.
   *
   * @param restoredFrom the checkpoint it went on from, empty if it began afresh
   */
  public record RunningJob(String name, JobID id, Optional<Checkpoint> restoredFrom) {}
}
