package io.pipelinemonitor.jobs.domain.forecast.scoring;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Projection;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The scores of every method, by kind of scope and elapsed part of the period. */
public final class ScoringTable {

  /** When projections are scored, as elapsed part of the period. */
  public static final List<Double> ELAPSED = List.of(0.0, 0.33, 0.66, 0.9);

  /** The kinds of scope that are scored, from the widest. */
  public static final List<ScopeType> LEVELS =
      List.of(ScopeType.COMPANY, ScopeType.UNIT, ScopeType.REP);

  private record AmountRow(Method method, ScopeType level, double elapsed) {}

  private record ChanceRow(Method method, double elapsed) {}

  private final Map<AmountRow, AmountScore> amounts = new HashMap<>();
  private final Map<ChanceRow, ChanceScore> chances = new HashMap<>();

  /** The epoch day that begins when so much of the period has passed, to the nearest midnight. */
  static long dayAt(FiscalPeriod period, double elapsed) {
    return period.startDay() + Math.round(elapsed * (period.endDay() - period.startDay()));
  }

  void add(Method method, ScopeType level, double elapsed, Projection projection, long actual) {
    amounts(method, level, elapsed).add(projection, actual);
  }

  void addChance(Method method, double elapsed, double chance, boolean won) {
    chances(method, elapsed).add(chance, won);
  }

  /** Adds all that {@code other} scored. */
  public void add(ScoringTable other) {
    other.amounts.forEach(
        (row, score) -> amounts(row.method(), row.level(), row.elapsed()).add(score));
    other.chances.forEach((row, score) -> chances(row.method(), row.elapsed()).add(score));
  }

  /** The scores of amounts. */
  public AmountScore amounts(Method method, ScopeType level, double elapsed) {
    return amounts.computeIfAbsent(new AmountRow(method, level, elapsed), row -> new AmountScore());
  }

  /** The scores of chances of winning. */
  public ChanceScore chances(Method method, double elapsed) {
    return chances.computeIfAbsent(new ChanceRow(method, elapsed), row -> new ChanceScore());
  }

  /** The scores as tables in Markdown: amounts by kind of scope, then chances of winning. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    for (ScopeType level : LEVELS) {
      if (amounts.containsKey(new AmountRow(Method.PROJECTION, level, ELAPSED.get(0)))) {
        appendAmounts(text, level);
      }
    }
    appendChances(text);
    appendGroups(text);
    return text.toString();
  }

  private void appendAmounts(StringBuilder text, ScopeType level) {
    text.append("| ").append(level).append(" at | scored |");
    for (Method method : Method.values()) {
      text.append(' ').append(method.title()).append(": WAPE | bias |");
    }
    text.append(" 80 % interval held |\n|---|---|---|---|---|---|---|---|---|\n");
    for (double elapsed : ELAPSED) {
      AmountScore projection = amounts(Method.PROJECTION, level, elapsed);
      text.append("| ").append(percent(elapsed)).append(" | ").append(projection.count());
      for (Method method : Method.values()) {
        AmountScore score = amounts(method, level, elapsed);
        text.append(" | ").append(tenths(score.wape()));
        text.append(" | ").append(signed(score.bias()));
      }
      text.append(" | ").append(tenths(projection.coverage())).append(" |\n");
    }
    text.append('\n');
  }

  private void appendChances(StringBuilder text) {
    text.append("| elapsed | open deals | Brier, learnt | Brier, CRM | gap, learnt | gap, CRM |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (double elapsed : ELAPSED) {
      ChanceScore learnt = chances(Method.PROJECTION, elapsed);
      ChanceScore crm = chances(Method.STAGE_WEIGHTED, elapsed);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.3f | %.3f | %s | %s |\n",
              percent(elapsed),
              learnt.count(),
              learnt.brier(),
              crm.brier(),
              tenths(learnt.gap()),
              tenths(crm.gap())));
    }
    text.append('\n');
  }

  private void appendGroups(StringBuilder text) {
    ChanceScore learnt = new ChanceScore();
    ChanceScore crm = new ChanceScore();
    for (double elapsed : ELAPSED) {
      learnt.add(chances(Method.PROJECTION, elapsed));
      crm.add(chances(Method.STAGE_WEIGHTED, elapsed));
    }
    text.append("| chance | deals | learnt said | happened | deals | CRM said | happened |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (int group = 0; group < ChanceScore.GROUPS; group++) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %d–%d %% | %s | %s |\n",
              group * 100 / ChanceScore.GROUPS,
              (group + 1) * 100 / ChanceScore.GROUPS,
              groupOf(learnt, group),
              groupOf(crm, group)));
    }
  }

  private static String groupOf(ChanceScore score, int group) {
    return score.count(group) == 0
        ? "0 | – | –"
        : score.count(group)
            + " | "
            + tenths(score.said(group))
            + " | "
            + tenths(score.happened(group));
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * part);
  }

  private static String tenths(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }

  private static String signed(double part) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * part);
  }
}
