package io.pipelinemonitor.local.jobs;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A completed checkpoint of a job.
 *
 * @param directory the {@code chk-N} directory
 * @param number grows from checkpoint to checkpoint, across restarts as well
 */
public record Checkpoint(Path directory, long number, Instant completedAt) {
  /** The directory of the run that wrote it. */
  Path run() {
    Path parent = directory.getParent();
    return parent == null ? directory : parent;
  }
}
