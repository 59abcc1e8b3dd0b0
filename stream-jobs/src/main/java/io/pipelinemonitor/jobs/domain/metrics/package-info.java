/** Sums that can be taken back, and the figures that follow from them. */
@NullMarked
package io.pipelinemonitor.jobs.domain.metrics;

import org.jspecify.annotations.NullMarked;
