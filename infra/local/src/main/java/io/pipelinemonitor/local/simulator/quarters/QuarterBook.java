package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.local.simulator.ExchangeRates;
import io.pipelinemonitor.local.simulator.Forecasts;
import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.schema.ForecastCategory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the teams' deals of a quarter come to on a day. */
final class QuarterBook implements Forecasts.Book {

  private static final double MINOR_UNITS =
      ExchangeRates.minorUnits(ExchangeRates.REPORTING_CURRENCY);

  private final ExchangeRates rates;
  private final long day;
  private final Map<Team, Double> booked = new HashMap<>();
  private final Map<Team, Map<ForecastCategory, Double>> open = new HashMap<>();

  QuarterBook(Pipeline pipeline, FiscalPeriod quarter, ExchangeRates rates, long day) {
    this.rates = rates;
    this.day = day;
    for (Opportunity won : within(pipeline.won().toList(), quarter)) {
      booked.merge(won.seller.team, worth(won), Double::sum);
    }
    for (Opportunity deal : within(pipeline.open(), quarter)) {
      open.computeIfAbsent(deal.seller.team, team -> new HashMap<>())
          .merge(deal.forecastCategory(), worth(deal), Double::sum);
    }
  }

  private static List<Opportunity> within(List<Opportunity> opportunities, FiscalPeriod quarter) {
    return opportunities.stream()
        .filter(opportunity -> opportunity.deal.closeDate >= quarter.startDay())
        .filter(opportunity -> opportunity.deal.closeDate < quarter.endDay())
        .toList();
  }

  private double worth(Opportunity opportunity) {
    return MINOR_UNITS * rates.worth(opportunity.deal.amount, opportunity.deal.currency, day);
  }

  @Override
  public double booked(Team team) {
    return booked.getOrDefault(team, 0.0);
  }

  @Override
  public double open(Team team, ForecastCategory category) {
    return open.getOrDefault(team, Map.of()).getOrDefault(category, 0.0);
  }
}
