package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.ExchangeRates;
import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.Names;
import io.pipelinemonitor.local.simulator.Process;
import io.pipelinemonitor.local.simulator.Rep;
import io.pipelinemonitor.local.simulator.SimulatedDeal;
import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.EventOrigin;
import io.pipelinemonitor.schema.ForecastCategory;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A team's quarter, day by day: it wins deals along a curve that bends up at the end, and creates,
 * loses and pushes others so that its coverage to go stays about where the team keeps it.
 */
final class TeamQuarter {

  private static final double LOSSES_AMONG_EXITS = 0.72;
  private static final double TOLERANCE = 0.2;
  private static final double CLOSING_TIME = 0.91;

  private final Team team;
  private final ExchangeRates rates;
  private final Random random;
  private final Names names;
  private final Journal journal;
  private Timing timing;
  private final List<SimulatedDeal> deals = new ArrayList<>();
  private final SortedMap<Long, List<Runnable>> agenda = new TreeMap<>();
  private @Nullable SimulatedDeal nextWin;
  private long promised;
  private double mood;

  /** While the story plays in this team, chance keeps out of its pipeline. */
  private boolean scripted;

  /** How fast the team sells, as a share of what it usually does. */
  private double pace = 1;

  /** How much of the next quarter's pipeline it builds, likewise. */
  private double foresight = 1;

  /** Nobody keeps dates and next steps up to date. */
  private boolean careless;

  /** Deals do not leave this stage. */
  private @Nullable String heldStage;

  /** Who has left without anybody taking over. */
  private Set<Rep> gone = Set.of();

  /** What every deal is lost to for the time being. */
  private @Nullable String rival;

  TeamQuarter(
      Team team, Timing timing, ExchangeRates rates, Random random, Names names, Journal journal) {
    this.team = team;
    this.timing = timing;
    this.rates = rates;
    this.random = random;
    this.names = names;
    this.journal = journal;
  }

  Team team() {
    return team;
  }

  List<SimulatedDeal> deals() {
    return deals;
  }

  void setScripted(boolean scripted) {
    this.scripted = scripted;
  }

  /** From now on it is that quarter. */
  void begin(Timing quarter) {
    timing = quarter;
    nextWin = null;
    mood = 0;
  }

  // What was there before the first quarter that is lived through.

  /** Open deals of this quarter, and the first of the next. */
  void rememberPipeline() {
    double wanted = team.coverage() * team.quota();
    double open = open();
    while (open < wanted) {
      SimulatedDeal deal =
          remember(size(), timing.closeDate(timing.quarter(), timing.quarter().startDay()));
      open += deal.amount;
    }
    while (openNext() < wantedNext(0)) {
      remember(size(), closeDateInNext());
    }
  }

  /** A deal of this quarter that everybody in the company knows by name. */
  void rememberFlagship(String customer, long amount, long closeDate) {
    SimulatedDeal deal =
        newDeal(pickRep(), customer, "Platform", Process.NEW_BUSINESS, true, amount, closeDate);
    remember(deal, 2);
  }

  private SimulatedDeal remember(long amount, long closeDate) {
    SimulatedDeal deal = newDeal(pickRep(), amount, closeDate);
    boolean thisQuarter = timing.isInQuarter(closeDate);
    remember(deal, random.nextInt(thisQuarter ? deal.process.stages() - 1 : 2));
    return deal;
  }

  private void remember(SimulatedDeal deal, int stage) {
    long startDay = timing.quarter().startDay();
    long createdDay = startDay - 3 - random.nextInt(team.market().cycleDays());
    long created = timing.workingMoment(team, createdDay);
    journal.created(deal, created, created, EventOrigin.IMPORT);
    while (deal.stage < stage) {
      deal.stage++;
      long day = createdDay + (startDay - createdDay) * deal.stage / (stage + 1);
      long at = Math.min(timing.nextMoment(deal, day), timing.startOf(startDay) - Timing.HOUR);
      String stageId = deal.process.stageId(deal.stage);
      journal.changed(deal, at, at, EventOrigin.IMPORT, event -> event.setStageId(stageId));
    }
  }

  // One day.

  /** What happens on a day; nothing on weekends. */
  void live(long day) {
    List<Runnable> due = agenda.remove(day);
    if (due != null) {
      due.forEach(Runnable::run);
    }
    if (!Timing.isWorkday(day)) {
      return;
    }
    moveStages(day);
    if (careless) {
      forgetNextSteps(day);
    } else {
      mendCloseDates(day);
    }
    if (!scripted) {
      editAtRandom(day);
      createForThisQuarter(day);
    }
    createForNextQuarter(day);
    winDeals(day);
    if (!scripted) {
      steer(day, wantedCoverage(day));
    }
    if (day == timing.lastWorkday()) {
      endQuarter(day);
    }
  }

  private void moveStages(long day) {
    for (SimulatedDeal deal : deals) {
      boolean thisQuarter = timing.isInQuarter(deal.closeDate);
      if (isWorkedOn(deal) && !isHeld(deal) && random.nextInt(100) < (thisQuarter ? 4 : 2)) {
        int last = deal.process.stages() - 1;
        if (deal.stage > 0 && random.nextInt(12) == 0) {
          enterStage(deal, deal.stage - 1, day);
        } else if (deal.stage < (thisQuarter ? last : last - 1)) {
          enterStage(deal, deal.stage + 1, day);
        }
      }
    }
  }

  private void enterStage(SimulatedDeal deal, int stage, long day) {
    deal.stage = stage;
    String stageId = deal.process.stageId(stage);
    boolean ownCategory = random.nextInt(10) == 0;
    deal.contacts += random.nextInt(3) == 0 ? 1 : 0;
    journal.changed(
        deal,
        timing.nextMoment(deal, day),
        event -> {
          event.setStageId(stageId).setContactCount(deal.contacts);
          planNextStep("Prepare " + stageId, event);
          if (ownCategory) {
            event.setForecastCategory(ForecastCategory.BEST_CASE);
          }
        });
  }

  private void planNextStep(String step, DealEvent.Builder event) {
    if (!careless && random.nextInt(8) > 0) {
      event
          .setNextStep(step)
          .setNextStepAt(event.getOccurredAt().plus(5 + random.nextInt(25), ChronoUnit.DAYS));
    }
  }

  /** Open, undecided, and with an owner who is there. */
  private boolean isWorkedOn(SimulatedDeal deal) {
    return deal.isOpen() && !deal.decided && !gone.contains(deal.owner);
  }

  private boolean isHeld(SimulatedDeal deal) {
    return !deal.flagship && deal.process.stageId(deal.stage).equals(heldStage);
  }

  /** Whether anybody calls or writes to the customer. */
  boolean isCaredFor(SimulatedDeal deal) {
    return deal.isOpen() && !gone.contains(deal.owner);
  }

  /** Sellers move a date that has passed, most of them within days. */
  private void mendCloseDates(long day) {
    for (SimulatedDeal deal : deals) {
      if (isWorkedOn(deal) && deal.closeDate < day && random.nextInt(100) < 35) {
        long moved = timing.closeDate(timing.quarter(), day + 3);
        setCloseDate(deal, Math.min(moved, lastDay()), day);
      }
    }
  }

  private void setCloseDate(SimulatedDeal deal, long closeDate, long day) {
    deal.closeDate = closeDate;
    journal.changed(
        deal,
        timing.nextMoment(deal, day),
        event -> event.setCloseDate(LocalDate.ofEpochDay(closeDate)));
  }

  private void editAtRandom(long day) {
    for (SimulatedDeal deal : deals) {
      if (!isWorkedOn(deal)) {
        continue;
      }
      int roll = random.nextInt(1_000);
      if (roll < 6 && !deal.flagship) {
        deal.amount = round(deal.amount / 100.0 * (0.85 + 0.32 * random.nextDouble()));
        journal.changed(
            deal,
            timing.nextMoment(deal, day),
            event -> event.setAmountMinor(deal.amount).setCurrency(team.currency()));
      } else if (roll < 8) {
        deal.owner = pickRep();
        journal.changed(
            deal, timing.nextMoment(deal, day), event -> event.setOwnerId(deal.owner.memberId()));
      }
    }
  }

  private void createForThisQuarter(long day) {
    double elapsed = timing.elapsed(day);
    if (elapsed < 0.9) {
      double perDay =
          0.0035 * team.market().dealsPerRep() * team.reps().size() * (1 - elapsed / 1.2);
      for (int left = poisson(perDay); left > 0; left--) {
        create(size(), timing.closeDate(timing.quarter(), day + 7), day);
      }
    }
  }

  /** Finds a deal of the next quarter. */
  void prospect(long day) {
    create(size(), closeDateInNext(), day);
  }

  private void createForNextQuarter(long day) {
    while (openNext() < wantedNext(timing.elapsed(day))) {
      create(size(), closeDateInNext(), day);
    }
  }

  private long closeDateInNext() {
    return timing.closeDate(timing.next(), timing.next().startDay());
  }

  /** The next quarter's pipeline is built while this one is sold: over twice its quota by half. */
  private double wantedNext(double elapsed) {
    return foresight * team.quota() * (1.35 + 2.15 * Math.pow(elapsed, 0.7));
  }

  private SimulatedDeal create(long amount, long closeDate, long day) {
    SimulatedDeal deal = newDeal(pickRep(), amount, closeDate);
    long at = timing.workingMoment(team, day);
    journal.created(deal, at, at, EventOrigin.USER);
    return deal;
  }

  // Winning.

  private void winDeals(long day) {
    long planned = timing.workdayFrom(day + 3);
    double gap =
        pace * team.attainment() * team.quota() * won(timing.elapsed(planned))
            - booked()
            - promised;
    boolean lastDays = timing.lastWorkday() - day < 3;
    while (gap > 0) {
      SimulatedDeal deal = nextWin;
      if (deal == null || !mayWin(deal)) {
        deal = likelyWin();
      }
      if (deal == null) {
        return;
      }
      if (gap < deal.amount * (lastDays ? 0.45 : 0.7)) {
        nextWin = deal;
        return;
      }
      nextWin = null;
      win(deal, day);
      gap -= deal.amount;
    }
  }

  /** The share of a quarter's bookings that is in by then: most of them come at the end. */
  private static double won(double elapsed) {
    return 0.64 * Math.pow(elapsed, 1.5) + 0.36 * Math.pow(elapsed, 6);
  }

  private boolean mayWin(SimulatedDeal deal) {
    return isWorkedOn(deal)
        && !isHeld(deal)
        && !deal.flagship
        && timing.isInQuarter(deal.closeDate);
  }

  /** Late stages and reps who are behind their aim come first. */
  private @Nullable SimulatedDeal likelyWin() {
    SimulatedDeal best = null;
    double bestScore = -1;
    for (SimulatedDeal deal : deals) {
      if (mayWin(deal)) {
        double behind = deal.owner.aim() * deal.owner.quota() - bookedBy(deal.owner);
        double score =
            random.nextDouble()
                * (deal.stage + 1.0)
                / deal.process.stages()
                * (behind > 0 ? 0.3 + behind / deal.owner.quota() : 0.05);
        if (score > bestScore) {
          bestScore = score;
          best = deal;
        }
      }
    }
    return best;
  }

  private void win(SimulatedDeal deal, long day) {
    deal.decided = true;
    promised += deal.amount;
    long on = day;
    for (int stage = deal.stage + 1; stage < deal.process.stages(); stage++) {
      int entered = stage;
      on = laterWorkday(on);
      schedule(on, day, at -> enterStage(deal, entered, at));
    }
    schedule(laterWorkday(on), day, at -> closeNow(deal, true, at));
  }

  private long laterWorkday(long day) {
    return Math.min(timing.workdayFrom(day + 1), timing.lastWorkday());
  }

  private interface OnDay {
    void happen(long day);
  }

  private void schedule(long on, long today, OnDay action) {
    if (on <= today) {
      action.happen(today);
    } else {
      agenda.computeIfAbsent(on, key -> new ArrayList<>()).add(() -> action.happen(on));
    }
  }

  private void closeNow(SimulatedDeal deal, boolean won, long day) {
    if (won) {
      promised -= deal.amount;
    }
    long at = timing.nextMoment(deal, day);
    deal.closeDate = day;
    journal.changed(deal, at, event -> close(deal, won, at, event));
  }

  private void close(SimulatedDeal deal, boolean won, long at, DealEvent.Builder event) {
    deal.status = won ? SimulatedDeal.Status.WON : SimulatedDeal.Status.LOST;
    event.setStageId(won ? Process.WON : Process.LOST).setClosedAt(Journal.instant(at));
    if (!won) {
      String[] reasons = {"price", "competitor", "no decision", "budget cut", "missing feature"};
      String reason = reasons[random.nextInt(reasons.length)];
      event.setLossReason(rival == null ? reason : rival);
    }
  }

  // Keeping coverage where the team wants it.

  /** About where the team always keeps it, a little more or less from week to week. */
  private double wantedCoverage(long day) {
    mood = 0.97 * mood + 0.045 * random.nextGaussian();
    double wanted = team.coverage() + Math.min(Math.max(mood, -0.3), 0.5);
    double elapsed = timing.elapsed(day);
    return elapsed < CLOSING_TIME
        ? wanted
        : wanted * (1 - 0.75 * (elapsed - CLOSING_TIME) / (1 - CLOSING_TIME));
  }

  /** Loses or pushes what is too much, never below the wanted coverage; creates what is missing. */
  private void steer(long day, double coverage) {
    double surplus = open() - coverage * toGo();
    if (surplus < 0 && surplus > -TOLERANCE * toGo()) {
      return;
    }
    if (surplus > 0) {
      double lossShare = timing.elapsed(day) < CLOSING_TIME ? LOSSES_AMONG_EXITS : 0.5;
      for (SimulatedDeal deal : undecided()) {
        if (!deal.flagship && deal.amount <= surplus && random.nextInt(10) < 7) {
          surplus -= deal.amount;
          drop(deal, random.nextDouble() < lossShare, day);
        }
      }
    } else if (timing.elapsed(day) < CLOSING_TIME) {
      while (surplus < 0) {
        surplus += create(size(), timing.closeDate(timing.quarter(), day + 10), day).amount;
      }
    }
  }

  private void drop(SimulatedDeal deal, boolean lost, long day) {
    if (lost) {
      closeNow(deal, false, day);
    } else {
      setCloseDate(deal, closeDateInNext(), day);
    }
  }

  /** What has not been decided by then slips into the next quarter; little is left behind. */
  private void endQuarter(long day) {
    for (SimulatedDeal deal : undecided()) {
      if (random.nextInt(100) < 93) {
        drop(deal, random.nextInt(100) < 25, day);
      }
    }
  }

  // The story's levers.

  /** From now on the well-known deals are deals like any other. */
  void releaseFlagships() {
    deals.forEach(deal -> deal.flagship = false);
  }

  /** Loses and pushes deals, the well-known ones first, until coverage to go is that low. */
  void lowerCoverageTo(double coverage, long day) {
    List<SimulatedDeal> candidates = undecided();
    candidates.sort(
        Comparator.comparing((SimulatedDeal deal) -> !deal.flagship)
            .thenComparing(deal -> -deal.amount));
    boolean lost = false;
    for (SimulatedDeal deal : candidates) {
      double surplus = open() - coverage * toGo();
      if (surplus <= 0) {
        return;
      }
      if (deal.amount <= surplus * 1.15) {
        drop(deal, lost, day);
        lost = !lost;
      }
    }
  }

  /** Pulls the well-known deals back in and lands large new ones until coverage is that high. */
  void raiseCoverageTo(double coverage, long day) {
    for (SimulatedDeal deal : deals) {
      if (open() < coverage * toGo()
          && deal.flagship
          && deal.isOpen()
          && !timing.isInQuarter(deal.closeDate)) {
        setCloseDate(deal, timing.closeDate(timing.quarter(), day + 14), day);
      }
    }
    while (open() < coverage * toGo()) {
      long amount = round(team.quota() / 100.0 * (0.05 + 0.1 * random.nextDouble()));
      create(amount, timing.closeDate(timing.quarter(), day + 14), day);
    }
  }

  /** For a while deals are lost to a rival, and those that are won are fewer. */
  void face(String rival, double pace) {
    this.rival = rival;
    this.pace = pace;
  }

  /** The rival is known by now; what was not sold meanwhile is not made up for. */
  void answerRival(double pace) {
    this.rival = null;
    this.pace = pace;
  }

  /** Loses up to that many of the smaller deals. */
  void lose(int count, long day) {
    undecided().stream()
        .filter(deal -> !deal.flagship)
        .sorted(Comparator.comparing((SimulatedDeal deal) -> deal.amount))
        .limit(4L * count)
        .toList()
        .stream()
        .filter(deal -> random.nextInt(4) == 0)
        .limit(count)
        .forEach(deal -> drop(deal, true, day));
  }

  /** From now on no deal leaves the stage. */
  void hold(String stageId) {
    heldStage = stageId;
  }

  /** All that was held goes on, within days. */
  void release(long day) {
    long on = day;
    for (SimulatedDeal deal : deals) {
      if (deal.isOpen() && !deal.decided && isHeld(deal)) {
        schedule(on, day, at -> goOn(deal, at));
        on = on > day + 3 ? day : laterWorkday(on);
      }
    }
    heldStage = null;
  }

  private void goOn(SimulatedDeal deal, long day) {
    if (deal.isOpen() && !deal.decided && deal.stage < deal.process.stages() - 1) {
      enterStage(deal, deal.stage + 1, day);
    }
  }

  /** The reps with the most in deals that are about to be won leave, and nobody takes over. */
  void letGo(int count) {
    gone =
        team.reps().stream()
            .sorted(Comparator.comparingDouble((Rep rep) -> -committed(rep)))
            .limit(count)
            .collect(Collectors.toSet());
  }

  private double committed(Rep rep) {
    return deals.stream()
        .filter(deal -> deal.isOpen() && deal.owner.equals(rep))
        .filter(deal -> timing.isInQuarter(deal.closeDate))
        .filter(deal -> deal.process.category(deal.stage) == ForecastCategory.COMMIT)
        .mapToLong(deal -> deal.amount)
        .sum();
  }

  /** The deals of those who have left get owners who plan what to do next. */
  void handOver(long day) {
    for (SimulatedDeal deal : deals) {
      if (deal.isOpen() && gone.contains(deal.owner)) {
        deal.owner = pickRep();
        journal.changed(
            deal,
            timing.nextMoment(deal, day),
            event -> {
              event.setOwnerId(deal.owner.memberId());
              planNextStep("Introduce yourself", event);
            });
      }
    }
    gone = Set.of();
  }

  /** From now on, or no longer, nobody keeps dates and next steps up to date. */
  void setCareless(boolean careless) {
    this.careless = careless;
  }

  private void forgetNextSteps(long day) {
    for (SimulatedDeal deal : deals) {
      if (deal.isOpen()
          && !deal.decided
          && timing.isInQuarter(deal.closeDate)
          && random.nextInt(1_000) < 18) {
        journal.changed(
            deal,
            timing.nextMoment(deal, day),
            event -> event.setClearedFields(List.of("nextStep", "nextStepAt")));
      }
    }
  }

  /** Everybody goes through the open deals of the quarter and puts them in order. */
  void cleanUp(long day) {
    for (SimulatedDeal deal : undecided()) {
      if (deal.closeDate < day) {
        deal.closeDate = Math.min(timing.closeDate(timing.quarter(), day + 3), lastDay());
      }
      journal.changed(
          deal,
          timing.nextMoment(deal, day),
          event ->
              event
                  .setCloseDate(LocalDate.ofEpochDay(deal.closeDate))
                  .setNextStep("Agree on the way to a contract")
                  .setNextStepAt(event.getOccurredAt().plus(21, ChronoUnit.DAYS)));
    }
  }

  /** How much of the next quarter's pipeline is built, as a share of what usually is. */
  void setForesight(double foresight) {
    this.foresight = foresight;
  }

  private long lastDay() {
    return timing.quarter().endDay() - 1;
  }

  // Sums in the team's currency; the rate to the reporting currency cancels out of a coverage.

  /** Open deals of this quarter together, minor units of the team's currency. */
  double open() {
    return deals.stream()
        .filter(deal -> deal.isOpen() && timing.isInQuarter(deal.closeDate))
        .mapToLong(deal -> deal.amount)
        .sum();
  }

  /** Open deals of the next quarter together. */
  private double openNext() {
    return deals.stream()
        .filter(deal -> deal.isOpen() && deal.closeDate >= timing.next().startDay())
        .mapToLong(deal -> deal.amount)
        .sum();
  }

  /** Deals won in this quarter together. */
  double booked() {
    return deals.stream()
        .filter(deal -> deal.status == SimulatedDeal.Status.WON)
        .filter(deal -> timing.isInQuarter(deal.closeDate))
        .mapToLong(deal -> deal.amount)
        .sum();
  }

  private double bookedBy(Rep rep) {
    return deals.stream()
        .filter(deal -> deal.status == SimulatedDeal.Status.WON && deal.owner.equals(rep))
        .filter(deal -> timing.isInQuarter(deal.closeDate))
        .mapToLong(deal -> deal.amount)
        .sum();
  }

  private double toGo() {
    return team.quota() - booked();
  }

  /** Open amount over what is left to sell; 0 once all is sold. */
  double coverage() {
    return toGo() > 0 ? open() / toGo() : 0;
  }

  /** Undecided deals of this quarter, in random order. */
  private List<SimulatedDeal> undecided() {
    List<SimulatedDeal> candidates = new ArrayList<>();
    for (SimulatedDeal deal : deals) {
      if (isWorkedOn(deal) && !isHeld(deal) && timing.isInQuarter(deal.closeDate)) {
        candidates.add(deal);
      }
    }
    Collections.shuffle(candidates, random);
    return candidates;
  }

  // New deals.

  private SimulatedDeal newDeal(Rep owner, long amount, long closeDate) {
    Process process = random.nextInt(5) == 0 ? Process.EXPANSION : Process.NEW_BUSINESS;
    String[] products = {"Platform", "Platform", "Analytics", "Integrations", "Support"};
    return newDeal(
        owner,
        names.customer(),
        products[random.nextInt(products.length)],
        process,
        false,
        amount,
        closeDate);
  }

  private SimulatedDeal newDeal(
      Rep owner,
      String customer,
      String product,
      Process process,
      boolean flagship,
      long amount,
      long closeDate) {
    SimulatedDeal deal =
        new SimulatedDeal(
            team.unitId() + "-" + (deals.size() + 1_001),
            customer + " – " + product,
            Names.id(customer),
            team,
            process,
            product.toLowerCase(Locale.ROOT),
            flagship,
            owner,
            amount,
            closeDate);
    deal.contacts = 1 + random.nextInt(3);
    deals.add(deal);
    return deal;
  }

  private Rep pickRep() {
    while (true) {
      Rep rep = team.reps().get(random.nextInt(team.reps().size()));
      if (!gone.contains(rep)) {
        return rep;
      }
    }
  }

  private long size() {
    return round(
        team.market().size(random) / rates.rate(team.currency(), timing.quarter().startDay()));
  }

  /** Major units to minor units of a price that somebody would quote. */
  private static long round(double major) {
    long step = major > 50_000 ? 1_000 : 100;
    return Math.max(step, Math.round(major / step) * step) * 100;
  }

  private int poisson(double mean) {
    double product = random.nextDouble();
    int count = 0;
    while (product > Math.exp(-mean)) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
