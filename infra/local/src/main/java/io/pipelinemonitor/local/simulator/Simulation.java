package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.schema.FxRate;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * One fiscal quarter of a made-up software company, as its CRM, its calendars and its planning tool
 * report it. The same seed gives the same quarter.
 *
 * <p>It begins with the plan and with what the CRM already holds, which arrives as an import in the
 * first half hour, and ends a quarter of an hour before the quarter does.
 */
public final class Simulation {

  private static final String HEARTBEAT_SOURCE = "simulator";

  private final Timing timing;
  private final SalesOrganisation organisation;
  private final ExchangeRates rates;
  private final Journal journal;
  private final Map<String, TeamQuarter> teams = new LinkedHashMap<>();
  private final Activities activities;
  private final Forecasts forecasts;
  private final Story story;
  private final List<SimulatedRecord> records;

  private Simulation(long seed, FiscalCalendar calendar, FiscalPeriod quarter) {
    Random random = new Random(seed);
    timing = new Timing(calendar, quarter, new Random(random.nextLong()));
    rates =
        new ExchangeRates(
            new Random(random.nextLong()), timing.before().startDay() - 1, timing.next().endDay());
    Names names = new Names(new Random(random.nextLong()));
    organisation = new SalesOrganisation(new Random(random.nextLong()), names, rates, quarter);
    journal = new Journal(new Random(random.nextLong()), endMicros());
    for (Team team : organisation.teams()) {
      teams.put(
          team.unitId(),
          new TeamQuarter(team, timing, rates, new Random(random.nextLong()), names, journal));
    }
    activities = new Activities(new Random(random.nextLong()), timing, journal);
    forecasts = new Forecasts(new Random(random.nextLong()), timing, rates, organisation, journal);
    story = Story.of(organisation.teams().get(0), timing);
    publishPlan();
    importPipeline();
    liveThrough();
    beat();
    records = journal.inOrder();
  }

  /** The quarter that the seed gives. */
  public static Simulation of(long seed, FiscalCalendar calendar, FiscalPeriod quarter) {
    return new Simulation(seed, calendar, quarter);
  }

  /** Every record, in the order of its arrival. */
  public List<SimulatedRecord> records() {
    return records;
  }

  public Story story() {
    return story;
  }

  public FiscalPeriod quarter() {
    return timing.quarter();
  }

  /** The quarter after the simulated one. */
  public FiscalPeriod nextQuarter() {
    return timing.next();
  }

  /** The identifier of the root unit, which stands for the company. */
  public String companyId() {
    return SalesOrganisation.ROOT;
  }

  /** When the first record arrives, microseconds since the epoch. */
  public long startMicros() {
    return timing.startOf(timing.quarter().startDay());
  }

  /**
   * When the plan and what the CRM already held have arrived, and the quarter's days begin;
   * microseconds since the epoch.
   */
  public long loadedMicros() {
    return startMicros() + 30 * Timing.MINUTE;
  }

  /** When the last record arrives, microseconds since the epoch. */
  public long endMicros() {
    return timing.startOf(timing.quarter().endDay()) - 15 * Timing.MINUTE;
  }

  public int deals() {
    return teams.values().stream().mapToInt(team -> team.deals().size()).sum();
  }

  /** How many deal events there are, repetitions included. */
  public int dealEvents() {
    return journal.dealEvents();
  }

  /** How many of the deal events the connector sends a second time. */
  public int repeatedDealEvents() {
    return journal.repeatedDealEvents();
  }

  public int activities() {
    return activities.count();
  }

  public int reps() {
    return organisation.teams().stream().mapToInt(team -> team.reps().size()).sum();
  }

  /** Names of the units by their identifiers, the company first, each region before its teams. */
  public Map<String, String> unitNames() {
    Map<String, String> names = new LinkedHashMap<>();
    for (OrgUnit unit : organisation.units()) {
      if (unit.getKind().equals("team")) {
        continue;
      }
      names.put(unit.getUnitId(), unit.getName());
      organisation.teams().stream()
          .filter(team -> team.regionId().equals(unit.getUnitId()))
          .forEach(team -> names.put(team.unitId(), team.name()));
    }
    return names;
  }

  private void publishPlan() {
    LongSupplier arrivals = every(startMicros(), 20_000);
    organisation.units().forEach(unit -> journal.add(arrivals.getAsLong(), Topics.ORG_UNITS, unit));
    organisation
        .members()
        .forEach(member -> journal.add(arrivals.getAsLong(), Topics.ORG_MEMBERS, member));
    for (Process process : Process.values()) {
      journal.add(
          arrivals.getAsLong(),
          Topics.SALES_PROCESSES,
          process.definition(Journal.instant(startMicros() - 30 * 24 * Timing.HOUR)));
    }
    for (FxRate rate : rates.definitions()) {
      long known = timing.startOf(rate.getEffectiveFrom().toEpochDay());
      if (known < endMicros()) {
        journal.add(Math.max(known, arrivals.getAsLong()), Topics.FX_RATES, rate);
      }
    }
    organisation
        .quotas(timing.before(), timing.quarter(), timing.next())
        .forEach(quota -> journal.add(arrivals.getAsLong(), Topics.QUOTAS, quota));
  }

  private void importPipeline() {
    LongSupplier arrivals = every(startMicros() + 5 * Timing.MINUTE, 300_000);
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
        forecasts.submit(teams, day);
      }
    }
  }

  private TeamQuarter storyTeam() {
    TeamQuarter team = teams.get(story.unitId());
    if (team == null) {
      throw new IllegalStateException("the story is about " + story.unitId() + ", no team");
    }
    return team;
  }

  private void beat() {
    LongSupplier arrivals = every(startMicros(), 15 * Timing.MINUTE);
    for (long at = arrivals.getAsLong(); at <= endMicros(); at = arrivals.getAsLong()) {
      journal.add(
          at,
          Topics.HEARTBEAT,
          Heartbeat.newBuilder().setSource(HEARTBEAT_SOURCE).setAt(Journal.instant(at)).build());
    }
  }

  private static LongSupplier every(long first, long step) {
    long[] next = {first - step};
    return () -> next[0] += step;
  }
}
