package io.pipelinemonitor.alerts.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuietHoursTest {

  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");
  private static final QuietHours NIGHTS = quiet("19:00", "08:00");

  @Test
  void byDayItIsNotQuiet() {
    assertLoud(NIGHTS, "2026-02-06T07:00:00Z", "2026-02-06T07:00:00Z");
    assertLoud(NIGHTS, "2026-02-06T17:59:59Z", "2026-02-06T17:59:59Z");
  }

  @Test
  void aNightLastsUntilTheNextMorning() {
    assertLoud(NIGHTS, "2026-02-06T18:00:00Z", "2026-02-07T07:00:00Z");
    assertLoud(NIGHTS, "2026-02-07T06:59:59Z", "2026-02-07T07:00:00Z");
  }

  @Test
  void aQuietNoonLastsUntilItsEnd() {
    assertLoud(quiet("12:00", "13:30"), "2026-02-06T11:30:00Z", "2026-02-06T12:30:00Z");
  }

  @Test
  void quietDaysAreSkippedWithTheNightAfterThem() {
    QuietHours weekends =
        new QuietHours(
            LocalTime.of(19, 0), LocalTime.of(8, 0), Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
    assertLoud(weekends, "2026-02-06T20:00:00Z", "2026-02-09T07:00:00Z");
    assertLoud(weekends, "2026-02-07T12:00:00Z", "2026-02-09T07:00:00Z");
  }

  @Test
  void aDayWithoutQuietHoursBeginsAtMidnight() {
    QuietHours sundays = new QuietHours(LocalTime.NOON, LocalTime.NOON, Set.of(DayOfWeek.SUNDAY));
    assertLoud(sundays, "2026-02-08T12:00:00Z", "2026-02-08T23:00:00Z");
  }

  @Test
  void theMorningIsThatOfTheClockAlsoWhereItIsPutForwardOrBack() {
    assertLoud(NIGHTS, "2026-03-28T20:00:00Z", "2026-03-29T06:00:00Z");
    assertLoud(NIGHTS, "2026-10-24T20:00:00Z", "2026-10-25T07:00:00Z");
    // Half past two is skipped in that night; the quiet ends an hour later by the clock.
    assertLoud(quiet("22:00", "02:30"), "2026-03-28T23:00:00Z", "2026-03-29T01:30:00Z");
  }

  @Test
  void anHourThatComesTwiceIsQuietTwice() {
    assertLoud(quiet("22:00", "02:30"), "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z");
    assertLoud(quiet("22:00", "02:30"), "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z");
  }

  @Test
  void aWeekThatIsQuietThroughoutIsRefused() {
    Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
    assertThatThrownBy(() -> new QuietHours(LocalTime.NOON, LocalTime.NOON, all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leave out one");
  }

  private static QuietHours quiet(String from, String to) {
    return new QuietHours(LocalTime.parse(from), LocalTime.parse(to), Set.of());
  }

  private static void assertLoud(QuietHours hours, String from, String expected) {
    assertThat(hours.nextLoud(Instant.parse(from), ZURICH)).isEqualTo(Instant.parse(expected));
  }
}
