package io.pipelinemonitor.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final Instant NOON = Instant.parse("2026-02-02T12:00:00Z");
  private static final int STATE_BYTES = 16;

  @TempDir Path directory;

  @Test
  void hasNothingBeforeTheFirstRun() {
    assertThat(new CheckpointStore(directory.resolve("none")).latest()).isEmpty();
  }

  @Test
  void takesTheHighestNumberOfAllRuns() throws IOException {
    checkpoint("run-a", 9, NOON);
    checkpoint("run-b", 11, NOON.plusSeconds(60));
    checkpoint("run-a", 10, NOON.plusSeconds(120));

    assertThat(latest().map(Checkpoint::number)).contains(11L);
  }

  @Test
  void takesTheLaterOfTwoWithOneNumber() throws IOException {
    checkpoint("run-a", 12, NOON.plusSeconds(60));
    checkpoint("run-b", 12, NOON);

    assertThat(latest().map(found -> found.run().getFileName().toString())).contains("run-a");
  }

  @Test
  void passesOverOneThatWasNotCompleted() throws IOException {
    checkpoint("run-a", 4, NOON);
    Files.createDirectories(directory.resolve("run-a/chk-5"));

    assertThat(latest().map(Checkpoint::number)).contains(4L);
  }

  @Test
  void passesOverOneWhoseMetadataIsDamaged() throws IOException {
    checkpoint("run-a", 4, NOON);
    Path damaged = checkpoint("run-a", 5, NOON);
    Files.writeString(damaged.resolve("_metadata"), "?");

    assertThat(latest().map(Checkpoint::number)).contains(4L);
  }

  @Test
  void passesOverOneWhoseStateIsMissingOrCutShort() throws IOException {
    checkpoint("run-a", 4, NOON);
    Files.delete(checkpoint("run-a", 5, NOON).resolve("state"));
    Files.write(checkpoint("run-a", 6, NOON).resolve("state"), new byte[STATE_BYTES / 2]);

    assertThat(latest().map(Checkpoint::number)).contains(4L);
  }

  @Test
  void prunesRunsThatHoldNoneOfTheNewest() throws IOException {
    for (int number = 1; number <= 6; number++) {
      checkpoint(number <= 3 ? "first" : "second", number, NOON);
    }

    new CheckpointStore(directory).prune();

    assertThat(directory.resolve("first")).doesNotExist();
    assertThat(directory.resolve("second/chk-6/_metadata")).exists();
    assertThat(latest().map(Checkpoint::number)).contains(6L);
  }

  private Optional<Checkpoint> latest() {
    return new CheckpointStore(directory).latest();
  }

  private Path checkpoint(String run, long number, Instant completedAt) throws IOException {
    Path checkpoint = Files.createDirectories(directory.resolve(run).resolve("chk-" + number));
    Path state = Files.write(checkpoint.resolve("state"), new byte[STATE_BYTES]);
    OperatorState operator = new OperatorState(null, null, new OperatorID(), 1, 128);
    operator.putState(
        0,
        OperatorSubtaskState.builder()
            .setManagedKeyedState(
                new KeyGroupsStateHandle(
                    new KeyGroupRangeOffsets(KeyGroupRange.of(0, 1)),
                    new FileStateHandle(
                        new org.apache.flink.core.fs.Path(state.toString()), STATE_BYTES)))
            .build());
    Path metadata = checkpoint.resolve("_metadata");
    try (OutputStream out = Files.newOutputStream(metadata)) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(number, List.of(operator), List.of()), out);
    }
    Files.setLastModifiedTime(metadata, FileTime.from(completedAt));
    return checkpoint;
  }
}
