package io.pipelinemonitor.jobs.domain.rules;

import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final FiscalCalendar CALENDAR = new FiscalCalendar(1, PeriodKind.QUARTER, BERLIN);
  private static final long GRACE = micros(Duration.ofDays(1));

  @Test
  void watchesTheCurrentPeriodFromMidnightToMidnightInTheCalendarsZone() {
    Watch watch = watch(rule("r").periods(RulePeriod.CURRENT), "2026-Q2");
    assertThat(watch.spans())
        .containsExactly(new Watch.Span(midnight("2026-04-01"), midnight("2026-07-01")));
    assertThat(watch.closesAt()).isEqualTo(midnight("2026-07-01") + GRACE);
    assertThat(watch.opensAt(midnight("2026-04-01"))).isTrue();
    assertThat(watch.opensAt(midnight("2026-07-01") - 1)).isTrue();
    assertThat(watch.opensAt(midnight("2026-07-01"))).isFalse();
  }

  @Test
  void watchesTheNextPeriodDuringTheOneBefore() {
    Watch watch = watch(rule("r").periods(RulePeriod.NEXT), "2026-Q2");
    assertThat(watch.spans())
        .containsExactly(new Watch.Span(midnight("2026-01-01"), midnight("2026-04-01")));
    assertThat(watch.closesAt()).isEqualTo(midnight("2026-04-01") + GRACE);
  }

  @Test
  void watchesBothWithoutABreak() {
    Watch watch = watch(rule("r").periods(RulePeriod.NEXT, RulePeriod.CURRENT), "2026-Q2");
    assertThat(watch.spans())
        .containsExactly(new Watch.Span(midnight("2026-01-01"), midnight("2026-07-01")));
  }

  @Test
  void countsTheWindowInDaysOfTheRunningPeriod() {
    Watch watch =
        watch(rule("r").periods(RulePeriod.NEXT, RulePeriod.CURRENT).active(10, 90), "2026-Q2");
    assertThat(watch.spans())
        .containsExactly(
            new Watch.Span(midnight("2026-01-10"), midnight("2026-03-23")),
            new Watch.Span(midnight("2026-04-11"), midnight("2026-06-22")));
    assertThat(watch.changesAfter(0)).isEqualTo(midnight("2026-01-10"));
    assertThat(watch.changesAfter(midnight("2026-01-10"))).isEqualTo(midnight("2026-03-23"));
    assertThat(watch.changesAfter(midnight("2026-03-23"))).isEqualTo(midnight("2026-04-11"));
    assertThat(watch.changesAfter(midnight("2026-06-22"))).isEqualTo(Watch.NEVER);
  }

  @Test
  void watchesWhatIsKnownAtTheEndForADayAfterIt() {
    Watch watch = watch(rule("r").above(Metric.FORECAST_VARIANCE).active(10, 90), "2026-Q2");
    assertThat(watch.spans())
        .containsExactly(new Watch.Span(midnight("2026-07-01"), midnight("2026-07-01") + GRACE));
    assertThat(watch.closesAt()).isEqualTo(midnight("2026-07-01") + GRACE);
  }

  @Test
  void neverOpensInAWindowShorterThanADay() {
    Watch watch = watch(rule("r").active(50.1, 50.2), "2026-Q2");
    assertThat(watch.spans()).isEmpty();
    assertThat(watch.opensAt(midnight("2026-05-16"))).isFalse();
  }

  private static Watch watch(Rules rule, String period) {
    return Watch.of(
        rule.warning(3, 3.3, Duration.ZERO).build(),
        Objects.requireNonNull(CALENDAR.periodNamed(period)),
        CALENDAR,
        GRACE);
  }

  private static long midnight(String day) {
    return LocalDate.parse(day).atStartOfDay(BERLIN).toEpochSecond() * 1_000_000;
  }

  private static long micros(Duration duration) {
    return duration.toMillis() * 1_000;
  }
}
