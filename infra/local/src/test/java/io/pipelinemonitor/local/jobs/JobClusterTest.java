package io.pipelinemonitor.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pipelinemonitor.local.jobs.JobCluster.RunningJob;
import io.pipelinemonitor.local.stack.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobClusterTest {
  @TempDir Path directory;

  @Test
  void keepsTheCheckpointsBeforeTheLatestAsWell() {
    Path checkpoints = directory.resolve("checkpoints");
    LocalJob counting =
        new LocalJob(
            "counting",
            Duration.ofMillis(100),
            (environment, settings) ->
                environment
                    .fromSequence(0, Long.MAX_VALUE)
                    .uid("numbers")
                    .filter(number -> number < 0)
                    .uid("none"));
    try (JobCluster cluster =
        JobCluster.start(FreePorts.find().flink(), 1, 1, directory.resolve("tmp"), Map.of())) {
      cluster.submit(counting, checkpoints, Map.of());
      cluster.awaitRunning();
      CheckpointStore store = new CheckpointStore(checkpoints);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> store.latest().filter(latest -> latest.number() > 5).isPresent());
    }
    assertThat(new CheckpointStore(checkpoints).completed()).hasSize(CheckpointStore.KEPT);
  }

  @Test
  void saysWhatToMoveAwayWhenAJobCannotGoOn() {
    Path run = directory.resolve("counting/run-a");
    RunningJob job =
        new RunningJob(
            "counting",
            new JobID(),
            Optional.of(new Checkpoint(run.resolve("chk-7"), 7, Instant.EPOCH)));

    assertThat(JobCluster.startFailure(job, "it was made with other settings: go back to them"))
        .contains("counting/run-a/chk-7: it was made with other settings: go back to them. ")
        .contains("move all of " + directory.resolve("counting") + " away", "new --data-dir")
        .doesNotContain("version");
  }
}
