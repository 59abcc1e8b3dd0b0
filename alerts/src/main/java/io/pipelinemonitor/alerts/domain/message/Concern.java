package io.pipelinemonitor.alerts.domain.message;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import java.util.List;

/** What a figure is about: what it means for the period when it is bad, and what to look at. */
enum Concern {
  SOURCE(
      "Figures of every team may be out of date until the source reports again.",
      "Look whether the connection of the source works, and whether somebody has switched it off."),
  DEAL(
      "The period counts on this deal: if it slips or is lost, the forecast falls by its amount.",
      "Look at its next step, its last contact with the customer and its close date."),
  PACE(
      "If the period goes on like this, it ends below the earlier ones.",
      "Look at the open deals that can still close in it, the largest first."),
  COVERAGE(
      "If no pipeline is added or pulled in, there is too little to choose from to reach the quota.",
      "Look at the deals that slipped or were lost, and at what can be created or pulled in."),
  BOOKING(
      "What is booked so far is less than the quota asks for by now.",
      "Look at the committed deals that are still open, and at what they wait for."),
  FORECAST(
      "The period is likely to end elsewhere than forecast.",
      "Look at the deals that moved most, and at whether the commit still holds."),
  VELOCITY(
      "Business comes in more slowly or more seldom than it did.",
      "Look at win rate, deal size and sales cycle, and which of them moved."),
  RISK(
      "A part of the pipeline that the period counts on may not come.",
      "Look at the deals at risk, the committed ones first."),
  HYGIENE(
      "The other figures are only as good as the data of the deals.",
      "Look at the open deals with something missing, overdue or doubtful."),
  ACTIVITY(
      "Deals that nobody works on seldom close in time.",
      "Look at the largest open deals that nobody has touched lately."),
  PIPELINE(
      "What is open for the period has changed, and so has what can be booked in it.",
      "Look at the deals that moved most.");

  private static final List<String> BOOKED = List.of("booked", "attainment", "reps", "windowWon");
  private static final List<String> FORECASTS =
      List.of("projected", "forecast", "commit", "submitted", "bestCase", "weighted");
  private static final List<String> VELOCITIES =
      List.of("velocity", "winRate", "average", "cycle", "stageSlowdown", "windowLost");
  private static final List<String> RISKS = List.of("atRisk", "risk", "watch", "overdue");
  private static final List<String> HYGIENES =
      List.of("hygiene", "missing", "stageSkipped", "duplicate", "unconverted", "unknown");

  private final String meaning;
  private final String lookAt;

  Concern(String meaning, String lookAt) {
    this.meaning = meaning;
    this.lookAt = lookAt;
  }

  /** What an incident is about, by its rule's type and its metric. */
  static Concern of(AlertEvent event) {
    if (event.rule().type() == RuleType.STALE) {
      return SOURCE;
    }
    if (event.rule().type() == RuleType.DEAL) {
      return DEAL;
    }
    String metric = event.figure().metric();
    if (metric.startsWith("pacing.") || event.rule().type() == RuleType.PACING) {
      return PACE;
    }
    if (metric.startsWith("coverage") || metric.equals("pipelineNeeded")) {
      return COVERAGE;
    }
    if (begins(metric, BOOKED)) {
      return BOOKING;
    }
    if (begins(metric, FORECASTS)) {
      return FORECAST;
    }
    if (begins(metric, VELOCITIES)) {
      return VELOCITY;
    }
    if (begins(metric, RISKS)) {
      return RISK;
    }
    if (begins(metric, HYGIENES)) {
      return HYGIENE;
    }
    return metric.startsWith("activity") || metric.startsWith("untouched") ? ACTIVITY : PIPELINE;
  }

  private static boolean begins(String metric, List<String> stems) {
    return stems.stream().anyMatch(metric::startsWith);
  }

  String meaning() {
    return meaning;
  }

  String lookAt() {
    return lookAt;
  }
}
