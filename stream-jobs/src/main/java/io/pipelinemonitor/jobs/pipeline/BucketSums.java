package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.Sums;
import java.util.Map;

/**
 * Changes of one scope's figures that wait for the end of their tick.
 *
 * @param byBucket by period or day, see {@link io.pipelinemonitor.jobs.domain.metrics.Bucket}
 */
record BucketSums(Map<String, Sums> byBucket) {}
