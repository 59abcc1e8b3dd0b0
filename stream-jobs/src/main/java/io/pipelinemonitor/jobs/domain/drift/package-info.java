/**
 * Whether a scope's projection strays from where it stood when its period began by more than
 * chance.
 *
 * <p>Once a day {@link io.pipelinemonitor.jobs.domain.drift.DriftDetector} is told the projection
 * at midnight. {@link io.pipelinemonitor.jobs.domain.drift.EarlierPeriods} says what is usual, two
 * {@link io.pipelinemonitor.jobs.domain.drift.Counter counters} add up what is not, and the {@link
 * io.pipelinemonitor.jobs.domain.drift.Verdict} holds what a rule is judged by.
 */
@NullMarked
package io.pipelinemonitor.jobs.domain.drift;

import org.jspecify.annotations.NullMarked;
