package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import org.jspecify.annotations.Nullable;

/**
 * A rule that came, changed or went.
 *
 * @param before the version that was in force; null: there was none
 * @param after the version that is in force; null: the rule was deleted
 */
public record RuleChange(@Nullable AlertRule before, @Nullable AlertRule after) {}
