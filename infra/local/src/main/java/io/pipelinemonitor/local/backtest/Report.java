package io.pipelinemonitor.local.backtest;

import io.pipelinemonitor.jobs.domain.backtest.Horizon;
import io.pipelinemonitor.jobs.domain.backtest.PastIncident;
import io.pipelinemonitor.jobs.domain.backtest.RuleDifference;
import io.pipelinemonitor.jobs.domain.backtest.RuleScore;
import java.util.List;

/**
 * What came of a backtest.
 *
 * @param horizon from when to when
 * @param figures how many were judged
 * @param reports of how many events it was judged which sources report
 * @param deals how many deals were judged, each as often as it was published
 * @param missingDeals how many more were published, but are no longer on the topic
 * @param unusable how many figures could not be used
 * @param endings how many scopes and periods with a quota show how good a rule is
 * @param sets one, or the two that are compared
 * @param differences of the two; empty for one
 */
public record Report(
    Horizon horizon,
    long figures,
    long reports,
    long deals,
    long missingDeals,
    long unusable,
    int endings,
    List<Result> sets,
    List<RuleDifference> differences) {

  /**
   * How a rule set did.
   *
   * @param name what people call it
   * @param scores a rule each, in the order of the set
   * @param incidents of all its rules, by their opening
   */
  public record Result(String name, List<RuleScore> scores, List<PastIncident> incidents) {}
}
