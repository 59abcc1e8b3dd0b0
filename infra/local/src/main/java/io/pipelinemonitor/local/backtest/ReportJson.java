package io.pipelinemonitor.local.backtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.jobs.domain.backtest.PastIncident;
import io.pipelinemonitor.jobs.domain.backtest.Rightness;
import io.pipelinemonitor.jobs.domain.backtest.RuleDifference;
import io.pipelinemonitor.jobs.domain.backtest.RuleScore;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as one line of JSON, for programs. Lengths of time are seconds. */
public final class ReportJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MICROS_PER_SECOND = 1e6;

  private ReportJson() {}

  /** The report with every incident. */
  public static String of(Report report) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("from", moment(report.horizon().from()));
    json.put("until", moment(report.horizon().until()));
    json.put("figures", report.figures());
    json.put("reports", report.reports());
    json.put("deals", report.deals());
    json.put("missingDeals", report.missingDeals());
    json.put("unusable", report.unusable());
    json.put("endings", report.endings());
    ArrayNode sets = json.putArray("sets");
    report.sets().forEach(set -> put(sets.addObject(), set));
    ArrayNode differences = json.putArray("differences");
    report.differences().forEach(difference -> put(differences.addObject(), difference));
    return json.toString();
  }

  private static void put(ObjectNode json, Report.Result set) {
    json.put("name", set.name());
    ArrayNode rules = json.putArray("rules");
    set.scores().forEach(score -> put(rules.addObject(), score));
    ArrayNode incidents = json.putArray("incidents");
    set.incidents().forEach(incident -> put(incidents.addObject(), incident));
  }

  private static void put(ObjectNode json, RuleScore score) {
    json.put("ruleId", score.rule().ruleId());
    json.put("mode", score.rule().mode().name());
    json.put("incidents", score.incidents());
    ObjectNode worst = json.putObject("worst");
    for (Severity severity : Severity.values()) {
      worst.put(
          severity.name().toLowerCase(Locale.ROOT), score.bySeverity().getOrDefault(severity, 0));
    }
    json.put("stillOpen", score.stillOpen());
    json.put("openSeconds", seconds(score.openMicros()));
    json.put("medianOpenSeconds", seconds(score.medianOpenMicros()));
    json.put("medianSecondsBeforeEnd", seconds(score.medianLeadMicros()));
    Rightness rightness = score.rightness();
    if (rightness == null) {
      json.putNull("rightness");
    } else {
      ObjectNode right = json.putObject("rightness");
      right.put("truth", rightness.truth().name());
      right.put("judged", rightness.judged());
      right.put("right", rightness.right());
      right.put("precision", rightness.precision());
      right.put("missed", rightness.missed());
      right.put("foretold", rightness.foretold());
      right.put("recall", rightness.recall());
    }
    ArrayNode scopes = json.putArray("scopes");
    score
        .scopes()
        .forEach(
            count ->
                scopes
                    .addObject()
                    .put("scope", count.scope().key())
                    .put("incidents", count.incidents()));
  }

  private static void put(ObjectNode json, RuleDifference difference) {
    json.put("ruleId", difference.ruleId());
    ArrayNode first = json.putArray("onlyFirst");
    difference.onlyFirst().forEach(incident -> put(first.addObject(), incident));
    ArrayNode second = json.putArray("onlySecond");
    difference.onlySecond().forEach(incident -> put(second.addObject(), incident));
    ArrayNode both = json.putArray("both");
    for (RuleDifference.Pair pair : difference.inBoth()) {
      ObjectNode one = both.addObject();
      one.put("earlierSeconds", seconds(pair.earlierMicros()));
      put(one.putObject("first"), pair.first());
      put(one.putObject("second"), pair.second());
    }
  }

  private static void put(ObjectNode json, PastIncident incident) {
    json.put("ruleId", incident.ruleId());
    json.put("scope", incident.scope().key());
    json.put("period", incident.period());
    json.put("worst", incident.highest().name());
    json.put("openedAt", moment(incident.openedAt()));
    json.put("endedAt", incident.endedAt() == null ? null : moment(incident.endedAt()));
    json.put("openSeconds", seconds(incident.openMicros()));
  }

  private static @Nullable Double seconds(@Nullable Long micros) {
    return micros == null ? null : (Double) (micros / MICROS_PER_SECOND);
  }

  private static String moment(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
