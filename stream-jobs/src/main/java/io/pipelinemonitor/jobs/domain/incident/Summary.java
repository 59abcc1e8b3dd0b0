package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Baseline;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.MOfN;
import io.pipelinemonitor.jobs.domain.rules.Measured;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.RuleLevel;
import io.pipelinemonitor.jobs.domain.rules.RulePeriod;
import io.pipelinemonitor.jobs.domain.rules.RuleType;
import io.pipelinemonitor.jobs.domain.rules.SilentSource;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what happened to an incident in a sentence or two that a sales manager understands.
 *
 * <p>For example: "Coverage of Northern Europe for 2026-Q1 fell from 3.4× to 2.7× what is left to
 * sell and has been below the warning line of 3.0× for 4 hours: EUR 4.1 M open against EUR 1.5 M
 * still to book."
 */
final class Summary {

  /** What is behind a ratio. */
  private static final Map<Metric, Function<Summary, String>> BEHIND =
      Map.ofEntries(
          Map.entry(Metric.COVERAGE_TO_GO, Summary::openAgainstToGo),
          Map.entry(
              Metric.COVERAGE_WEIGHTED,
              summary -> summary.partAgainstToGo(Metric.WEIGHTED_AMOUNT, "weighted")),
          Map.entry(
              Metric.COVERAGE_QUALIFIED,
              summary -> summary.partAgainstToGo(Metric.QUALIFIED_AMOUNT, "qualified")),
          Map.entry(Metric.COVERAGE_FULL, Summary::openAgainstQuota),
          Map.entry(Metric.ATTAINMENT, Summary::bookedOfQuota),
          Map.entry(Metric.REPS_AT_QUOTA, summary -> summary.reps(Metric.REPS_AT_QUOTA_COUNT)),
          Map.entry(Metric.REPS_ON_PACE, summary -> summary.reps(Metric.REPS_ON_PACE_COUNT)),
          Map.entry(Metric.FORECAST_DRIFT, Summary::projectedAgainstCommit),
          Map.entry(Metric.RISK_SHARE, Summary::atRiskOfOpen),
          Map.entry(
              Metric.AT_RISK_COMMIT_SHARE, summary -> ": " + summary.amount(Metric.AT_RISK_COMMIT)),
          Map.entry(Metric.STAGE_SLOWDOWN, Summary::slowestStage));

  private final Reason reason;
  private final Incident incident;
  private final AlertRule rule;
  private final RuleLevel level;
  private final Observation observation;
  private final Reading reading;
  private final long at;
  private final @Nullable Command command;
  private final Metric metric;
  private final Measured measured;

  private Summary(
      Reason reason,
      Incident incident,
      AlertRule rule,
      RuleLevel level,
      Observation observation,
      Reading reading,
      long at,
      @Nullable Command command) {
    this.reason = reason;
    this.incident = incident;
    this.rule = rule;
    this.level = level;
    this.observation = observation;
    this.reading = reading;
    this.at = at;
    this.command = command;
    this.metric = rule.metric();
    this.measured = rule.measured();
  }

  /**
   * The summary of a step.
   *
   * @param incident as it is after the step
   * @param level whose lines were in question
   * @param reading what the rule makes of the observation
   * @param at stream time of the step, microseconds
   * @param command what somebody asked; null: nothing
   */
  static String of(
      Transition transition,
      Reason reason,
      Incident incident,
      AlertRule rule,
      RuleLevel level,
      Observation observation,
      Reading reading,
      long at,
      @Nullable Command command) {
    Summary summary = new Summary(reason, incident, rule, level, observation, reading, at, command);
    String ofSource =
        rule.judgement().type() == RuleType.STALE ? summary.ofSource(transition) : null;
    if (ofSource != null) {
      return ofSource;
    }
    return switch (transition) {
      case PENDING -> summary.pending();
      case PENDING_CLEARED -> summary.pendingCleared();
      case FIRED -> summary.fired();
      case ESCALATED -> summary.escalated();
      case STEPPED_DOWN -> summary.steppedDown();
      case RECOVERING -> summary.recovering();
      case REBREACHED -> summary.rebreached();
      case RESOLVED -> summary.resolved();
      case REOPENED -> summary.reopened();
      case UPDATED -> summary.updated();
      case REMINDED -> summary.reminded();
      case ACKNOWLEDGED -> summary.somebody() + " has seen " + summary.theAlert() + summary.said();
      case SNOOZED -> summary.snoozed();
      case UNSNOOZED -> summary.unsnoozed();
    };
  }

  /** What is said of a source in other words than of figures; null: the same. */
  private @Nullable String ofSource(Transition transition) {
    return switch (transition) {
      case FIRED, ESCALATED, REBREACHED, REOPENED -> silence() + '.';
      case RECOVERING ->
          isHeardAgain() ? scopeName() + " reports again" + recoveryAwaited() + '.' : null;
      case RESOLVED ->
          isHeardAgain()
                  && (reason == Reason.THRESHOLD_CLEARED || reason == Reason.HELD_LONG_ENOUGH)
              ? scopeName() + " reports again; the alert lasted " + openFor() + '.'
              : null;
      case PENDING,
          PENDING_CLEARED,
          STEPPED_DOWN,
          UPDATED,
          REMINDED,
          ACKNOWLEDGED,
          SNOOZED,
          UNSNOOZED ->
          null;
    };
  }

  private String silence() {
    return SilenceText.of(scopeName(), reading, observation.currency());
  }

  /** Whether it was since the incident opened; otherwise it is the lines that were moved. */
  private boolean isHeardAgain() {
    return observation.asOf() >= openSince();
  }

  private String pending() {
    return subject() + ' ' + movement() + ", " + pastLine() + whatItTakes() + '.';
  }

  private String whatItTakes() {
    MOfN mOfN = rule.mOfN();
    if (mOfN != null) {
      return "; it alerts if that is so in " + mOfN.m() + " of " + mOfN.n() + " figures";
    }
    return level.forMicros() > 0
        ? "; it alerts if that lasts " + DurationText.of(level.forMicros())
        : "";
  }

  private String pendingCleared() {
    String outcome =
        switch (reason) {
          case SCOPE_GONE -> subject() + " has no value to judge any more";
          case RULE_EDITED, RULE_DELETED, RULE_DISABLED ->
              subject()
                  + " is no longer judged as before: the rule '"
                  + rule.name()
                  + "' was "
                  + whatWasDone();
          case PERIOD_CLOSED ->
              subject()
                  + " is still "
                  + pastLine()
                  + ", but the rule '"
                  + rule.name()
                  + "' does not judge this part of the period";
          case DATA_STALE -> "Nothing new has been heard of " + scopeName() + " for " + age();
          case THRESHOLD_CROSSED,
              THRESHOLD_CLEARED,
              HELD_LONG_ENOUGH,
              M_OF_N,
              MATERIAL_CHANGE,
              REMINDER,
              MANUAL,
              DATA_FRESH,
              SUPPRESSION_ENDED ->
              standing() + " again, before it had been " + pastLine() + forLongEnough();
        };
    return outcome + "; no alert was raised.";
  }

  private String forLongEnough() {
    MOfN mOfN = rule.mOfN();
    return mOfN == null
        ? " for " + DurationText.of(level.forMicros())
        : " in " + mOfN.m() + " of " + mOfN.n() + " figures";
  }

  private String fired() {
    if (reason == Reason.HELD_LONG_ENOUGH && reading.drift() == null) {
      return subject()
          + ' '
          + movement()
          + " and has been "
          + pastLine()
          + " for "
          + DurationText.of(level.forMicros())
          + moneyBehind()
          + '.';
    }
    return subject()
        + ' '
        + movement()
        + ", "
        + pastLine()
        + (reason == Reason.M_OF_N ? forLongEnough() : byEdit())
        + moneyBehind()
        + '.';
  }

  private String escalated() {
    return subject()
        + " got worse: now "
        + value()
        + ", "
        + pastLine()
        + (reason == Reason.HELD_LONG_ENOUGH || reason == Reason.M_OF_N
            ? forLongEnough()
            : byEdit())
        + moneyBehind()
        + '.';
  }

  private String steppedDown() {
    String now =
        reason == Reason.RULE_EDITED
            ? standing() + byEdit()
            : subject() + " improved to " + value();
    return now
        + ": now at "
        + level.severity().word()
        + " level, over once it "
        + (reading.drift() == null
            ? "reaches " + line(rule.mildest().clear())
            : "has come back to its course")
        + moneyBehind()
        + '.';
  }

  private String recovering() {
    return (isAttained()
            ? attained()
            : standing() + (edited() ? ", " : " again, ") + pastClear() + byEdit())
        + recoveryAwaited()
        + '.';
  }

  private String recoveryAwaited() {
    return rule.keepFiringForMicros() > 0
        ? "; the alert is resolved if that lasts " + DurationText.of(rule.keepFiringForMicros())
        : "";
  }

  private String rebreached() {
    return subject()
        + ' '
        + movement()
        + " and is "
        + pastLine()
        + " again"
        + byEdit()
        + ", before its recovery had lasted "
        + DurationText.of(rule.keepFiringForMicros())
        + moneyBehind()
        + '.';
  }

  private String reopened() {
    return subject()
        + ' '
        + movement()
        + " and is "
        + pastLine()
        + " again, within "
        + DurationText.of(rule.cooldownMicros())
        + " of being resolved"
        + moneyBehind()
        + '.';
  }

  private String updated() {
    return switch (reason) {
      case DATA_STALE ->
          "Nothing new has been heard of "
              + scopeName()
              + " for "
              + age()
              + "; "
              + theAlert()
              + " stays as it is until there are new figures.";
      case DATA_FRESH ->
          "There are new figures of " + scopeName() + ": " + lowerFirst(where()) + '.';
      case HELD_LONG_ENOUGH ->
          subject() + " no longer goes back and forth: it is " + valueAndPlace() + '.';
      case MATERIAL_CHANGE,
          THRESHOLD_CROSSED,
          THRESHOLD_CLEARED,
          M_OF_N,
          REMINDER,
          RULE_EDITED,
          RULE_DELETED,
          RULE_DISABLED,
          SCOPE_GONE,
          PERIOD_CLOSED,
          MANUAL,
          SUPPRESSION_ENDED ->
          subject() + " is now " + valueAndPlace() + moneyBehind() + '.';
    };
  }

  private String reminded() {
    String since =
        reason == Reason.SUPPRESSION_ENDED
            ? "Still open, now that no large edit or import goes on, after "
            : "Still open after ";
    return since + openFor() + ": " + lowerFirst(where()) + moneyBehind() + '.';
  }

  private String snoozed() {
    Long until = command == null ? null : command.until();
    return somebody()
        + " snoozed "
        + theAlert()
        + (until == null ? "" : " until " + Instant.EPOCH.plus(until, ChronoUnit.MICROS))
        + said();
  }

  private String unsnoozed() {
    String what =
        command == null
            ? "The snooze of " + theAlert() + " is over"
            : somebody() + " ended the snooze of " + theAlert();
    return what + ": it is " + valueAndPlace() + moneyBehind() + '.';
  }

  private String theAlert() {
    return "the alert on " + lowerFirst(subject());
  }

  private String somebody() {
    return command == null ? "Somebody" : command.issuedBy();
  }

  /** What somebody said, as the end of the sentence. */
  private String said() {
    String comment = command == null ? null : command.comment();
    return comment == null || comment.isBlank() ? "." : ": " + comment.strip();
  }

  /** Coverage of Northern Europe for 2026-Q1 is 2.7× what is left to sell, below the line. */
  private String where() {
    if (rule.judgement().type() == RuleType.STALE && reading.value() != null) {
      return silence();
    }
    return isAttained() ? attained() : subject() + " is " + valueAndPlace();
  }

  private String valueAndPlace() {
    if (reading.value() == null) {
      return value();
    }
    if (rule.isInBreach(level, reading) || reading.drift() != null) {
      return value() + ", " + pastLine();
    }
    return value()
        + (rule.isOver(level, reading) ? ", " : ", not yet ")
        + "past the clear line of "
        + line(level.clear());
  }

  private String age() {
    return DurationText.of(at - observation.asOf());
  }

  private String resolved() {
    return switch (reason) {
      case RULE_EDITED, RULE_DELETED, RULE_DISABLED ->
          closedBecause("the rule '" + rule.name() + "' was " + whatWasDone());
      case SCOPE_GONE -> closedBecause(scopeName() + whyGone());
      case PERIOD_CLOSED ->
          closedBecause(
              rule.periods().contains(RulePeriod.CURRENT)
                  ? observation.period() + " is over"
                  : observation.period()
                      + " has begun, and the rule '"
                      + rule.name()
                      + "' looks ahead only");
      case MANUAL -> somebody() + " resolved " + theAlert() + " after " + openFor() + said();
      case HELD_LONG_ENOUGH,
          THRESHOLD_CROSSED,
          THRESHOLD_CLEARED,
          M_OF_N,
          MATERIAL_CHANGE,
          REMINDER,
          DATA_STALE,
          DATA_FRESH,
          SUPPRESSION_ENDED ->
          (isAttained() ? attained() : recovered()) + "; the alert lasted " + openFor() + '.';
    };
  }

  private String whyGone() {
    return rule.judgement().type() == RuleType.STALE
        ? " is taken to be gone after " + DurationText.of(SilentSource.FORGOTTEN_AFTER)
        : " is no longer reported";
  }

  private String closedBecause(String cause) {
    Double value = reading.value();
    return "The alert on "
        + lowerFirst(subject())
        + " was closed after "
        + openFor()
        + " because "
        + cause
        + (value == null ? "" : "; it stood at " + value())
        + '.';
  }

  private String recovered() {
    String recovered = subject() + " recovered to " + value();
    return rule.keepFiringForMicros() > 0
        ? recovered
            + " and stayed "
            + pastClear()
            + " for "
            + DurationText.of(rule.keepFiringForMicros())
        : recovered + ", " + pastClear();
  }

  private String openFor() {
    return DurationText.of(at - openSince());
  }

  /** When it opened, or was last reopened. */
  private long openSince() {
    Long firedAt = incident.firedAt();
    return firedAt == null ? incident.activeAt() : Math.max(firedAt, incident.activeAt());
  }

  private String whatWasDone() {
    return switch (reason) {
      case RULE_DELETED -> "deleted";
      case RULE_DISABLED -> "switched off";
      case RULE_EDITED,
          THRESHOLD_CROSSED,
          THRESHOLD_CLEARED,
          HELD_LONG_ENOUGH,
          M_OF_N,
          MATERIAL_CHANGE,
          REMINDER,
          SCOPE_GONE,
          PERIOD_CLOSED,
          MANUAL,
          DATA_STALE,
          DATA_FRESH,
          SUPPRESSION_ENDED ->
          "changed";
    };
  }

  private boolean edited() {
    return reason == Reason.RULE_EDITED;
  }

  private String byEdit() {
    return edited() ? " since the rule '" + rule.name() + "' was changed" : "";
  }

  /** Coverage of Northern Europe for 2026-Q1; or its change, or its gap to earlier periods. */
  private String subject() {
    return switch (rule.judgement().type()) {
      case DRIFT -> "The forecast of " + scopeName() + " for " + observation.period();
      case CHANGE -> "The change over " + lookback() + " in " + lowerFirst(figure());
      case PACING -> "The gap to earlier periods in " + lowerFirst(figure());
      case STALE -> "The silence of " + scopeName();
      case THRESHOLD, DEAL -> figure();
    };
  }

  private String lookback() {
    Lookback over = rule.judgement().looksBack();
    return over == null ? "" : DurationText.of(over.micros());
  }

  /** Coverage of Northern Europe for 2026-Q1. */
  private String figure() {
    String joint = metric.measured() == Measured.SHARE_OF_REPS ? " in " : " of ";
    return metric.label() + joint + scopeName() + " for " + observation.period();
  }

  private String scopeName() {
    String name = observation.scopeName();
    if (name != null) {
      return name;
    }
    return observation.scope().type() == ScopeType.COMPANY
        ? "the company"
        : observation.scope().id();
  }

  private boolean isAttained() {
    return reading.isHealthy();
  }

  private String attained() {
    return scopeName()
        + " has reached its quota for "
        + observation.period()
        + ": nothing is left to sell";
  }

  /** Coverage of Northern Europe for 2026-Q1 is 3.1× what is left to sell. */
  private String standing() {
    return isAttained() ? attained() : subject() + " is " + value();
  }

  /** Fell from 3.4× to 2.7× what is left to sell; or is so, where nobody knows from what. */
  private String movement() {
    if (reading.drift() != null) {
      return DriftText.movement(rule.direction(), reading.drift(), observation.currency());
    }
    Double value = reading.value();
    Double before = incident.valueBefore();
    if (value == null || before == null || !rule.direction().isWorse(value, before)) {
      return "is " + value();
    }
    return (rule.direction() == Direction.BELOW ? "fell from " : "rose from ")
        + beside(before, value)
        + " to "
        + value();
  }

  private String value() {
    if (reading.drift() != null) {
      return DriftText.projected(reading.drift(), observation.currency());
    }
    Double value = reading.value();
    return value == null ? "without a value" : beside(value, nearestLine(value)) + per();
  }

  /** Short; of a commit it is said on which side of it the value is. */
  private String beside(double value, double other) {
    String text = ValueText.beside(measured, value, other, observation.currency());
    if (measured != Measured.SHARE_OF_COMMIT) {
      return text;
    }
    return text.startsWith("-") ? text.substring(1) + " below" : text + " above";
  }

  /** The line that a rounded value must not seem to touch. */
  private double nearestLine(double value) {
    return Math.abs(value - level.fire()) <= Math.abs(value - level.clear())
        ? level.fire()
        : level.clear();
  }

  private String per() {
    return switch (measured) {
      case COVERAGE_TO_GO -> " what is left to sell";
      case COVERAGE_OF_QUOTA -> " the quota";
      case SHARE_OF_QUOTA -> " of quota";
      case SHARE_OF_COMMIT -> " the commit";
      case SHARE_OF_BOOKED -> " of what was booked";
      case SHARE_OF_WEEK_BEFORE -> " of what it was then";
      case SLOWDOWN -> " that of the window before";
      case PACE -> " the median of earlier periods";
      case COUNT,
          MONEY,
          MONEY_PER_DAY,
          SHARE_OF_REPS,
          SHARE,
          POINTS,
          DEVIATIONS,
          DAYS,
          WORKING_HOURS ->
          "";
    };
  }

  /** Below the warning line of 3.0×. */
  private String pastLine() {
    if (rule.judgement().type() == RuleType.DRIFT) {
      return DriftText.gap(reading, observation.currency());
    }
    return (rule.direction() == Direction.BELOW ? "below the " : "above the ")
        + level.severity().word()
        + " line of "
        + line(level.fire());
  }

  private String pastClear() {
    return rule.judgement().type() == RuleType.DRIFT
        ? DriftText.gap(reading, observation.currency())
        : "past the clear line of " + line(level.clear());
  }

  private String line(double line) {
    return ValueText.ofLine(measured, line, observation.currency());
  }

  /** What the value is made of, after a colon; nothing where it says it all. */
  private String moneyBehind() {
    if (reading.drift() != null) {
      return "";
    }
    Baseline baseline = reading.baseline();
    if (baseline != null) {
      return comparison(baseline);
    }
    return BEHIND.getOrDefault(metric, summary -> "").apply(this);
  }

  /** EUR 3.6 M now against EUR 4.1 M 7 days before. */
  private String comparison(Baseline baseline) {
    Lookback over = rule.judgement().looksBack();
    Measured unit = metric.measured();
    return ": "
        + text(unit, observation.value(metric))
        + " now against "
        + text(unit, baseline.value())
        + (over == null
            ? ", the median of earlier periods at this point"
            : ' ' + DurationText.of(over.micros()) + " before");
  }

  private String openAgainstToGo() {
    Long quota = observation.quota();
    return quota == null
        ? ""
        : ": " + money(observation.openAmount()) + " open against " + toGo(quota);
  }

  private String openAgainstQuota() {
    Long quota = observation.quota();
    return quota == null
        ? ""
        : ": " + money(observation.openAmount()) + " open against a quota of " + money(quota);
  }

  private String bookedOfQuota() {
    Long quota = observation.quota();
    return quota == null
        ? ""
        : ": " + money(observation.bookedAmount()) + " booked of a quota of " + money(quota);
  }

  private String partAgainstToGo(Metric part, String word) {
    Long quota = observation.quota();
    return quota == null ? "" : ": " + amount(part) + ' ' + word + " against " + toGo(quota);
  }

  private String toGo(long quota) {
    return money(quota - observation.bookedAmount()) + " still to book";
  }

  private String projectedAgainstCommit() {
    return ": "
        + amount(Metric.PROJECTED_AMOUNT)
        + " projected against "
        + amount(Metric.SUBMITTED_COMMIT)
        + " committed to";
  }

  private String atRiskOfOpen() {
    return ": " + amount(Metric.AT_RISK_AMOUNT) + " of " + money(observation.openAmount());
  }

  private String slowestStage() {
    return observation.slowestStage() == null ? "" : ": '" + observation.slowestStage() + "'";
  }

  private String amount(Metric part) {
    return text(Measured.MONEY, observation.value(part));
  }

  private String reps(Metric part) {
    return ": "
        + text(Measured.COUNT, observation.value(part))
        + " of "
        + text(Measured.COUNT, observation.value(Metric.REPS_WITH_QUOTA))
        + " reps";
  }

  private String text(Measured measured, @Nullable Double value) {
    return value == null ? "none" : ValueText.of(measured, value, observation.currency());
  }

  private String money(long minorUnits) {
    return ValueText.ofMinorUnits(minorUnits, observation.currency());
  }

  private static String lowerFirst(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
