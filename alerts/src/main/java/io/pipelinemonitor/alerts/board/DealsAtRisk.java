package io.pipelinemonitor.alerts.board;

import io.pipelinemonitor.alerts.live.LiveChange;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.RiskFactor;
import io.pipelinemonitor.schema.RiskFactorName;
import io.pipelinemonitor.schema.json.MinorUnits;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why open deals are at risk or to be watched, counted by reason. Any thread may use it. */
final class DealsAtRisk {
  private static final Gauge DEALS =
      new Gauge(
          "pipeline_risk_factor_deals",
          "Open deals at risk or to be watched for which the factor holds.");
  private static final Gauge AMOUNT =
      new Gauge("pipeline_risk_factor_amount", "Their amounts together.");

  private final Map<String, Deal> deals = new HashMap<>();

  private record Deal(
      String period, List<RiskFactorName> factors, long amount, @Nullable String currency) {}

  private record Group(String period, RiskFactorName factor) {}

  private static final class Sum {
    private long deals;
    private double amount;
    private @Nullable String currency;
  }

  synchronized void take(LiveChange<DealState> change) {
    DealState deal = change.value();
    String period = deal == null ? null : deal.getPeriod();
    if (deal == null || period == null) {
      deals.remove(change.key());
      return;
    }
    Long amount = deal.getConvertedAmount();
    deals.put(
        change.key(),
        new Deal(
            period,
            deal.getRiskFactors().stream().map(RiskFactor::getFactor).distinct().toList(),
            amount == null ? 0 : amount,
            deal.getReportingCurrency()));
  }

  synchronized void addTo(Families families, Set<String> periods) {
    Map<Group, Sum> sums = new HashMap<>();
    for (Deal deal : deals.values()) {
      if (periods.contains(deal.period)) {
        deal.factors.forEach(
            factor ->
                add(deal, sums.computeIfAbsent(new Group(deal.period, factor), x -> new Sum())));
      }
    }
    sums.forEach(
        (group, sum) -> {
          Labels labels =
              Labels.of(
                  "factor", group.factor.name().toLowerCase(Locale.ROOT), "period", group.period);
          families.add(DEALS, labels, sum.deals);
          if (sum.currency != null) {
            families.add(AMOUNT, labels.add("currency", sum.currency), sum.amount);
          }
        });
  }

  private static void add(Deal deal, Sum sum) {
    sum.deals++;
    if (deal.currency != null) {
      sum.currency = deal.currency;
      sum.amount += deal.amount / Math.pow(10, MinorUnits.decimals(deal.currency));
    }
  }
}
