package io.pipelinemonitor.alerts.domain.plan;

import org.jspecify.annotations.Nullable;

/** The routes of the rules that are in force. */
@FunctionalInterface
public interface Routes {
  /** That of the rule; null: it names none, or there is no such rule. */
  @Nullable Route of(String ruleId);
}
