package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Incidents and outcomes that read as prose; days are of the first half of 2026. */
final class Trial {
  static final FiscalCalendar CALENDAR = new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);
  static final Scope NORTH = Scope.unit("north");
  static final Scope SOUTH = Scope.unit("south");
  static final FiscalPeriod Q1 = period("2026-Q1");
  static final FiscalPeriod Q2 = period("2026-Q2");

  /** All of the first quarter, and some of the second. */
  static final Horizon HORIZON = new Horizon(day("01-01"), day("05-01"), CALENDAR);

  private Trial() {}

  static FiscalPeriod period(String name) {
    return Objects.requireNonNull(CALENDAR.periodNamed(name));
  }

  /** Midnight of a day, microseconds. */
  static long day(String monthAndDay) {
    return CALENDAR.startOfDay(LocalDate.parse("2026-" + monthAndDay).toEpochDay());
  }

  static long days(long days) {
    return Duration.ofDays(days).toNanos() / 1_000;
  }

  static IncidentStep step(
      String incidentId, long sequence, Transition transition, Severity severity, String day) {
    return new IncidentStep(
        "coverage", NORTH, "2026-Q1", incidentId, sequence, transition, severity, day(day));
  }

  /** A WARNING of the first quarter; null: still open. */
  static PastIncident incident(String ruleId, Scope scope, String opened, @Nullable String ended) {
    return incident(ruleId, scope, Q1, opened, ended);
  }

  static PastIncident incident(
      String ruleId, Scope scope, FiscalPeriod period, String opened, @Nullable String ended) {
    Long endedAt = ended == null ? null : (Long) day(ended);
    return new PastIncident(
        ruleId,
        scope,
        period.name(),
        Severity.WARNING,
        day(opened),
        endedAt,
        (endedAt == null ? HORIZON.until() : endedAt) - day(opened));
  }

  static Outcome missed(Scope scope) {
    return new Outcome(scope, Q1, 2_000_000_00, true, null);
  }

  static Outcome attained(Scope scope) {
    return new Outcome(scope, Q1, 2_000_000_00, false, null);
  }
}
