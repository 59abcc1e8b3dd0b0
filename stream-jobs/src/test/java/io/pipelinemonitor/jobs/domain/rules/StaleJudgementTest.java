package io.pipelinemonitor.jobs.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.calendar.WorkingTime;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The second of January 2026 was a Friday. */
class StaleJudgementTest {

  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);
  private static final WorkingTime WORKING_TIME = new WorkingTime(CALENDAR);
  private static final Judgement STALE = new Judgement.Stale();

  private static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1_000;
  }

  private static Observation heard(String instant) {
    return SilentSource.observation(
        "salesforce", CALENDAR.periodOf(20_454), micros(instant), "USD", CALENDAR);
  }

  private static Reading read(Observation observation, long at) {
    return STALE.read(
        Metric.SILENT_HOURS,
        new Evidence(observation, Evidence.Past.UNKNOWN, DriftLooks.NONE, WORKING_TIME),
        at);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T09:00:00Z, 0",
    "2026-01-02T09:00:59Z, 0",
    "2026-01-02T10:30:00Z, 1.5",
    "2026-01-03T00:00:00Z, 15",
    "2026-01-04T23:59:00Z, 15",
    "2026-01-05T09:00:00Z, 24",
  })
  void countsHoursOfWorkingDaysInWholeMinutes(String at, double hours) {
    assertThat(read(heard("2026-01-02T09:00:00Z"), micros(at)).value()).isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({
    "24, 2026-01-05T09:01:00Z",
    "1.5, 2026-01-02T10:31:00Z",
    // A tenth of an hour is six minutes, but not as binary fractions have it.
    "24.1, 2026-01-05T09:07:00Z",
    "0.1, 2026-01-02T09:07:00Z",
    // On the line at midnight to Saturday, past it on Monday.
    "15, 2026-01-05T00:01:00Z",
    "480, 2026-01-30T09:01:00Z",
  })
  void knowsWhenItWillPassALine(double line, String at) {
    Observation heard = heard("2026-01-02T09:00:00Z");
    List<RuleLevel> levels = List.of(new RuleLevel(Severity.WARNING, line, 0, 0));
    long passes = STALE.passesLineAfter(levels, heard, WORKING_TIME, heard.asOf());
    assertThat(Instant.EPOCH.plusNanos(passes * 1_000)).isEqualTo(Instant.parse(at));
    assertThat(read(heard, passes).value()).isGreaterThan(line);
    assertThat(read(heard, passes - 1).value()).isLessThanOrEqualTo(line);
    assertThat(STALE.passesLineAfter(levels, heard, WORKING_TIME, passes)).isEqualTo(Watch.NEVER);
  }

  @Test
  void passesOneLineAfterTheOther() {
    Observation heard = heard("2026-01-02T09:00:00Z");
    List<RuleLevel> levels =
        List.of(
            new RuleLevel(Severity.WARNING, 24, 1, 0), new RuleLevel(Severity.CRITICAL, 48, 1, 0));
    long first = STALE.passesLineAfter(levels, heard, WORKING_TIME, heard.asOf());
    assertThat(STALE.passesLineAfter(levels, heard, WORKING_TIME, first))
        .isEqualTo(micros("2026-01-06T09:01:00Z"));
  }

  @Test
  void saysNothingOfScopesThatAreNoSources() {
    Observation figures = Observations.figures(Scope.unit("north")).build();
    assertThat(read(figures, figures.asOf() + 1_000_000)).isEqualTo(Reading.NONE);
  }
}
