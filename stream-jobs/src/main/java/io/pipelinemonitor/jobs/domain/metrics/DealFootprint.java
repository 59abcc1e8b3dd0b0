package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.risk.RiskAssessment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that one deal adds to figures at a moment.
 *
 * @param contribution to its period; null for nothing
 * @param waterfall how its open amount came about, of all periods
 * @param dated what counts in trailing windows
 * @param ofAccount the deal as its account sees it; null unless it is open, has an account and
 *     counts in a period
 * @param accountId the account; null without one
 * @param risk how much at risk it is; null unless it is open
 */
public record DealFootprint(
    @Nullable Contribution contribution,
    Waterfall waterfall,
    List<DatedFigure> dated,
    @Nullable OpenDealOfAccount ofAccount,
    @Nullable String accountId,
    @Nullable RiskAssessment risk) {

  /** Of a deal of which nothing is known. */
  public static final DealFootprint NONE =
      new DealFootprint(null, Waterfall.NONE, List.of(), null, null, null);

  /** Whether the account sees the same. */
  public boolean isOfAccountAs(DealFootprint other) {
    return Objects.equals(ofAccount, other.ofAccount)
        && (ofAccount == null || Objects.equals(accountId, other.accountId));
  }
}
