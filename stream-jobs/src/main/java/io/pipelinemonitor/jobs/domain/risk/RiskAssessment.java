package io.pipelinemonitor.jobs.domain.risk;

import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much at risk an open deal is at an instant, and why. A pure function of what is known and of
 * now.
 *
 * <p>The factors' points add up to the score. They are ordered by their own points, most first, and
 * among equals in the order of {@link RiskFactorName}. Where they come to more than 100 the last
 * ones get what is left, down to nothing.
 *
 * @param score 0 to 100
 * @param band the band of the score
 * @param factors the factors that hold
 * @param nextChange the next instant at which the passing of time alone changes anything of this,
 *     microseconds since the epoch; {@link #NEVER} if there is none
 */
public record RiskAssessment(int score, RiskBand band, List<RiskFactor> factors, long nextChange) {

  /** Nothing will change until something happens. */
  public static final long NEVER = Long.MAX_VALUE;

  public RiskAssessment {
    factors = List.copyOf(factors);
  }

  /**
   * Assesses a deal.
   *
   * @param facts what the deal's facts say
   * @param activities what is known of its activities
   * @param learnt what was learnt of the stage that it is in
   * @param now microseconds since the epoch
   * @return null if the deal is closed, deleted or merged
   */
  public static @Nullable RiskAssessment of(
      Deal deal,
      RiskFacts facts,
      ActivityFacts activities,
      StageStatistics learnt,
      RiskPolicy policy,
      FiscalCalendar calendar,
      long now) {
    return deal.existence() == Existence.EXISTS && deal.status() == DealStatus.OPEN
        ? of(facts, activities, learnt, policy, calendar, now)
        : null;
  }

  /** Assesses a deal that is open. */
  static RiskAssessment of(
      RiskFacts facts,
      ActivityFacts activities,
      StageStatistics learnt,
      RiskPolicy policy,
      FiscalCalendar calendar,
      long now) {
    return new Assessor(facts, activities, learnt, policy, calendar, now).assess();
  }
}
