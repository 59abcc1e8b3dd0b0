/** The life of an incident: from the first breach to its end, decided without a clock. */
@NullMarked
package io.pipelinemonitor.jobs.domain.incident;

import org.jspecify.annotations.NullMarked;
