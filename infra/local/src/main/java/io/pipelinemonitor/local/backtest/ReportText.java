package io.pipelinemonitor.local.backtest;

import io.pipelinemonitor.jobs.domain.backtest.Horizon;
import io.pipelinemonitor.jobs.domain.backtest.PastIncident;
import io.pipelinemonitor.jobs.domain.backtest.RuleDifference;
import io.pipelinemonitor.jobs.domain.backtest.RuleScore;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as rows of tables, for people. */
public final class ReportText {
  /** What the columns of {@link #scoreRows} hold. */
  public static final List<String> SCORE_HEADINGS =
      List.of(
          "RULE",
          "RULES OF",
          "INCIDENTS",
          "WORST",
          "HOURS OPEN",
          "MEDIAN",
          "DAYS BEFORE END",
          "RIGHT",
          "FORETOLD",
          "MOST OFTEN");

  /** What the columns of {@link #differenceRows} hold. */
  public static final List<String> DIFFERENCE_HEADINGS =
      List.of("RULE", "SCOPE AND PERIOD", "OPENED", "ENDED", "WORST", "DIFFERENCE");

  private static final String NONE = "-";

  /** Of a rule that foretells nothing, and so is neither right nor wrong. */
  private static final String NOT_JUDGED = "not judged";

  private static final int SCOPES_SHOWN = 3;
  private static final double MICROS_PER_HOUR = 3_600e6;
  private static final double HOURS_PER_DAY = 24;

  private final Report report;

  public ReportText(Report report) {
    this.report = report;
  }

  /** What was judged, from when to when. */
  public String basis() {
    Horizon horizon = report.horizon();
    return String.format(
        Locale.ROOT,
        "%,d figures%s%s, judged from %s to %s; %,d scopes and periods with a quota ended",
        report.figures(),
        report.reports() == 0
            ? ""
            : String.format(Locale.ROOT, " and %,d reports of sources", report.reports()),
        report.deals() == 0
            ? ""
            : String.format(Locale.ROOT, " and %,d states of deals", report.deals()),
        moment(horizon.from()),
        moment(horizon.until()),
        report.endings());
  }

  /** A row for each rule of each set; those of the same rule are next to each other. */
  public List<List<String>> scoreRows() {
    List<List<String>> rows = new ArrayList<>();
    report.sets().stream()
        .flatMap(set -> set.scores().stream().map(score -> score.rule().ruleId()))
        .distinct()
        .sorted()
        .forEach(
            ruleId ->
                report
                    .sets()
                    .forEach(
                        set ->
                            set.scores().stream()
                                .filter(score -> score.rule().ruleId().equals(ruleId))
                                .forEach(score -> rows.add(row(set.name(), score)))));
    return rows;
  }

  private static List<String> row(String name, RuleScore score) {
    return List.of(
        score.rule().ruleId(),
        name,
        score.incidents()
            + (score.stillOpen() == 0 ? "" : ", %d open".formatted(score.stillOpen())),
        severities(score),
        number(score.openMicros() / MICROS_PER_HOUR),
        score.medianOpenMicros() == null
            ? NONE
            : number(score.medianOpenMicros() / MICROS_PER_HOUR),
        score.medianLeadMicros() == null
            ? NONE
            : number(score.medianLeadMicros() / MICROS_PER_HOUR / HOURS_PER_DAY),
        score.rightness() == null
            ? NOT_JUDGED
            : share(
                score.rightness().right(),
                score.rightness().judged(),
                score.rightness().precision()),
        score.rightness() == null
            ? NOT_JUDGED
            : share(
                score.rightness().foretold(),
                score.rightness().missed(),
                score.rightness().recall()),
        score.incidents() == 0
            ? NONE
            : score.scopes().stream()
                .limit(SCOPES_SHOWN)
                .map(count -> count.scope().key() + ' ' + count.incidents())
                .collect(Collectors.joining(", ")));
  }

  private static String severities(RuleScore score) {
    List<String> words = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      Integer count = score.bySeverity().get(severity);
      if (count != null) {
        words.add(0, count + " " + severity);
      }
    }
    return words.isEmpty() ? NONE : String.join(", ", words);
  }

  private static String share(int part, int whole, @Nullable Double share) {
    return share == null
        ? NONE
        : String.format(Locale.ROOT, "%d of %d, %.0f %%", part, whole, share * 100);
  }

  /** What differs between the two sets in a sentence for each rule. */
  public List<String> differenceSummary() {
    return report.differences().stream().map(this::summary).toList();
  }

  private String summary(RuleDifference difference) {
    long earlier = difference.inBoth().stream().filter(pair -> pair.earlierMicros() > 0).count();
    long later = difference.inBoth().stream().filter(pair -> pair.earlierMicros() < 0).count();
    return "%s: %d only in %s, %d only in %s, %d in both (%d earlier, %d later in %s)"
        .formatted(
            difference.ruleId(),
            difference.onlyFirst().size(),
            name(0),
            difference.onlySecond().size(),
            name(1),
            difference.inBoth().size(),
            earlier,
            later,
            name(0));
  }

  /** A row for each incident that is not the same in both sets. */
  public List<List<String>> differenceRows() {
    List<List<String>> rows = new ArrayList<>();
    for (RuleDifference difference : report.differences()) {
      difference.onlyFirst().forEach(one -> rows.add(row(one, "only in " + name(0))));
      difference.onlySecond().forEach(one -> rows.add(row(one, "only in " + name(1))));
      difference.inBoth().stream()
          .filter(pair -> pair.earlierMicros() != 0)
          .forEach(pair -> rows.add(row(pair.first(), shift(pair.earlierMicros()))));
    }
    return rows;
  }

  private String shift(long earlierMicros) {
    return "%s days %s in %s"
        .formatted(
            number(Math.abs(earlierMicros) / MICROS_PER_HOUR / HOURS_PER_DAY),
            earlierMicros > 0 ? "earlier" : "later",
            name(0));
  }

  private List<String> row(PastIncident incident, String difference) {
    return List.of(
        incident.ruleId(),
        incident.scope().key(incident.period()),
        moment(incident.openedAt()),
        incident.endedAt() == null ? "open" : moment(incident.endedAt()),
        incident.highest().toString(),
        difference);
  }

  private String name(int set) {
    return report.sets().get(set).name();
  }

  private String moment(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return instant
        .atZone(report.horizon().calendar().zone())
        .truncatedTo(ChronoUnit.MINUTES)
        .toLocalDateTime()
        .toString()
        .replace('T', ' ');
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}
