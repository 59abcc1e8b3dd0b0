package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.pipeline.PipelineStateJob;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The lines on Flink. */
final class FlinkRun {

  /** The kind of message that says that the job runs and may be given events. */
  static final String READY = "ready";

  /** The kind of message that says that from now on it counts, once it may go on. */
  static final String WARM = "warm";

  static final Duration LONGEST = Duration.ofMinutes(30);

  private static final int CHECKPOINTS = 3;
  private static final int COLLECTIONS = 3;

  private final Assignment assignment;
  private final PrintStream out;

  /**
   * @param out takes messages
   */
  FlinkRun(Assignment assignment, PrintStream out) {
    this.assignment = assignment;
    this.out = out;
  }

  /**
   * Through the whole load, once the same has been done at least once and long enough to be warm.
   * When this returns, all that was computed is in Kafka, committed.
   */
  Measurement throughput() throws Exception {
    try (SchemaRegistryClient registry =
            RegistryConnection.open(assignment.registryUrl(), Map.of());
        FlinkCluster cluster = startCluster()) {
      do {
        pass(cluster, registry);
      } while (!Stopwatch.isWarm(assignment.warmUpSeconds()));
      awaitInterest(out);
      try (Profile profile = Profile.start(assignment)) {
        return pass(cluster, registry);
      }
    }
  }

  /** Through the whole load once. When this returns, all that was computed is in Kafka. */
  Measurement record() throws Exception {
    try (SchemaRegistryClient registry =
            RegistryConnection.open(assignment.registryUrl(), Map.of());
        FlinkCluster cluster = startCluster()) {
      return pass(cluster, registry);
    }
  }

  /** Says that from now on it counts, and goes on once it may. */
  static void awaitInterest(PrintStream out) throws IOException {
    tell(out, new Message(WARM, Map.of()));
    if (System.in.read() < 0) {
      throw new IllegalStateException("nobody is interested any more");
    }
  }

  /** One job, from its start to the end of the load. */
  private Measurement pass(FlinkCluster cluster, SchemaRegistryClient registry) throws Exception {
    try (Progress progress = progress(registry)) {
      JobID job = cluster.run(definition("data"), null);
      Stopwatch stopwatch = new Stopwatch();
      await(progress, cluster, job);
      Measurement measurement = stopwatch.stop(assignment.shape().events());
      cluster.stop(job);
      return measurement;
    }
  }

  /** By the wall's clock, until standard input ends. */
  void live() throws Exception {
    try (FlinkCluster cluster = startCluster()) {
      JobID job = cluster.run(definition("wall"), null);
      tell(out, new Message(READY, Map.of()));
      while (System.in.read() >= 0) {
        // Nothing is ever said, it only ends.
      }
      cluster.requireAlive(job);
    }
  }

  /** Looks at the state before the load is there, and when it is folded. */
  StateFigures state() throws Exception {
    try (SchemaRegistryClient registry =
            RegistryConnection.open(assignment.registryUrl(), Map.of());
        Progress progress = progress(registry);
        FlinkCluster cluster = startCluster()) {
      JobID job = cluster.run(definition("data"), null);
      long emptyCheckpoint = cluster.checkpoint(job).getStateSize();
      long emptyHeap = heapInUse();
      tell(out, new Message(READY, Map.of()));
      await(progress, cluster, job);
      long heap = heapInUse() - emptyHeap;
      CompletedCheckpointStats[] checkpoints = new CompletedCheckpointStats[CHECKPOINTS];
      for (int i = 0; i < CHECKPOINTS; i++) {
        checkpoints[i] = cluster.checkpoint(job);
      }
      CompletedCheckpointStats last = checkpoints[CHECKPOINTS - 1];
      cluster.cancel(job);
      long start = System.nanoTime();
      cluster.run(definition("data"), last.getExternalPath());
      long restore = System.nanoTime() - start;
      double[] durations =
          Arrays.stream(checkpoints)
              .mapToDouble(CompletedCheckpointStats::getEndToEndDuration)
              .sorted()
              .toArray();
      return new StateFigures(
          assignment.shape().deals(),
          assignment.shape().events(),
          heap,
          last.getStateSize() - emptyCheckpoint,
          durations[CHECKPOINTS / 2] / 1e3,
          restore / 1e9);
    }
  }

  private FlinkCluster startCluster() throws Exception {
    return FlinkCluster.start(
        assignment.parallelism(), assignment.directory(), FlinkCluster.CHECKPOINT_INTERVAL);
  }

  private Consumer<StreamExecutionEnvironment> definition(String clock) {
    if (!assignment.line().isStateJob()) {
      return env -> CopyJob.define(env, assignment.bootstrapServers());
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", assignment.bootstrapServers());
    settings.put("schema.registry.url", assignment.registryUrl());
    settings.put("clock", clock);
    settings.put("state.exactly-once", Boolean.toString(assignment.line() == Line.L5));
    return env -> PipelineStateJob.define(env, JobSettings.of(settings));
  }

  private Progress progress(SchemaRegistryClient registry) {
    return assignment.line().isStateJob()
        ? Progress.ofStateJob(assignment, registry)
        : Progress.ofCopies(assignment.bootstrapServers());
  }

  /** Waits for the last event. */
  private void await(Progress progress, FlinkCluster cluster, JobID job) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (progress.events() < assignment.shape().events()) {
      cluster.requireAlive(job);
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the job did not come to the end within " + LONGEST);
      }
    }
  }

  /** Bytes, once all garbage is gone. */
  private static long heapInUse() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static void tell(PrintStream out, Message message) {
    out.println(message.text());
    out.flush();
  }
}
