package io.pipelinemonitor.jobs.domain.dealwatch;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.risk.RiskFactor;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One deal as it was published. Moments are microseconds since the epoch.
 *
 * @param dealId which deal
 * @param name what people call it; null for no name
 * @param period the fiscal period's name in which it counts; null: in none
 * @param end how it was closed or taken away; null: it is open
 * @param scopes where it counts by itself
 * @param category how firmly it is forecast; null: not said
 * @param amount minor units of the reporting currency; null: none, or not converted
 * @param closeDate epoch day; null: not known
 * @param stageId the stage that it is in; null: not known
 * @param stageSince when it entered that stage; null: not known
 * @param quietSince its last meaningful touch, or its creation; null where that is no risk
 * @param riskScore 0 to 100; null: not scored
 * @param factors what the score is made of, most points first
 * @param asOf stream time of the publication
 */
public record DealSighting(
    String dealId,
    @Nullable String name,
    @Nullable String period,
    @Nullable DealEnd end,
    DealScopes scopes,
    @Nullable ForecastCategory category,
    @Nullable Long amount,
    @Nullable Long closeDate,
    @Nullable String stageId,
    @Nullable Long stageSince,
    @Nullable Long quietSince,
    @Nullable Integer riskScore,
    List<RiskFactor> factors,
    long asOf) {

  public DealSighting {
    factors = List.copyOf(factors);
  }
}
