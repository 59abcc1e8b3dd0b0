package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.risk.RiskFactor;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has to know of one deal, and what explains its score. Moments are microseconds since
 * the epoch.
 *
 * @param ownerName what people call its owner; null: nobody owns it, or the name is not known
 * @param category how firmly it is forecast; null: not said
 * @param amount minor units of the reporting currency; null: none, or not converted
 * @param topPercent the smallest whole percent of its period's open deals, the largest first, that
 *     it is among; null: not known
 * @param closeDate the epoch day on which it is to close; null: not known
 * @param stageId the stage that it is in; null: not known
 * @param stageSince when it entered that stage; null: not known
 * @param quietSince its last meaningful touch, or its creation; null where that is no risk
 * @param scopes every scope that it counts in, itself first
 * @param factors what its score is made of, most points first
 * @param end how it stopped being an open deal of the period; null: it is one
 * @param movedTo the period that it went to; null: to none
 */
public record WatchedDeal(
    @Nullable String ownerName,
    @Nullable ForecastCategory category,
    @Nullable Long amount,
    @Nullable Integer topPercent,
    @Nullable Long closeDate,
    @Nullable String stageId,
    @Nullable Long stageSince,
    @Nullable Long quietSince,
    List<Scope> scopes,
    List<RiskFactor> factors,
    @Nullable DealEnd end,
    @Nullable String movedTo) {

  public WatchedDeal {
    scopes = List.copyOf(scopes);
    factors = List.copyOf(factors);
  }
}
