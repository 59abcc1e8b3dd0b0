package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Severity;
import org.jspecify.annotations.Nullable;

/**
 * How far one level of a rule has come.
 *
 * @param severity which level
 * @param latched whether it has fired and its clear line has not been reached since
 * @param breachSince while not latched: since when the value has been past the fire line without a
 *     break, stream time in microseconds; null: it is not
 */
public record LevelState(Severity severity, boolean latched, @Nullable Long breachSince) {}
