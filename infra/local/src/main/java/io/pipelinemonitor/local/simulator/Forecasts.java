package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.Map;
import java.util.Random;

/** What managers say each Monday that their unit will close. */
final class Forecasts {

  private final Random random;
  private final Timing timing;
  private final ExchangeRates rates;
  private final SalesOrganisation organisation;
  private final Journal journal;

  Forecasts(
      Random random,
      Timing timing,
      ExchangeRates rates,
      SalesOrganisation organisation,
      Journal journal) {
    this.random = random;
    this.timing = timing;
    this.rates = rates;
    this.organisation = organisation;
    this.journal = journal;
  }

  /** Every unit's call for the quarter. */
  void submit(Map<String, TeamQuarter> teams, long day) {
    for (OrgUnit unit : organisation.units()) {
      double mood = 0.92 + 0.16 * random.nextDouble();
      double commit = 0;
      double bestCase = 0;
      for (Team team : organisation.teamsOf(unit.getUnitId()).toList()) {
        double rate = rates.rate(team.currency(), day);
        TeamQuarter quarter = teams.get(team.unitId());
        if (quarter != null) {
          double committed = quarter.booked() + 0.7 * open(quarter, ForecastCategory.COMMIT);
          commit += rate * committed;
          bestCase += rate * (committed + 0.4 * open(quarter, ForecastCategory.BEST_CASE));
        }
      }
      submit(unit, ForecastCategory.COMMIT, commit * mood, day);
      submit(unit, ForecastCategory.BEST_CASE, Math.max(bestCase, commit) * mood, day);
    }
  }

  private double open(TeamQuarter team, ForecastCategory category) {
    return team.deals().stream()
        .filter(deal -> deal.isOpen() && timing.isInQuarter(deal.closeDate))
        .filter(deal -> deal.process.category(deal.stage) == category)
        .mapToLong(deal -> deal.amount)
        .sum();
  }

  private void submit(OrgUnit unit, ForecastCategory category, double minor, long day) {
    boolean company = unit.getUnitId().equals(SalesOrganisation.ROOT);
    long at = timing.startOf(day) + 16 * Timing.HOUR + random.nextLong(Timing.HOUR);
    journal.add(
        at,
        Topics.FORECASTS,
        ForecastSubmission.newBuilder()
            .setScopeType(company ? ScopeType.COMPANY : ScopeType.UNIT)
            .setScopeId(company ? "company" : unit.getUnitId())
            .setPeriod(timing.quarter().name())
            .setCategory(category)
            .setAmountMinor(Math.round(minor / 100_000) * 100_000)
            .setCurrency(ExchangeRates.REPORTING_CURRENCY)
            .setSubmittedBy(unit.getManagerId())
            .setSubmittedAt(Journal.instant(at))
            .build());
  }
}
