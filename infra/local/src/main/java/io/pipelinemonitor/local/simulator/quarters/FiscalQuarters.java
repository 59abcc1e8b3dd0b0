package io.pipelinemonitor.local.simulator.quarters;

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
import io.pipelinemonitor.local.simulator.Timing;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Some quarters of the company's life, day by day. The same seed gives the same quarters.
 *
 * <p>Three quarters of a year before the first of them runs too, so that deals of all ages are
 * there when it begins; it arrives as the import.
 */
public final class FiscalQuarters {

  private static final int DAYS_BEFORE = 274;
  private static final int DAYS_OF_IMPORTED_ACTIVITIES = 45;
  private static final int WEB_REQUESTS_PER_MILLE = 220;

  private final List<FiscalPeriod> quarters;
  private final Timing first;
  private final Opening opening;
  private final ExchangeRates rates;
  private final SalesOrganisation organisation;
  private final Names names;
  private final Journal journal;
  private final Random random;
  private final Crm crm;
  private final Agenda agenda = new Agenda();
  private final Pipeline pipeline = new Pipeline();
  private final Staff staff;
  private final Prospecting prospecting;
  private final CloseDates closeDates;
  private final Selling selling;
  private final NextSteps nextSteps;
  private final Confidence confidence;
  private final Touches touches;
  private final Housekeeping housekeeping;
  private final BulkEdits bulkEdits;
  private final Reorganisation reorganisation;
  private final Forecasts forecasts;

  private FiscalQuarters(long seed, FiscalCalendar calendar, List<FiscalPeriod> quarters) {
    this.quarters = quarters;
    FiscalPeriod last = quarters.get(quarters.size() - 1);
    Random seeds = new Random(seed);
    first = new Timing(calendar, quarters.get(0), new Random(seeds.nextLong()));
    long firstDay = first.quarter().startDay();
    opening = Opening.of(first, last);
    rates =
        ExchangeRates.weekly(
            new Random(seeds.nextLong()), firstDay - DAYS_BEFORE, last.endDay() + 100);
    names = new Names(new Random(seeds.nextLong()));
    organisation =
        new SalesOrganisation(new Random(seeds.nextLong()), names, rates, first.quarter());
    Outages outages = new Outages(new Random(seeds.nextLong()), first, firstDay, last.endDay());
    journal = new Journal(new Random(seeds.nextLong()), opening.endMicros(), outages);
    random = new Random(seeds.nextLong());
    crm = new Crm(journal, first);
    staff = new Staff(organisation, new Random(seeds.nextLong()));
    Prices prices = new Prices(rates, new Random(seeds.nextLong()));
    closeDates = new CloseDates(crm, new Random(seeds.nextLong()));
    prospecting =
        new Prospecting(
            crm, pipeline, closeDates, prices, names, firstDay, new Random(seeds.nextLong()));
    nextSteps = new NextSteps(crm, new Random(seeds.nextLong()));
    Outcomes outcomes =
        new Outcomes(crm, pipeline, agenda, closeDates, new Random(seeds.nextLong()));
    selling = new Selling(crm, outcomes, prices, nextSteps, new Random(seeds.nextLong()));
    confidence = new Confidence(crm, new Random(seeds.nextLong()));
    touches = new Touches(crm, journal, agenda, new Random(seeds.nextLong()));
    housekeeping =
        new Housekeeping(crm, agenda, pipeline, prospecting, staff, new Random(seeds.nextLong()));
    bulkEdits = new BulkEdits(crm, pipeline);
    reorganisation =
        new Reorganisation(
            organisation, staff, bulkEdits, names, crm, journal, new Random(seeds.nextLong()));
    forecasts = new Forecasts(new Random(seeds.nextLong()), organisation, journal, 0.16);
  }

  /**
   * The quarters that the seed gives.
   *
   * @param last the last of them
   * @param count how many, at least 1
   */
  public static Simulation of(long seed, FiscalCalendar calendar, FiscalPeriod last, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one quarter, not " + count);
    }
    List<FiscalPeriod> quarters = new ArrayList<>();
    quarters.add(last);
    while (quarters.size() < count) {
      quarters.add(0, calendar.periodOf(quarters.get(0).startDay() - 1));
    }
    return new FiscalQuarters(seed, calendar, quarters).run();
  }

  private Simulation run() {
    int reps = staff.active().size();
    opening.publishPlan(organisation, rates, first, journal);
    long firstDay = first.quarter().startDay();
    for (long day = firstDay - DAYS_BEFORE; day < firstDay; day++) {
      live(day);
    }
    for (int index = 0; index < quarters.size(); index++) {
      FiscalPeriod quarter = quarters.get(index);
      reorganisation.plan(first.at(quarter.startDay()), index, agenda);
      for (long day = quarter.startDay(); day < quarter.endDay(); day++) {
        live(day);
        callForecast(day);
      }
    }
    opening.beat(journal);
    return new Simulation(
        quarters,
        crm.timing().next(),
        SalesOrganisation.ROOT,
        organisation.unitNames(),
        reps,
        opening.startMicros(),
        opening.loadedMicros(),
        opening.endMicros(),
        records());
  }

  private void live(long day) {
    crm.begin(day);
    if (!Timing.isWorkday(day)) {
      return;
    }
    agenda.runUntil(day);
    staff.active().forEach(prospecting::prospect);
    if (random.nextInt(1_000) < WEB_REQUESTS_PER_MILLE) {
      housekeeping.receive(names.customer());
    }
    boolean forecastDay = LocalDate.ofEpochDay(day).getDayOfWeek() == DayOfWeek.THURSDAY;
    for (Opportunity opportunity : pipeline.open()) {
      live(opportunity, forecastDay);
    }
    if (day == crm.timing().dayAt(0.12) || day == crm.timing().dayAt(0.55)) {
      bulkEdits.tidyCloseDates(organisation.teams());
    }
  }

  private void live(Opportunity opportunity, boolean forecastDay) {
    touches.work(opportunity);
    selling.work(opportunity);
    if (!opportunity.isOpen()) {
      return;
    }
    closeDates.review(opportunity);
    nextSteps.review(opportunity);
    if (forecastDay) {
      confidence.review(opportunity);
    }
    housekeeping.look(opportunity);
  }

  private void callForecast(long day) {
    if (LocalDate.ofEpochDay(day).getDayOfWeek() == DayOfWeek.MONDAY) {
      FiscalPeriod quarter = crm.timing().quarter();
      forecasts.submit(
          new QuarterBook(pipeline, quarter, rates, day), quarter, crm.timing().startOf(day));
    }
  }

  /** Everything in the order of its arrival, what was before the first quarter as an import. */
  private List<SimulatedRecord> records() {
    List<SimulatedRecord> records =
        ImportedHistory.of(
            journal.inOrder(),
            opening.startMicros(),
            Journal.instant(first.startOf(first.before().startDay())),
            Journal.instant(
                first.startOf(first.quarter().startDay() - DAYS_OF_IMPORTED_ACTIVITIES)),
            opening.startMicros() + 5 * Timing.MINUTE,
            opening.loadedMicros());
    records.sort(Comparator.comparingLong(SimulatedRecord::at));
    return List.copyOf(records);
  }
}
