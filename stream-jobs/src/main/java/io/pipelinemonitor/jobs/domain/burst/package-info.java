/**
 * Many changes of deals by one author at once: when they begin, what they touch, and when they are
 * over. Moments are stream time in microseconds since the epoch.
 */
@NullMarked
package io.pipelinemonitor.jobs.domain.burst;

import org.jspecify.annotations.NullMarked;
