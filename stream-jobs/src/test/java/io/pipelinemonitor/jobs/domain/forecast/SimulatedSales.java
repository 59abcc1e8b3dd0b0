package io.pipelinemonitor.jobs.domain.forecast;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.scoring.PastDeal;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Years of a made-up sales organisation, day by day; the same seed gives the same years.
 *
 * <p>It is not made of what the model assumes. Deals have a quality that nobody sees, and a true
 * stage that some reps understate and others overstate. Deals fall silent and are pushed along.
 * Wins crowd at the end of a quarter, large deals take longer and fail more often, and amounts
 * shrink when a deal is closed. Quarters and teams have good and bad luck in common. Reps come and
 * go, demand has seasons, the mix of markets drifts, and one quarter brings a new sales process
 * that sorts deals out sooner.
 */
public final class SimulatedSales {

  public static final List<StageProbability> STAGES =
      List.of(
          new StageProbability("new-business", "discovery", 0.10),
          new StageProbability("new-business", "qualification", 0.20),
          new StageProbability("new-business", "solution", 0.40),
          new StageProbability("new-business", "proposal", 0.60),
          new StageProbability("new-business", "negotiation", 0.80),
          new StageProbability("expansion", "identified", 0.25),
          new StageProbability("expansion", "proposed", 0.50),
          new StageProbability("expansion", "agreed", 0.85));

  public static final FiscalCalendar CALENDAR =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);

  private static final List<String> NEW_BUSINESS =
      List.of("discovery", "qualification", "solution", "proposal", "negotiation");
  private static final List<String> EXPANSION = List.of("identified", "proposed", "agreed");
  private static final int BURN_IN = 4;
  private static final int STRICTER_FROM = BURN_IN + 9;
  private static final double[] DEMAND = {0.85, 1.0, 0.95, 1.25};
  private static final long HOUR = 3_600L * FiscalCalendar.MICROS_PER_SECOND;

  private enum Market {
    ENTERPRISE(120_000, 0.8, 6, 0.036, 130, 1.03),
    MID_MARKET(40_000, 0.7, 12, 0.055, 90, 1.01),
    SMALL_BUSINESS(12_000, 0.6, 30, 0.090, 55, 0.98);

    /** Major units. */
    final double medianSize;

    final double sizeSpread;
    final double dealsPerQuarter;

    /** Chance to go a stage further on a workday. */
    final double pace;

    final int cycleDays;
    final double growthPerQuarter;

    Market(
        double medianSize,
        double sizeSpread,
        double dealsPerQuarter,
        double pace,
        int cycleDays,
        double growthPerQuarter) {
      this.medianSize = medianSize;
      this.sizeSpread = sizeSpread;
      this.dealsPerQuarter = dealsPerQuarter;
      this.pace = pace;
      this.cycleDays = cycleDays;
      this.growthPerQuarter = growthPerQuarter;
    }
  }

  private static final class Rep {
    final Market market;
    final List<Scope> scopes;
    final double skill;
    final double diligence;

    /** Stages by which the rep's reports are off: -1 understates, 1 overstates. */
    final int candour;

    final int since;

    Rep(Market market, String id, Random random, int since) {
      this.market = market;
      scopes = List.of(Scope.COMPANY, Scope.unit(market.name()), Scope.rep(id));
      skill = 0.3 * random.nextGaussian();
      diligence = StrictMath.exp(0.25 * random.nextGaussian());
      int roll = random.nextInt(5);
      candour = roll == 0 ? -1 : roll == 1 ? 1 : 0;
      this.since = since;
    }
  }

  private static final class Deal {
    final Rep rep;
    final boolean expansion;
    final double quality;
    final int createdIn;
    final List<DealStanding> standings = new ArrayList<>();
    DealStatus status = DealStatus.OPEN;
    int stage;
    boolean silent;
    long amount;
    long closeDate;

    Deal(Rep rep, boolean expansion, double quality, int createdIn) {
      this.rep = rep;
      this.expansion = expansion;
      this.quality = quality;
      this.createdIn = createdIn;
    }

    List<String> stages() {
      return expansion ? EXPANSION : NEW_BUSINESS;
    }

    double largeness() {
      return StrictMath.log(amount / 100.0 / rep.market.medianSize);
    }
  }

  private final Random random;
  private final List<FiscalPeriod> periods = new ArrayList<>();
  private final List<Rep> reps = new ArrayList<>();
  private final List<Deal> deals = new ArrayList<>();
  private final double[] luckOfTeams = new double[Market.values().length];
  private double luck;
  private int hired;

  /**
   * @param quarters how many are known; a year before them is lived through and forgotten
   */
  public SimulatedSales(long seed, int quarters) {
    random = new Random(seed);
    FiscalPeriod period = CALENDAR.periodOf(LocalDate.of(2020, 1, 1).toEpochDay());
    for (int i = 0; i < BURN_IN + quarters; i++) {
      periods.add(period);
      period = CALENDAR.periodOf(period.endDay());
    }
    for (Market market : Market.values()) {
      for (int i = 0; i < 8; i++) {
        reps.add(hire(market, -4));
      }
    }
    for (int quarter = 0; quarter < periods.size(); quarter++) {
      live(quarter);
    }
  }

  /** The quarters that are known. */
  public List<FiscalPeriod> quarters() {
    return periods.subList(BURN_IN, periods.size());
  }

  public List<PastDeal> deals() {
    return deals.stream()
        .map(
            deal -> new PastDeal(deal.rep.scopes, new DealTimeline(deal.createdIn, deal.standings)))
        .toList();
  }

  private Rep hire(Market market, int quarter) {
    hired++;
    return new Rep(market, "rep-" + hired, random, quarter);
  }

  private void live(int quarter) {
    luck = 0.5 * luck + 0.12 * random.nextGaussian();
    for (int team = 0; team < luckOfTeams.length; team++) {
      luckOfTeams[team] = 0.10 * random.nextGaussian();
    }
    reps.replaceAll(rep -> random.nextInt(25) == 0 ? hire(rep.market, quarter) : rep);
    FiscalPeriod period = periods.get(quarter);
    for (long day = period.startDay(); day < period.endDay(); day++) {
      DayOfWeek weekday = LocalDate.ofEpochDay(day).getDayOfWeek();
      if (weekday != DayOfWeek.SATURDAY && weekday != DayOfWeek.SUNDAY) {
        create(quarter, day);
        for (Deal deal : List.copyOf(deals)) {
          if (deal.status == DealStatus.OPEN) {
            live(deal, quarter, day);
          }
        }
      }
    }
  }

  private void create(int quarter, long day) {
    for (Rep rep : reps) {
      double ramp = quarter - rep.since < 2 ? 0.5 : 1;
      double perDay =
          rep.market.dealsPerQuarter
              * rep.diligence
              * ramp
              * DEMAND[Math.floorMod(quarter, 4)]
              * StrictMath.pow(rep.market.growthPerQuarter, quarter)
              / 64;
      if (random.nextDouble() < perDay) {
        boolean expansion = random.nextInt(5) == 0;
        Deal deal = new Deal(rep, expansion, random.nextGaussian(), periods.get(quarter).index());
        double size =
            rep.market.medianSize
                * (expansion ? 0.5 : 1)
                * StrictMath.exp(rep.market.sizeSpread * random.nextGaussian());
        deal.amount = Math.round(size / 100) * 10_000;
        double days =
            rep.market.cycleDays
                * (expansion ? 0.5 : 0.9)
                * StrictMath.exp(0.4 * random.nextGaussian());
        deal.closeDate = snapped(day + Math.round(days));
        deals.add(deal);
        note(deal, day);
      }
    }
  }

  /** Sellers like the end of a quarter, and the end of a month. */
  private long snapped(long day) {
    int roll = random.nextInt(4);
    if (roll < 2) {
      return CALENDAR.periodOf(day).endDay() - 1;
    }
    LocalDate date = LocalDate.ofEpochDay(day);
    return roll == 2 ? date.withDayOfMonth(date.lengthOfMonth()).toEpochDay() : day;
  }

  private void live(Deal deal, int quarter, long day) {
    FiscalPeriod period = periods.get(quarter);
    double elapsed = period.elapsed(day);
    Rep rep = deal.rep;
    boolean last = deal.stage == deal.stages().size() - 1;
    boolean due = deal.closeDate < period.endDay();
    double drive =
        0.35 * deal.quality
            + rep.skill
            + luck
            + luckOfTeams[rep.market.ordinal()]
            - 0.2 * deal.largeness();
    double advance = rep.market.pace * (deal.expansion ? 1.4 : 1) * StrictMath.exp(drive);
    if (last) {
      advance *= due ? 0.5 + 3 * StrictMath.pow(elapsed, 5) : 0.35;
    }
    double loss =
        rep.market.pace
            * (deal.stage == 0 ? 0.8 : deal.stage == 1 ? 0.5 : 0.25)
            * (quarter >= STRICTER_FROM && deal.stage < 2 ? 1.5 : 1)
            * StrictMath.exp(-0.4 * deal.quality + 0.15 * deal.largeness());
    if (deal.silent) {
      advance *= 0.12;
      loss *= 0.5;
    }
    double roll = random.nextDouble();
    if (roll < advance) {
      advance(deal, day);
    } else if (roll < advance + loss) {
      close(deal, DealStatus.LOST, day);
    } else if (random.nextDouble() < 0.008 * StrictMath.exp(-0.3 * deal.quality)) {
      deal.silent = true;
    }
    if (deal.status == DealStatus.OPEN) {
      mendCloseDate(deal, period, elapsed, day);
    }
  }

  private void advance(Deal deal, long day) {
    if (deal.stage == deal.stages().size() - 1) {
      deal.amount = discounted(deal.amount, 0.82, 1.02);
      close(deal, DealStatus.WON, day);
      return;
    }
    deal.stage++;
    if (random.nextInt(4) == 0) {
      deal.amount = discounted(deal.amount, 0.75, 1.15);
    }
    note(deal, day);
  }

  private long discounted(long amount, double least, double most) {
    return Math.round(amount * (least + (most - least) * random.nextDouble()));
  }

  private void close(Deal deal, DealStatus status, long day) {
    deal.status = status;
    deal.closeDate = day;
    note(deal, day);
  }

  private void mendCloseDate(Deal deal, FiscalPeriod period, double elapsed, long day) {
    boolean due = deal.closeDate < period.endDay();
    boolean late = deal.stage >= deal.stages().size() - 2;
    if (deal.closeDate < day && random.nextInt(10) < 2) {
      deal.closeDate = snapped(day + 10 + random.nextInt(deal.rep.market.cycleDays));
      note(deal, day);
    } else if (due && !late && elapsed > 0.3 && random.nextInt(100) < (elapsed > 0.8 ? 12 : 3)) {
      deal.closeDate = snapped(period.endDay() + 20 + random.nextInt(60));
      note(deal, day);
    } else if (due && elapsed > 0.95 && random.nextInt(100) < 12) {
      deal.closeDate = snapped(period.endDay() + 5 + random.nextInt(60));
      note(deal, day);
    } else if (!due && late && elapsed > 0.6 && random.nextInt(100) < 2) {
      deal.closeDate = period.endDay() - 1;
      note(deal, day);
    }
  }

  private void note(Deal deal, long day) {
    int last = deal.stages().size() - 1;
    int reported = Math.max(0, Math.min(last, deal.stage + deal.rep.candour));
    deal.standings.add(
        new DealStanding(
            CALENDAR.startOfDay(day) + 12 * HOUR,
            deal.status,
            CALENDAR.periodOf(deal.closeDate).index(),
            deal.expansion ? "expansion" : "new-business",
            deal.stages().get(reported),
            deal.amount));
  }
}
