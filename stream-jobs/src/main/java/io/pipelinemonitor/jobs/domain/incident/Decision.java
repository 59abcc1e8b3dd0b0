package io.pipelinemonitor.jobs.domain.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a happening.
 *
 * @param standing what to keep
 * @param events what to tell, in order
 * @param wakeAt when to look again if nothing happens before, stream time in microseconds; {@link
 *     io.pipelinemonitor.jobs.domain.rules.Watch#NEVER}: not at all
 * @param refusal why a command was refused; null: it was obeyed, or there was none
 */
public record Decision(
    Standing standing, List<IncidentEvent> events, long wakeAt, @Nullable String refusal) {}
