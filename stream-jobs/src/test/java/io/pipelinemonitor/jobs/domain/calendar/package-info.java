@NullMarked
package io.pipelinemonitor.jobs.domain.calendar;

import org.jspecify.annotations.NullMarked;
