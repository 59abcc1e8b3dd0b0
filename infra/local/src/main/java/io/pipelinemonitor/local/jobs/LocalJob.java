package io.pipelinemonitor.local.jobs;

import java.time.Duration;

/**
 * A job to run on the local cluster.
 *
 * @param name kebab-case; also the directory of its checkpoints, so it is never changed
 * @param checkpointInterval from the start of one checkpoint to the start of the next
 */
public record LocalJob(String name, Duration checkpointInterval, JobDefinition definition) {}
