package io.pipelinemonitor.jobs.domain.drift;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.forecast.SimulatedSales;
import io.pipelinemonitor.jobs.domain.forecast.scoring.WalkForward;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts what the detector says of simulated quarters, as they are and with a fall put in. */
final class DriftScores {

  /** By how many standard deviations of a day's change the projection is made to fall each day. */
  static final List<Double> FALLS = List.of(0.5, 1.5, 2.0);

  static final List<ScopeType> LEVELS = List.of(ScopeType.COMPANY, ScopeType.UNIT, ScopeType.REP);

  /** After so many days the fall begins. */
  private static final int DAYS_BEFORE_FALL = 30;

  private static final int DAYS_OF_QUARTER = 91;
  private static final double ALLOWANCE = 0.5;
  private static final Materiality MATERIALITY = new Materiality(null, 5.0);

  /** How often the detector looks. */
  enum Looks {
    DAILY("every day", DriftPolicy.daily(MATERIALITY)),
    WEEKLY("every week", DriftPolicy.weekly(MATERIALITY));

    final String title;
    final DriftPolicy policy;

    Looks(String title, DriftPolicy policy) {
      this.title = title;
      this.policy = policy;
    }
  }

  /** Quarters to which nothing was done. */
  static final class Untouched {
    private int quarters;
    private int signalled;
    private int over;
    private int endedThere;
    private int beyondTwo;
    private int innovations;
    private int pairs;
    private double sum;
    private double squares;
    private double products;

    double signalled() {
      return (double) signalled / quarters;
    }

    double mean() {
      return sum / innovations;
    }

    double variance() {
      return squares / innovations - mean() * mean();
    }

    double correlation() {
      return products / pairs / variance();
    }

    private void add(Untouched other) {
      quarters += other.quarters;
      signalled += other.signalled;
      over += other.over;
      endedThere += other.endedThere;
      beyondTwo += other.beyondTwo;
      innovations += other.innovations;
      pairs += other.pairs;
      sum += other.sum;
      squares += other.squares;
      products += other.products;
    }
  }

  /** Quarters in which the projection was made to fall. */
  static final class Fallen {
    private int quarters;
    private final List<Double> days = new ArrayList<>();
    private final List<Double> drifts = new ArrayList<>();
    private final List<Double> onsetErrors = new ArrayList<>();

    double found() {
      return (double) days.size() / quarters;
    }

    double meanDays() {
      return days.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private void add(Fallen other) {
      quarters += other.quarters;
      days.addAll(other.days);
      drifts.addAll(other.drifts);
      onsetErrors.addAll(other.onsetErrors);
    }
  }

  private record UntouchedRow(Looks looks, ScopeType level) {}

  private record FallenRow(double fall, ScopeType level) {}

  private final Map<UntouchedRow, Untouched> untouched = new HashMap<>();
  private final Map<FallenRow, Fallen> fallen = new HashMap<>();

  Untouched untouched(Looks looks, ScopeType level) {
    return untouched.computeIfAbsent(new UntouchedRow(looks, level), row -> new Untouched());
  }

  Fallen fallen(double fall, ScopeType level) {
    return fallen.computeIfAbsent(new FallenRow(fall, level), row -> new Fallen());
  }

  void add(DriftScores other) {
    other.untouched.forEach((row, scores) -> untouched(row.looks(), row.level()).add(scores));
    other.fallen.forEach((row, scores) -> fallen(row.fall(), row.level()).add(scores));
  }

  /**
   * Judges the quarters from a given one on, of all scopes.
   *
   * @param warmUp how many quarters the forecast learns from only
   * @param first the first quarter that is judged
   */
  void score(SimulatedSales sales, int warmUp, int first) {
    Map<Scope, Map<FiscalPeriod, Midnights>> midnights =
        WalkForward.midnights(
            SimulatedSales.CALENDAR,
            SimulatedSales.STAGES,
            sales.deals(),
            sales.quarters(),
            warmUp);
    List<FiscalPeriod> judged = sales.quarters().subList(first, sales.quarters().size());
    midnights.keySet().stream()
        .sorted((one, other) -> one.id().compareTo(other.id()))
        .forEach(
            scope -> {
              Map<FiscalPeriod, Midnights> known = Objects.requireNonNull(midnights.get(scope));
              for (FiscalPeriod quarter : judged) {
                Midnights own = known.get(quarter);
                if (own != null && own.at(quarter.startDay()) != null) {
                  score(scope.type(), EarlierPeriods.of(quarter, known), own);
                }
              }
            });
  }

  private void score(ScopeType level, EarlierPeriods earlier, Midnights own) {
    for (Looks looks : Looks.values()) {
      Run run = new Run(looks, earlier, own, 0);
      run.toTheEnd();
      if (run.last() instanceof Verdict.Judged last) {
        run.addTo(untouched(looks, level), last);
        if (looks == Looks.DAILY) {
          for (double fall : FALLS) {
            new Run(looks, earlier, own, fall).addTo(fallen(fall, level));
          }
        }
      }
    }
  }

  /** One quarter of one scope, look by look. */
  private static final class Run {

    private final DriftDetector detector;
    private final EarlierPeriods earlier;
    private final Midnights own;
    private final FiscalPeriod quarter;
    private final double fall;
    private final List<Double> innovations = new ArrayList<>();
    private @Nullable DriftState state;
    private double taken;

    /** 1 once a rise was told, -1 once a fall was, whichever came first. */
    private int signalledSide;

    private boolean over;

    Run(Looks looks, EarlierPeriods earlier, Midnights own, double fall) {
      this.detector = new DriftDetector(looks.policy);
      this.earlier = earlier;
      this.own = own;
      this.quarter = earlier.period();
      this.fall = fall;
    }

    void toTheEnd() {
      for (long day = quarter.startDay(); day <= quarter.endDay(); day++) {
        look(day);
      }
    }

    private void look(long day) {
      Midnights.Standing standing = own.at(day);
      if (day > quarter.startDay() + DAYS_BEFORE_FALL) {
        taken += fall * Math.sqrt(earlier.between(day - 1, day).variance());
      }
      if (standing == null) {
        return;
      }
      long projected = standing.projected() - Math.round(taken);
      DriftState before = state;
      DriftState now = detector.observe(before, earlier, day, projected);
      state = now;
      if (before == null || now.equals(before)) {
        return;
      }
      innovations.add(
          DriftDetector.innovation(
              before, earlier.between(before.day(), day), quarter, day, projected));
      if (signalledSide == 0) {
        signalledSide = now.above().open() ? 1 : now.below().open() ? -1 : 0;
      } else {
        over |= !now.above().open() && !now.below().open();
      }
    }

    Verdict last() {
      return detector.read(Objects.requireNonNull(state), earlier);
    }

    void addTo(Untouched scores, Verdict.Judged last) {
      scores.quarters++;
      scores.signalled += signalledSide == 0 ? 0 : 1;
      scores.over += over ? 1 : 0;
      scores.endedThere += signalledSide * Long.signum(last.drift()) > 0 ? 1 : 0;
      scores.beyondTwo += Math.abs(last.z()) > 2 ? 1 : 0;
      for (int i = 0; i < innovations.size(); i++) {
        scores.sum += innovations.get(i);
        scores.squares += innovations.get(i) * innovations.get(i);
        if (i > 0) {
          scores.products += innovations.get(i) * innovations.get(i - 1);
          scores.pairs++;
        }
      }
      scores.innovations += innovations.size();
    }

    void addTo(Fallen scores) {
      long begins = quarter.startDay() + DAYS_BEFORE_FALL;
      for (long day = quarter.startDay(); day <= begins; day++) {
        look(day);
      }
      if (signalledSide != 0) {
        return;
      }
      scores.quarters++;
      for (long day = begins + 1; day <= quarter.endDay(); day++) {
        look(day);
        if (Objects.requireNonNull(state).below().open()) {
          Verdict.Judged judged = (Verdict.Judged) last();
          scores.days.add((double) (day - begins));
          scores.drifts.add((double) -judged.drift() / judged.baseline());
          scores.onsetErrors.add((double) Math.abs(judged.below().onsetDay() - begins));
          return;
        }
      }
    }
  }

  /** What independent normal innovations would give, by a Markov chain. */
  static double theoryOfFalseSignals(Looks looks) {
    double silent =
        RunLengths.silent(
            new RunLengths(ALLOWANCE, looks.policy.fire(), 0)
                .after(DAYS_OF_QUARTER / looks.policy.stepDays()));
    return 1 - silent * silent;
  }

  /**
   * The same of a fall.
   *
   * @param found the share that is found by the end of the quarter
   * @param meanDays how long it takes where it is found
   */
  record Theory(double found, double meanDays) {

    static Theory of(double fall) {
      double fire = Looks.DAILY.policy.fire();
      RunLengths falling = new RunLengths(ALLOWANCE, fire, fall);
      double[] now = new RunLengths(ALLOWANCE, fire, 0).after(DAYS_BEFORE_FALL);
      double silentBefore = RunLengths.silent(now);
      double found = 0;
      double days = 0;
      for (int day = 1; day <= DAYS_OF_QUARTER - DAYS_BEFORE_FALL; day++) {
        double silent = RunLengths.silent(now);
        now = falling.next(now);
        double foundToday = (silent - RunLengths.silent(now)) / silentBefore;
        found += foundToday;
        days += foundToday * day;
      }
      return new Theory(found, days / found);
    }
  }

  String untouchedAsMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("| looks | scope | quarters | signalled | over before the end ");
    text.append(
        "| ended on that side | u: mean | variance | correlation | z beyond 2 at the end |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|\n");
    for (Looks looks : Looks.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | theory | – | %s | – | – | 0 | 1 | 0 | 4.6 %% |\n",
              looks.title,
              percent(theoryOfFalseSignals(looks))));
      for (ScopeType level : LEVELS) {
        Untouched scores = untouched(looks, level);
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s | %.2f | %.2f | %.2f | %s |\n",
                looks.title,
                level,
                scores.quarters,
                percent(scores.signalled()),
                percent((double) scores.over / scores.signalled),
                percent((double) scores.endedThere / scores.signalled),
                scores.mean(),
                scores.variance(),
                scores.correlation(),
                percent((double) scores.beyondTwo / scores.quarters)));
      }
    }
    return text.toString();
  }

  String fallenAsMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("| fall a day | scope | quarters | found | days until | drift by then ");
    text.append("| onset off by |\n|---|---|---|---|---|---|---|\n");
    for (double fall : FALLS) {
      Theory theory = Theory.of(fall);
      text.append(
          String.format(
              Locale.ROOT,
              "| %.1f σ | theory | – | %s | %.1f | – | – |\n",
              fall,
              percent(theory.found()),
              theory.meanDays()));
      for (ScopeType level : LEVELS) {
        Fallen scores = fallen(fall, level);
        text.append(
            String.format(
                Locale.ROOT,
                "| %.1f σ | %s | %d | %s | %.1f | %s | %.0f |\n",
                fall,
                level,
                scores.quarters,
                percent(scores.found()),
                scores.meanDays(),
                percent(median(scores.drifts)),
                median(scores.onsetErrors)));
      }
    }
    return text.toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static double median(List<Double> values) {
    List<Double> ordered = values.stream().sorted().toList();
    return ordered.get(ordered.size() / 2);
  }
}
