/** Who need not be told of an incident, because one above it tells the same people. */
@NullMarked
package io.pipelinemonitor.jobs.domain.inhibition;

import org.jspecify.annotations.NullMarked;
