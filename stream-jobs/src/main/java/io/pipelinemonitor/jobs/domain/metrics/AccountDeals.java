package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.hygiene.DuplicateSuspects;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The open deals of one account, and those of them that look as if they were entered twice. */
public final class AccountDeals {

  private final SortedMap<String, OpenDealOfAccount> deals;

  /**
   * @param deals by their identifiers; owned by the new object
   */
  public AccountDeals(SortedMap<String, OpenDealOfAccount> deals) {
    this.deals = deals;
  }

  /** A copy that shares only what never changes. */
  public AccountDeals copy() {
    return new AccountDeals(new TreeMap<>(deals));
  }

  /** By their identifiers; not to be changed. */
  public SortedMap<String, OpenDealOfAccount> deals() {
    return deals;
  }

  /**
   * Puts a deal in the place of what was known of it, or takes it out.
   *
   * @param deal null to take it out
   * @param cells where suspects are added up
   */
  public void replace(String dealId, @Nullable OpenDealOfAccount deal, Cells cells) {
    // Only the deals that are suspects with it or beside it change; accounts have few open deals.
    addSuspects(cells, -1);
    if (deal == null) {
      deals.remove(dealId);
    } else {
      deals.put(dealId, deal);
    }
    addSuspects(cells, 1);
  }

  private void addSuspects(Cells cells, int sign) {
    List<DuplicateSuspects.OpenDeal> open = new ArrayList<>();
    deals.forEach((dealId, deal) -> open.add(deal.named(dealId)));
    Set<String> suspects = DuplicateSuspects.among(open, DuplicateSuspects.DEFAULT_WITHIN);
    for (String dealId : suspects) {
      OpenDealOfAccount suspect = deals.get(dealId);
      if (suspect != null) {
        suspect.addSuspectTo(cells, sign);
      }
    }
  }
}
