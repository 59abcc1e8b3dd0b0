package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.Random;

/** What managers say each Monday that their unit will close. */
public final class Forecasts {

  private final double moodiness;
  private final Random random;
  private final SalesOrganisation organisation;
  private final Journal journal;

  /**
   * @param moodiness how far apart the calls of a good and a bad day are, as a share of them
   */
  public Forecasts(
      Random random, SalesOrganisation organisation, Journal journal, double moodiness) {
    this.moodiness = moodiness;
    this.random = random;
    this.organisation = organisation;
    this.journal = journal;
  }

  /** Every unit's call for the quarter, on the Monday that begins at {@code dayStart}. */
  public void submit(Book book, FiscalPeriod quarter, long dayStart) {
    for (OrgUnit unit : organisation.units()) {
      double mood = 1 + moodiness * (random.nextDouble() - 0.5);
      double commit = 0;
      double bestCase = 0;
      for (Team team : organisation.teamsOf(unit.getUnitId()).toList()) {
        double committed = book.booked(team) + 0.7 * book.open(team, ForecastCategory.COMMIT);
        commit += committed;
        bestCase += committed + 0.4 * book.open(team, ForecastCategory.BEST_CASE);
      }
      submit(unit, quarter, ForecastCategory.COMMIT, commit * mood, dayStart);
      submit(
          unit, quarter, ForecastCategory.BEST_CASE, Math.max(bestCase, commit) * mood, dayStart);
    }
  }

  private void submit(
      OrgUnit unit, FiscalPeriod quarter, ForecastCategory category, double minor, long dayStart) {
    boolean company = unit.getUnitId().equals(SalesOrganisation.ROOT);
    long at = dayStart + 16 * Timing.HOUR + random.nextLong(Timing.HOUR);
    journal.add(
        at,
        Topics.FORECASTS,
        ForecastSubmission.newBuilder()
            .setScopeType(company ? ScopeType.COMPANY : ScopeType.UNIT)
            .setScopeId(company ? "company" : unit.getUnitId())
            .setPeriod(quarter.name())
            .setCategory(category)
            .setAmountMinor(Math.round(minor / 100_000) * 100_000)
            .setCurrency(ExchangeRates.REPORTING_CURRENCY)
            .setSubmittedBy(unit.getManagerId())
            .setSubmittedAt(Journal.instant(at))
            .build());
  }

  /** What the teams' deals of the quarter come to, minor units of the reporting currency. */
  public interface Book {

    double booked(Team team);

    /** The open deals of that forecast category. */
    double open(Team team, ForecastCategory category);
  }
}
