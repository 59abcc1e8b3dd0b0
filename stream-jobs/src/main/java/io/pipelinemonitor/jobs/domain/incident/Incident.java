package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an incident between two decisions. Times are stream time in microseconds.
 *
 * @param incidentId see {@link IncidentKey}
 * @param state any but OK
 * @param sequence the number of its last event, from 1
 * @param severity of its latest firing, or of the level that is pending
 * @param levels by rule level, mildest first
 * @param activeAt when the breach began
 * @param firedAt when it opened; null while pending
 * @param recoveringSince from when the value has been past the clear line; null: it is not
 * @param resolvedAt when it closed; null while open
 * @param flapCount breaches while recovering
 * @param reopenCount breaches within the cooldown
 * @param valueBefore the metric just before the breach; null if unknown
 * @param attention what was told of it, and what people said
 */
public record Incident(
    String incidentId,
    IncidentState state,
    long sequence,
    Severity severity,
    List<LevelState> levels,
    long activeAt,
    @Nullable Long firedAt,
    @Nullable Long recoveringSince,
    @Nullable Long resolvedAt,
    int flapCount,
    int reopenCount,
    @Nullable Double valueBefore,
    Attention attention) {}
