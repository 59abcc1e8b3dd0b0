package io.pipelinemonitor.jobs.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first of March 2026 was a Sunday; clocks went forward on Sunday the 29th. */
class WorkingTimeTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long MINUTE = 60 * FiscalCalendar.MICROS_PER_SECOND;

  private final WorkingTime workingTime =
      new WorkingTime(new FiscalCalendar(1, PeriodKind.QUARTER, BERLIN));

  private static long micros(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toEpochSecond()
        * FiscalCalendar.MICROS_PER_SECOND;
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-04T09:00, 2026-03-04T17:30, 8.5",
    "2026-03-04T17:00, 2026-03-05T17:00, 24",
    "2026-03-06T17:00, 2026-03-09T17:00, 24",
    "2026-03-06T17:00, 2026-03-08T17:00, 7",
    "2026-03-07T10:00, 2026-03-08T10:00, 0",
    "2026-03-07T10:00, 2026-03-09T01:00, 1",
    "2026-03-27T12:00, 2026-03-30T12:00, 24",
    "2026-03-04T09:00, 2026-03-04T09:00, 0",
    "2026-03-04T09:00, 2026-03-03T09:00, 0",
    "2026-02-27T00:00, 2026-03-27T00:00, 480",
  })
  void leavesSaturdaysAndSundaysOut(String from, String until, double hours) {
    assertThat(workingTime.between(micros(from), micros(until)))
        .isEqualTo(Math.round(hours * 60) * MINUTE);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-04T17:00, 24, 2026-03-05T17:00",
    "2026-03-06T17:00, 24, 2026-03-09T17:00",
    "2026-03-06T17:00, 7, 2026-03-07T00:00",
    "2026-03-07T10:00, 1, 2026-03-09T01:00",
    "2026-03-27T12:00, 48, 2026-03-31T12:00",
    "2026-03-07T10:00, 0, 2026-03-07T10:00",
  })
  void saysWhenSoMuchHasPassed(String from, long hours, String at) {
    assertThat(workingTime.after(micros(from), hours * 60 * MINUTE)).isEqualTo(micros(at));
  }

  @RepeatedTest(50)
  void bothAgree(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    long from = micros("2026-01-01T00:00") + random.nextInt(200 * 24 * 60) * MINUTE;
    long length = random.nextInt(1, 30 * 24 * 60) * MINUTE;
    long at = workingTime.after(from, length);
    assertThat(workingTime.between(from, at)).isEqualTo(length);
    assertThat(workingTime.between(from, at - 1)).isEqualTo(length - 1);
  }
}
