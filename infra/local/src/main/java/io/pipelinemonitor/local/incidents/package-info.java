/** Incidents of a running stack, and what somebody asks of them. */
@NullMarked
package io.pipelinemonitor.local.incidents;

import org.jspecify.annotations.NullMarked;
