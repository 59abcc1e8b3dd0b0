package io.pipelinemonitor.local.demo;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.scoring.PublishedForecasts;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Tells the person at the terminal what is going on. */
final class Commentary {

  private static final String COMPANY = "company";

  private final PrintWriter out;
  private final Ansi colours;
  private final Simulation simulation;
  private final Outcome outcome;
  private @Nullable Instant told;
  private int quarter;

  Commentary(PrintWriter out, Ansi colours, Simulation simulation, Outcome outcome) {
    this.out = out;
    this.colours = colours;
    this.simulation = simulation;
    this.outcome = outcome;
  }

  void introduce() {
    say(
        "%s: %d reps, %,d deals; loading its plan and what its CRM already holds"
            .formatted(
                simulation.unitNames().get(simulation.companyId()),
                simulation.reps(),
                simulation.deals()));
  }

  void begin(double speed) {
    double seconds = (simulation.endMicros() - simulation.loadedMicros()) / 1e6 / speed;
    say(
        "Fiscal quarter %s begins; %s %.0f s"
            .formatted(
                simulation.quarters().get(0).name(),
                simulation.quarters().size() == 1
                    ? "it takes at least"
                    : "with the %d after it that takes at least"
                        .formatted(simulation.quarters().size() - 1),
                seconds));
    say("");
  }

  /** How the company stands now, where that is news. */
  void status(long published) {
    turnPage();
    PipelineSnapshot company =
        snapshot(ScopeType.COMPANY, COMPANY, simulation.quarters().get(quarter).name());
    if (company != null && !company.getAsOf().equals(told)) {
      told = company.getAsOf();
      say(
          "%s  %4s gone  %,7d records   coverage to go %s   booked %s of %s"
              .formatted(
                  Wording.minute(company.getAsOf()),
                  Wording.percent(company.getPeriodElapsed()),
                  published,
                  Wording.ratio(company.getCoverageToGo()),
                  Wording.percent(company.getAttainment()),
                  company.getQuota() == null
                      ? "no quota"
                      : Wording.millions(company.getQuota(), company.getCurrency())));
    }
  }

  /** On to the next quarter, once the system has got there. */
  private void turnPage() {
    while (quarter + 1 < simulation.quarters().size()
        && outcome.isCompleteUpTo(begin(simulation.quarters().get(quarter + 1)))) {
      quarter++;
      say("");
      say("Fiscal quarter %s begins".formatted(simulation.quarters().get(quarter).name()));
      say("");
    }
  }

  /** The first midnight of the quarter is over everywhere: its figures are there. */
  private static Instant begin(FiscalPeriod quarter) {
    return Instant.EPOCH.plus(Duration.ofDays(quarter.startDay() + 1));
  }

  void alert(AlertEvent event) {
    Wording.alert(event).ifPresent(line -> say(colours.string(coloured(event, ">> " + line))));
    if (Wording.isExplained(event.getTransition())) {
      say(Wording.paragraph(event.getSummary()));
    }
  }

  private static String coloured(AlertEvent event, String line) {
    String text = Wording.withoutColours(line);
    if (event.getState() == AlertState.RECOVERING || event.getState() == AlertState.RESOLVED) {
      return "@|green " + text + "|@";
    }
    return event.getSeverity() == Severity.CRITICAL
        ? "@|bold,red " + text + "|@"
        : "@|yellow " + text + "|@";
  }

  void summarise(double seconds) {
    say("");
    say(
        "%s over: %,d records in %.0f s; %,d deals with %,d events (%,d sent twice), %,d activities."
            .formatted(
                simulation.quarters().size() == 1 ? "The quarter is" : "The quarters are",
                simulation.records().size(),
                seconds,
                simulation.deals(),
                simulation.dealEvents(),
                simulation.repeatedDealEvents(),
                simulation.activities()));
    say(
        "Alerts: %d fired, %d escalated, %d recovered, %d resolved."
            .formatted(
                outcome.count(AlertTransition.FIRED),
                outcome.count(AlertTransition.ESCALATED),
                outcome.count(AlertTransition.RECOVERING),
                outcome.count(AlertTransition.RESOLVED)));
    for (FiscalPeriod each : simulation.quarters()) {
      say("");
      table(each.name(), each.equals(simulation.lastQuarter()) ? simulation.next().name() : null);
    }
  }

  /** How good the forecasts were. */
  void score(PublishedForecasts forecasts) {
    say("");
    ForecastScores.lines(forecasts, simulation.quarters().size()).forEach(this::say);
  }

  /**
   * How every unit ended the quarter.
   *
   * @param next the quarter after it, if that is yet to come
   */
  private void table(String quarter, @Nullable String next) {
    row(
        "",
        quarter + " quota",
        "booked",
        "attained",
        "reps at quota",
        "won/lost",
        next == null ? "" : next + " coverage");
    for (Map.Entry<String, String> unit : simulation.unitNames().entrySet()) {
      boolean company = unit.getKey().equals(simulation.companyId());
      ScopeType type = company ? ScopeType.COMPANY : ScopeType.UNIT;
      String id = company ? COMPANY : unit.getKey();
      PipelineSnapshot now = snapshot(type, id, quarter);
      PipelineSnapshot then = next == null ? null : snapshot(type, id, next);
      if (now != null && now.getQuota() != null) {
        row(
            "  ".repeat(now.getScopePath().size()) + unit.getValue(),
            Wording.millions(now.getQuota(), now.getCurrency()),
            Wording.millions(now.getBookedAmount(), now.getCurrency()),
            Wording.percent(now.getAttainment()),
            Wording.percent(now.getRepsAtQuota()),
            "%d/%d".formatted(now.getBookedCount(), now.getLostCount()),
            next == null ? "" : then == null ? "-" : Wording.ratio(then.getCoverageFull()));
      }
    }
  }

  private void row(Object... cells) {
    say(String.format(Locale.ROOT, "%-30s%15s%15s%11s%15s%11s%19s", cells).stripTrailing());
  }

  private @Nullable PipelineSnapshot snapshot(ScopeType type, String id, String period) {
    return outcome.snapshot(Topics.scopeAndPeriod(type, id, period));
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }
}
