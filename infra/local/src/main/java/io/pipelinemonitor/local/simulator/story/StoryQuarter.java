package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.local.simulator.ExchangeRates;
import io.pipelinemonitor.local.simulator.Forecasts;
import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.Names;
import io.pipelinemonitor.local.simulator.Opening;
import io.pipelinemonitor.local.simulator.SalesOrganisation;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;
import io.pipelinemonitor.local.simulator.quarters.ImportedHistory;
import io.pipelinemonitor.schema.ForecastCategory;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The quarter in which the story happens. The same seed gives the same quarter. */
public final class StoryQuarter {

  /** After the quarter, so that what it ended with is judged, and that is told to its end. */
  private static final long AFTERMATH_HOURS = 36;

  /** Deals that were there at the very beginning are up to so many days older. */
  private static final int DAYS_OF_RATES = 160;

  private static final int DAYS_OF_ACTIVITIES = 45;

  /** Managers call the quarter for the first time so many days before it begins. */
  private static final int DAYS_OF_FIRST_CALL = 2;

  private static final double MOODINESS = 0.04;
  private static final double CAUTION = 0.92;
  private static final double HOPES = 0.6;

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
    Timing before = timing.at(timing.before().startDay());
    Timing earliest = timing.at(before.before().startDay());
    Opening ofTheQuarter = Opening.of(timing, quarter);
    opening =
        new Opening(
            ofTheQuarter.startMicros(),
            timing.startOf(quarter.endDay()) + AFTERMATH_HOURS * Timing.HOUR);
    rates =
        ExchangeRates.monthly(
            new Random(random.nextLong()),
            earliest.quarter().startDay() - DAYS_OF_RATES,
            timing.next().endDay());
    Names names = new Names(new Random(random.nextLong()));
    organisation = new SalesOrganisation(new Random(random.nextLong()), names, rates, quarter);
    journal = new Journal(new Random(random.nextLong()), opening.endMicros());
    for (Team team : organisation.teams()) {
      teams.put(
          team.unitId(),
          new TeamQuarter(team, earliest, rates, new Random(random.nextLong()), names, journal));
    }
    story = Story.of(organisation.teams(), timing);
    activities = new Activities(new Random(random.nextLong()), timing, journal, story.feedOutage());
    forecasts = new Forecasts(new Random(random.nextLong()), organisation, journal, MOODINESS);
    opening.publishPlan(organisation, rates, timing, journal);
    begin(earliest);
    liveThrough(earliest);
    begin(before);
    liveThrough(before);
    begin(timing);
    liveThroughTheStory();
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
            records());
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

  private void begin(Timing quarter) {
    teams.values().forEach(team -> team.begin(quarter));
    if (quarter == timing) {
      introduceTheStory();
    }
    teams.values().forEach(TeamQuarter::rememberPipeline);
  }

  /** A quarter before the story's. */
  private void liveThrough(Timing quarter) {
    for (long day = quarter.quarter().startDay() + 1; day < quarter.quarter().endDay(); day++) {
      for (TeamQuarter team : teams.values()) {
        live(team, day);
      }
    }
  }

  /** Deals that everybody knows by name, and the first calls. */
  private void introduceTheStory() {
    TeamQuarter inTrouble = quarterOf(story.setback().unitId());
    long quota = inTrouble.team().quota();
    String[] customers = {
      "Helvetia Rail", "Rheinwerk Chemicals", "Danube Insurance", "Bavaria Motors"
    };
    for (int i = 0; i < customers.length; i++) {
      long amount = Math.round(quota * (0.34 - 0.03 * i) / 1_000_000) * 1_000_000;
      inTrouble.rememberFlagship(customers[i], amount, timing.dayAt(0.78 + 0.05 * i));
    }
    long day = timing.quarter().startDay() - DAYS_OF_FIRST_CALL;
    forecasts.submit(new BookOn(day), timing.quarter(), timing.startOf(day));
  }

  private void liveThroughTheStory() {
    for (long day = timing.quarter().startDay() + 1; day < timing.quarter().endDay(); day++) {
      for (TeamQuarter team : teams.values()) {
        story.play(team, day);
        live(team, day);
      }
      if (LocalDate.ofEpochDay(day).getDayOfWeek() == DayOfWeek.MONDAY) {
        forecasts.submit(new BookOn(day), timing.quarter(), timing.startOf(day));
      }
    }
    for (TeamQuarter team : teams.values()) {
      team.prospect(timing.quarter().endDay());
      activities.live(team, timing.quarter().endDay());
    }
  }

  private void live(TeamQuarter team, long day) {
    team.live(day);
    if (Timing.isWorkday(day)) {
      activities.live(team, day);
    }
  }

  /** Everything in the order of its arrival, what was before the quarter as an import. */
  private List<SimulatedRecord> records() {
    List<SimulatedRecord> records =
        ImportedHistory.of(
            journal.inOrder(),
            opening.startMicros(),
            Instant.MIN,
            Journal.instant(timing.startOf(timing.quarter().startDay() - DAYS_OF_ACTIVITIES)),
            opening.startMicros() + 5 * Timing.MINUTE,
            opening.loadedMicros());
    records.sort(Comparator.comparingLong(SimulatedRecord::at));
    return List.copyOf(records);
  }

  private TeamQuarter quarterOf(String unitId) {
    return Objects.requireNonNull(teams.get(unitId), unitId);
  }

  /** What managers say that their teams will sell, at a day's rates. */
  private final class BookOn implements Forecasts.Book {

    private final long day;

    BookOn(long day) {
      this.day = day;
    }

    /** What the team will about reach, most of it; what it has is never taken back. */
    @Override
    public double booked(Team team) {
      double expected = CAUTION * team.attainment() * team.quota() * story.commitment(team, day);
      double booked = timing.isInQuarter(day) ? quarterOf(team.unitId()).booked() : 0;
      return rates.rate(team.currency(), day) * Math.max(expected, booked);
    }

    @Override
    public double open(Team team, ForecastCategory category) {
      return category == ForecastCategory.BEST_CASE
          ? rates.rate(team.currency(), day) * team.quota() * HOPES
          : 0;
    }
  }
}
