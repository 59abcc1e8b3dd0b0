package io.pipelinemonitor.jobs.domain.rules;

import org.jspecify.annotations.Nullable;

/**
 * A level as somebody wrote it.
 *
 * @param severity null: a word that this version does not know
 * @param forSeconds how long the breach must last before it fires
 */
public record LevelDraft(@Nullable Severity severity, double fire, double clear, long forSeconds) {}
