package io.pipelinemonitor.local.backtest;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import java.util.List;

/**
 * Rules that are tried together.
 *
 * @param name what people call them
 * @param rules what is tried, none of it switched off
 */
public record RuleSet(String name, List<Candidate> rules) {

  public RuleSet {
    rules = List.copyOf(rules);
  }

  /**
   * A rule that was found valid.
   *
   * @param record as it is written
   * @param rule as it judges
   */
  public record Candidate(io.pipelinemonitor.schema.AlertRule record, AlertRule rule) {}

  /** The rules as they judge. */
  List<AlertRule> judging() {
    return rules.stream().map(Candidate::rule).toList();
  }
}
