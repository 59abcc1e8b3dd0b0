package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.alerting.AlertRulesJob;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The alert job over what is in Kafka, as it is delivered. */
final class AlertRun {

  private final Assignment assignment;
  private final PrintStream out;

  /**
   * @param out takes messages
   */
  AlertRun(Assignment assignment, PrintStream out) {
    this.assignment = assignment;
    this.out = out;
  }

  /**
   * Judges everything, once the same has been done at least once and long enough to be warm. Then
   * looks at the state, and at how long a start from it takes. When this returns, all alerts are in
   * Kafka, committed.
   */
  void measure() throws Exception {
    try (FlinkCluster cluster =
        FlinkCluster.start(
            assignment.parallelism(),
            assignment.directory(),
            FlinkCluster.ALERTS_CHECKPOINT_INTERVAL)) {
      do {
        cluster.stop(judge(cluster));
      } while (!Stopwatch.isWarm(assignment.warmUpSeconds()));
      FlinkRun.awaitInterest(out);
      JobID job;
      try (Profile profile = Profile.start(assignment)) {
        job = judge(cluster);
      }
      CompletedCheckpointStats checkpoint = cluster.checkpoint(job);
      cluster.cancel(job);
      long start = System.nanoTime();
      JobID restarted = cluster.run(definition(), checkpoint.getExternalPath());
      double startSeconds = (System.nanoTime() - start) / 1e9;
      cluster.stop(restarted);
      FlinkRun.tell(
          out,
          new Message(
              RulesFigures.KIND,
              Map.of("checkpoint", (double) checkpoint.getStateSize(), "start", startSeconds)));
    }
  }

  /** From the moment at which every task runs to the last answer; the job goes on to run. */
  private JobID judge(FlinkCluster cluster) throws Exception {
    try (TopicConsumer refused =
        TopicConsumer.fromNow(
            assignment.bootstrapServers(),
            Topics.COMMANDS.deadLetters().name(),
            TopicConsumer.Isolation.READ_UNCOMMITTED)) {
      long end = refused.end() + RulesSection.END_MARKS;
      JobID job = cluster.run(definition(), null);
      Stopwatch stopwatch = new Stopwatch();
      long deadline = System.nanoTime() + FlinkRun.LONGEST.toNanos();
      while (refused.end() < end) {
        refused.poll();
        cluster.requireAlive(job);
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "the alert job did not come to the end within " + FlinkRun.LONGEST);
        }
      }
      Measurement measurement = stopwatch.stop(assignment.shape().events());
      FlinkRun.tell(out, measurement.message());
      return job;
    }
  }

  private Consumer<StreamExecutionEnvironment> definition() {
    Map<String, String> settings =
        Map.of(
            "bootstrap.servers",
            assignment.bootstrapServers(),
            "schema.registry.url",
            assignment.registryUrl());
    return env -> AlertRulesJob.define(env, JobSettings.of(settings));
  }
}
