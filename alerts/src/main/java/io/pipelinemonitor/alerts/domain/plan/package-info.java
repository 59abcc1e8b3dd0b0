/** Who is told of a step, how and when, and why somebody is not. */
@NullMarked
package io.pipelinemonitor.alerts.domain.plan;

import org.jspecify.annotations.NullMarked;
