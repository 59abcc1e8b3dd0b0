/** The fiscal calendar: which day belongs to which period. */
@NullMarked
package io.pipelinemonitor.jobs.domain.calendar;

import org.jspecify.annotations.NullMarked;
