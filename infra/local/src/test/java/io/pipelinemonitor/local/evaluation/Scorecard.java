package io.pipelinemonitor.local.evaluation;

import io.pipelinemonitor.jobs.domain.backtest.Horizon;
import io.pipelinemonitor.jobs.domain.backtest.Outcome;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How right messages were that something is wrong, by what became of the quotas. */
final class Scorecard {

  static final int COLUMNS = 9;

  private static final String NONE = "–";
  private static final double DAY = 86_400.0 * FiscalCalendar.MICROS_PER_SECOND;

  private int quarters;
  private int missed;
  private int alerts;
  private int right;
  private int warned;
  private int warnedAndMissed;
  private int foretold;
  private int messages;
  private final List<Double> daysBeforeEnd = new ArrayList<>();

  /**
   * Adds the quarters of one company.
   *
   * @param outcomes the scopes and periods that count
   * @param told in any order
   */
  void add(List<Outcome> outcomes, List<Told> told, Horizon horizon) {
    Map<String, List<Told>> byKey = new HashMap<>();
    told.forEach(one -> byKey.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one));
    for (Outcome outcome : outcomes) {
      String key = outcome.scope().key(outcome.period().name());
      add(outcome, byKey.getOrDefault(key, List.of()), horizon);
    }
  }

  private void add(Outcome outcome, List<Told> told, Horizon horizon) {
    List<Told> news =
        told.stream().filter(Told::isNew).sorted(Comparator.comparingLong(Told::at)).toList();
    quarters++;
    missed += outcome.missed() ? 1 : 0;
    messages += told.size();
    alerts += news.size();
    right += outcome.missed() ? news.size() : 0;
    if (news.isEmpty()) {
      return;
    }
    warned++;
    if (outcome.missed()) {
      warnedAndMissed++;
      if (news.get(0).at() < horizon.lateFrom(outcome.period())) {
        foretold++;
        daysBeforeEnd.add((horizon.endOf(outcome.period()) - news.get(0).at()) / DAY);
      }
    }
  }

  void add(Scorecard other) {
    quarters += other.quarters;
    missed += other.missed;
    alerts += other.alerts;
    right += other.right;
    warned += other.warned;
    warnedAndMissed += other.warnedAndMissed;
    foretold += other.foretold;
    messages += other.messages;
    daysBeforeEnd.addAll(other.daysBeforeEnd);
  }

  /** Of the missed quotas, those that were told of before the last tenth of the period. */
  double recall() {
    return (double) foretold / missed;
  }

  double messagesForEachMissed() {
    return (double) messages / missed;
  }

  /** How long before the period's end the first alert came, of the quotas that were foretold. */
  private String medianDaysBeforeEnd() {
    List<Double> sorted = daysBeforeEnd.stream().sorted().toList();
    return sorted.isEmpty() ? NONE : String.format(Locale.ROOT, "%.1f", middle(sorted));
  }

  private static double middle(List<Double> sorted) {
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** What the columns of {@link #asMarkdown} are, after those of the caller. */
  static String headings(String what) {
    return String.format(
        " quarters | %1$s | alerts | right | quarters warned | of them %1$s | foretold "
            + "| days before the end | messages for each that %1$s |\n",
        what);
  }

  String asMarkdown() {
    return String.format(
        Locale.ROOT,
        " %d | %d | %d | %s | %d | %s | %s | %s | %.1f |\n",
        quarters,
        missed,
        alerts,
        percent(right, alerts),
        warned,
        percent(warnedAndMissed, warned),
        percent(foretold, missed),
        medianDaysBeforeEnd(),
        messagesForEachMissed());
  }

  private static String percent(int part, int whole) {
    return whole == 0 ? NONE : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
  }
}
