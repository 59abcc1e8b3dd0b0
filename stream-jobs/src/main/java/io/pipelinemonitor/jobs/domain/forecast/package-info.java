/**
 * What the period will end with: learnt from outcomes, projected from sums, compared with earlier
 * periods.
 */
@NullMarked
package io.pipelinemonitor.jobs.domain.forecast;

import org.jspecify.annotations.NullMarked;
