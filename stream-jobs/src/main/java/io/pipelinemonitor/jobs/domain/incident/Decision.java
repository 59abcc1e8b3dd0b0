package io.pipelinemonitor.jobs.domain.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a happening.
 *
 * @param incident what to keep; null: nothing, all is well
 * @param events what to tell, in order
 * @param wakeAt when to look again if nothing happens before, stream time in microseconds; {@link
 *     io.pipelinemonitor.jobs.domain.rules.Watch#NEVER}: not at all
 */
public record Decision(@Nullable Incident incident, List<IncidentEvent> events, long wakeAt) {}
