package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.local.simulator.ExchangeRates;
import io.pipelinemonitor.local.simulator.Forecasts;
import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.Names;
import io.pipelinemonitor.local.simulator.Opening;
import io.pipelinemonitor.local.simulator.SalesOrganisation;
import io.pipelinemonitor.local.simulator.SimulatedDeal;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;
import io.pipelinemonitor.schema.ForecastCategory;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongSupplier;

/** The quarter in which the story happens. The same seed gives the same quarter. */
public final class StoryQuarter {

  private final Timing timing;
  private final Opening opening;
  private final SalesOrganisation organisation;
  private final ExchangeRates rates;
  private final Journal journal;
  private final Map<String, TeamQuarter> teams = new LinkedHashMap<>();
  private final Activities activities;
  private final Forecasts forecasts;
  private final Story story;
  private final Simulation simulation;

  private StoryQuarter(long seed, FiscalCalendar calendar, FiscalPeriod quarter) {
    Random random = new Random(seed);
    timing = new Timing(calendar, quarter, new Random(random.nextLong()));
    opening = Opening.of(timing, quarter);
    rates =
        ExchangeRates.monthly(
            new Random(random.nextLong()), timing.before().startDay() - 1, timing.next().endDay());
    Names names = new Names(new Random(random.nextLong()));
    organisation = new SalesOrganisation(new Random(random.nextLong()), names, rates, quarter);
    journal = new Journal(new Random(random.nextLong()), opening.endMicros());
    for (Team team : organisation.teams()) {
      teams.put(
          team.unitId(),
          new TeamQuarter(team, timing, rates, new Random(random.nextLong()), names, journal));
    }
    activities = new Activities(new Random(random.nextLong()), timing, journal);
    forecasts = new Forecasts(new Random(random.nextLong()), organisation, journal);
    story = Story.of(organisation.teams().get(0), timing);
    opening.publishPlan(organisation, rates, timing, journal);
    importPipeline();
    liveThrough();
    opening.beat(journal);
    simulation =
        new Simulation(
            List.of(quarter),
            timing.next(),
            SalesOrganisation.ROOT,
            organisation.unitNames(),
            organisation.reps(),
            opening.startMicros(),
            opening.loadedMicros(),
            opening.endMicros(),
            journal.inOrder());
  }

  /** The quarter that the seed gives. */
  public static StoryQuarter of(long seed, FiscalCalendar calendar, FiscalPeriod quarter) {
    return new StoryQuarter(seed, calendar, quarter);
  }

  public Simulation simulation() {
    return simulation;
  }

  public Story story() {
    return story;
  }

  private void importPipeline() {
    LongSupplier arrivals = Opening.every(opening.startMicros() + 5 * Timing.MINUTE, 300_000);
    teams.values().forEach(team -> team.rememberLastQuarter(arrivals));
    TeamQuarter storyTeam = storyTeam();
    long quota = storyTeam.team().quota();
    String[] customers = {
      "Helvetia Rail", "Rheinwerk Chemicals", "Danube Insurance", "Bavaria Motors"
    };
    for (int i = 0; i < customers.length; i++) {
      long amount = Math.round(quota * (0.34 - 0.03 * i) / 1_000_000) * 1_000_000;
      storyTeam.rememberFlagship(
          customers[i], amount, timing.dayAt(0.78 + 0.05 * i), arrivals.getAsLong());
    }
    teams.values().forEach(team -> team.rememberPipeline(arrivals));
  }

  private void liveThrough() {
    for (long day = timing.quarter().startDay() + 1; day < timing.quarter().endDay(); day++) {
      for (TeamQuarter team : teams.values()) {
        if (team == storyTeam()) {
          story.play(team, day);
        }
        team.live(day);
        if (Timing.isWorkday(day)) {
          activities.live(team, day);
        }
      }
      if (LocalDate.ofEpochDay(day).getDayOfWeek() == DayOfWeek.MONDAY) {
        forecasts.submit(new BookOn(day), timing.quarter(), timing.startOf(day));
      }
    }
  }

  private TeamQuarter storyTeam() {
    return quarterOf(story.unitId());
  }

  private TeamQuarter quarterOf(String unitId) {
    return Objects.requireNonNull(teams.get(unitId), unitId);
  }

  /** What the teams' deals come to at a day's rates. */
  private final class BookOn implements Forecasts.Book {

    private final long day;

    BookOn(long day) {
      this.day = day;
    }

    @Override
    public double booked(Team team) {
      return rates.rate(team.currency(), day) * quarterOf(team.unitId()).booked();
    }

    @Override
    public double open(Team team, ForecastCategory category) {
      return rates.rate(team.currency(), day)
          * quarterOf(team.unitId()).deals().stream()
              .filter(deal -> deal.isOpen() && timing.isInQuarter(deal.closeDate))
              .filter(deal -> deal.process.category(deal.stage) == category)
              .mapToLong((SimulatedDeal deal) -> deal.amount)
              .sum();
    }
  }
}
