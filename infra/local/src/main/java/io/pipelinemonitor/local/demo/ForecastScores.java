package io.pipelinemonitor.local.demo;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.scoring.AmountScore;
import io.pipelinemonitor.jobs.domain.forecast.scoring.Method;
import io.pipelinemonitor.jobs.domain.forecast.scoring.PublishedForecasts;
import io.pipelinemonitor.jobs.domain.forecast.scoring.ScoringTable;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How good the published forecasts were, as a table of less than 100 columns. */
final class ForecastScores {

  private static final Map<ScopeType, String> KINDS =
      Map.of(ScopeType.COMPANY, "company", ScopeType.UNIT, "units", ScopeType.REP, "reps");

  private ForecastScores() {}

  /**
   * The table's lines, with what it shows above it.
   *
   * @param quarters how many were played
   */
  static List<String> lines(PublishedForecasts forecasts, int quarters) {
    List<FiscalPeriod> scored = forecasts.scored();
    List<String> lines = new ArrayList<>();
    lines.add("What was forecast at midnights, against what was booked when the quarter ended");
    lines.add(
        "Learnt projections in %d of %d quarters, scored in %d%s"
            .formatted(forecasts.learnt().size(), quarters, scored.size(), names(scored)));
    if (!scored.isEmpty()) {
      ScoringTable table = forecasts.score();
      lines.add("");
      lines.addAll(header());
      for (ScopeType level : ScoringTable.LEVELS) {
        for (double elapsed : ScoringTable.ELAPSED) {
          lines.add(row(table, level, elapsed));
        }
      }
    }
    return lines;
  }

  private static String names(List<FiscalPeriod> quarters) {
    return quarters.isEmpty()
        ? ""
        : quarters.stream().map(FiscalPeriod::name).collect(Collectors.joining(", ", ": ", ""));
  }

  private static List<String> header() {
    StringBuilder methods = new StringBuilder(" ".repeat(26));
    StringBuilder scores = new StringBuilder("%-9s%8s%9s".formatted("", "elapsed", "scored"));
    for (Method method : Method.values()) {
      methods.append("%18s".formatted(method.title()));
      scores.append("%9s%9s".formatted("WAPE", "bias"));
    }
    return List.of(methods + "%14s".formatted("80 % interval"), scores + "%14s".formatted("held"));
  }

  private static String row(ScoringTable table, ScopeType level, double elapsed) {
    AmountScore projection = table.amounts(Method.PROJECTION, level, elapsed);
    StringBuilder row =
        new StringBuilder(
            "%-9s%8s%9d"
                .formatted(
                    elapsed == 0 ? KINDS.get(level) : "",
                    Wording.percent(elapsed),
                    projection.count()));
    for (Method method : Method.values()) {
      AmountScore score = table.amounts(method, level, elapsed);
      row.append(
          "%9s%9s".formatted(tenths("%.1f %%", score.wape()), tenths("%+.1f %%", score.bias())));
    }
    return row + "%14s".formatted(tenths("%.1f %%", projection.coverage()));
  }

  /** A part in percent; a dash where nothing was scored or booked. */
  private static String tenths(String format, double part) {
    return Double.isFinite(part) ? String.format(Locale.ROOT, format, 100 * part) : "-";
  }
}
