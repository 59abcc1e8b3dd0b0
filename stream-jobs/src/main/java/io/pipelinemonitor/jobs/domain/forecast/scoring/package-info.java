/** How good projections were: what they said of past periods, beside what people use instead. */
@NullMarked
package io.pipelinemonitor.jobs.domain.forecast.scoring;

import org.jspecify.annotations.NullMarked;
