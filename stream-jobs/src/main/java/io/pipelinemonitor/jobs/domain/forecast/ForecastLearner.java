package io.pipelinemonitor.jobs.domain.forecast;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * Turns counted outcomes into parameters.
 *
 * <p>A pure function of the counts: the same ones give the same parameters, bit for bit, whatever
 * the order in which they came. Belief is handed down: what the CRM says to the company, the
 * company's to its units, a unit's to its reps. Each mixes it with its own outcomes, which weigh
 * the more the more there are.
 */
public final class ForecastLearner {

  private final LearningPolicy policy;
  private final List<StageProbability> stages;

  /**
   * @param stages the open stages of every sales process
   */
  public ForecastLearner(LearningPolicy policy, Collection<StageProbability> stages) {
    this.policy = policy;
    this.stages = List.copyOf(stages);
  }

  /**
   * What the company's outcomes teach.
   *
   * @param period index of the period that runs; only those before it are learnt from
   */
  public Beliefs company(ScopeOutcomes outcomes, int period) {
    NavigableMap<Integer, PeriodOutcomes> past = outcomes.before(period);
    NavigableMap<Integer, Expectation> ofStages = new TreeMap<>();
    for (int known = past.isEmpty() ? period : past.firstKey() + 1; known <= period; known++) {
      ofStages.put(known, ofStages(DecayedOutcomes.of(outcomes, known, policy)));
    }
    PeriodCurve initial = PeriodCurve.lasting(stretch -> policy.initialSpread());
    return below(new Beliefs(period, ofStages, initial), outcomes);
  }

  /**
   * What the outcomes of a scope teach, on top of what is believed of its parent.
   *
   * @param parent of the unit above, or of the company for a scope outside the organisation
   */
  public Beliefs below(Beliefs parent, ScopeOutcomes outcomes) {
    NavigableMap<Integer, Expectation> expectations = new TreeMap<>();
    parent
        .expectations()
        .forEach(
            (known, belief) ->
                expectations.put(
                    known, learn(DecayedOutcomes.of(outcomes, known, policy), belief)));
    return new Beliefs(
        parent.period(),
        expectations,
        spread(outcomes.before(parent.period()), parent.period(), expectations, parent.spread()));
  }

  /**
   * What to expect of a stage, whatever the age of its deals. While outcomes are few: what the CRM
   * says, as far as it came true over all stages together at that point of earlier periods.
   */
  private Expectation ofStages(DecayedOutcomes company) {
    PeriodCurve held = PeriodCurve.lasting(stretch -> heldOfCrm(company, stretch));
    SortedMap<DealClass, WinChance> chances = new TreeMap<>();
    for (StageProbability stage : stages) {
      WinChance chance =
          chance(
              stretch -> company.openOfAnyAge(stage.dealClass(DealAge.NEW), stretch),
              stretch -> Math.min(1, stage.probability() * held.atStart(stretch)));
      for (DealAge age : DealAge.values()) {
        chances.put(stage.dealClass(age), chance);
      }
    }
    double factor = amountFactor(company, chances);
    return new Expectation(
        chances,
        PeriodCurve.lasting(stretch -> factor),
        PeriodCurve.falling(stretch -> 0),
        0,
        0,
        0);
  }

  /** One for the whole period: what each stretch starts from. */
  private double amountFactor(DecayedOutcomes own, Map<DealClass, WinChance> chances) {
    Worth sum = Worth.NONE;
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      sum = sum.plus(Worth.of(own, chances, stretch));
    }
    return sum.factor(1, policy.priorWins());
  }

  private double heldOfCrm(DecayedOutcomes company, int stretch) {
    double won = 0;
    double promised = 0;
    for (StageProbability stage : stages) {
      DecayedOutcomes.OfClass deals = company.openOfAnyAge(stage.dealClass(DealAge.NEW), stretch);
      won += deals.wonCount();
      promised += stage.probability() * deals.count();
    }
    return mixed(won, promised, 1, policy.priorWinsOfCrm());
  }

  private Expectation learn(DecayedOutcomes own, Expectation belief) {
    SortedMap<DealClass, WinChance> chances = new TreeMap<>();
    for (DealClass dealClass : own.classes(belief.chances().keySet())) {
      chances.put(
          dealClass,
          chance(
              stretch -> own.open(dealClass, stretch),
              stretch -> chanceAtStart(belief, dealClass, stretch)));
    }
    double perWin = own.wonCount() > 0 ? own.wonAmount() / own.wonCount() : 0;
    double lent = policy.priorWins() * perWin;
    return new Expectation(
        chances,
        PeriodCurve.lasting(
            stretch ->
                Worth.of(own, chances, stretch)
                    .factor(belief.amountFactor().atStart(stretch), policy.priorWins())),
        PeriodCurve.falling(
            stretch ->
                mixed(
                    own.cameLater(stretch),
                    own.wonAmount(),
                    belief.cameLaterShare().atStart(stretch),
                    lent)),
        own.periods() > 0 ? Math.round(own.wonAmount() / own.periods()) : 0,
        Math.round(mixed(own.wonAmount(), own.wonCount(), belief.averageWin(), policy.priorWins())),
        Math.round(mixed(own.wonSquares(), own.wonAmount(), belief.typicalWin(), lent)));
  }

  private static double chanceAtStart(Expectation belief, DealClass dealClass, int stretch) {
    WinChance chance = belief.chances().get(dealClass);
    return chance == null ? 0 : chance.probability().atStart(stretch);
  }

  private WinChance chance(
      IntFunction<DecayedOutcomes.OfClass> outcomes, IntToDoubleFunction belief) {
    return new WinChance(
        PeriodCurve.falling(
            stretch ->
                mixed(
                    outcomes.apply(stretch).wonCount(),
                    outcomes.apply(stretch).count(),
                    belief.applyAsDouble(stretch),
                    policy.priorOutcomes())),
        PeriodCurve.falling(stretch -> outcomes.apply(stretch).count()));
  }

  /**
   * What deals were won with, beside what their amounts and the chances made expect.
   *
   * @param won minor units
   * @param expected minor units
   * @param wins expected number
   */
  private record Worth(double won, double expected, double wins) {

    static final Worth NONE = new Worth(0, 0, 0);

    static Worth of(DecayedOutcomes own, Map<DealClass, WinChance> chances, int stretch) {
      Worth sum = NONE;
      for (Map.Entry<DealClass, WinChance> entry : chances.entrySet()) {
        DecayedOutcomes.OfClass deals = own.open(entry.getKey(), stretch);
        double chance = entry.getValue().probability().atStart(stretch);
        sum =
            sum.plus(new Worth(deals.wonAmount(), chance * deals.amount(), chance * deals.count()));
      }
      return sum;
    }

    Worth plus(Worth other) {
      return new Worth(won + other.won, expected + other.expected, wins + other.wins);
    }

    double factor(double belief, double priorWins) {
      return mixed(won, expected, belief, wins > 0 ? priorWins * expected / wins : 0);
    }
  }

  /**
   * {@code part / whole}, mixed with {@code belief} as if that had been seen {@code lent} times.
   */
  private static double mixed(double part, double whole, double belief, double lent) {
    return whole + lent > 0 ? (part + lent * belief) / (whole + lent) : belief;
  }

  /**
   * How far past periods strayed from what was believed when they began, beyond what chance deals
   * explain. Neighbouring stretches are taken together: a scope has few periods.
   */
  private PeriodCurve spread(
      NavigableMap<Integer, PeriodOutcomes> past,
      int now,
      NavigableMap<Integer, Expectation> beliefs,
      PeriodCurve belief) {
    double[] excess = new double[Stretches.COUNT];
    double[] scale = new double[Stretches.COUNT];
    double[] weight = new double[Stretches.COUNT];
    past.forEach(
        (index, period) -> {
          Expectation then = beliefs.get(index);
          if (then == null) {
            return;
          }
          double weightOfPeriod = policy.weight(now - 1 - index);
          for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
            long booked = period.bookedBefore(stretch);
            Expectation.Remaining remaining =
                then.remaining(booked, period.openSums(stretch), Stretches.start(stretch));
            double error = period.wonAmount() - booked - remaining.amount();
            excess[stretch] += weightOfPeriod * (error * error - remaining.variance());
            scale[stretch] += weightOfPeriod * remaining.amount() * remaining.amount();
            weight[stretch] += weightOfPeriod;
          }
        });
    return PeriodCurve.lasting(
        stretch -> {
          double believed = belief.atStart(stretch);
          double lent =
              weight[stretch] > 0
                  ? policy.priorPeriods() * around(scale, stretch) / around(weight, stretch)
                  : 0;
          double squared =
              mixed(around(excess, stretch), around(scale, stretch), believed * believed, lent);
          return StrictMath.sqrt(Math.max(0, squared));
        });
  }

  private static double around(double[] values, int stretch) {
    double sum = values[stretch];
    if (stretch > 0) {
      sum += values[stretch - 1];
    }
    return stretch + 1 < values.length ? sum + values[stretch + 1] : sum;
  }
}
