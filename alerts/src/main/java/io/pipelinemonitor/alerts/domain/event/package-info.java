/** What happened: one step in the life of an incident, as delivery sees it. */
@NullMarked
package io.pipelinemonitor.alerts.domain.event;

import org.jspecify.annotations.NullMarked;
