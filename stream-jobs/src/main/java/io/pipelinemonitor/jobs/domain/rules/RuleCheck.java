package io.pipelinemonitor.jobs.domain.rules;

import java.util.List;
import java.util.stream.Collectors;

/** What became of a rule that was looked at: it is fit for use, or refused with every reason. */
public sealed interface RuleCheck {

  /** The rule is fit for use. */
  record Accepted(AlertRule rule) implements RuleCheck {}

  /**
   * The rule is refused.
   *
   * @param problems at least one
   */
  record Refused(List<RuleProblem> problems) implements RuleCheck {

    /** Every problem in one line. */
    public String message() {
      return problems.stream().map(RuleProblem::toString).collect(Collectors.joining("; "));
    }
  }
}
