package io.pipelinemonitor.jobs.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.rules.Measured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COVERAGE_TO_GO   | 2.7333     | 2.7×",
        "COVERAGE_OF_QUOTA| 12         | 12.0×",
        "SHARE_OF_QUOTA   | 0.384      | 38 %",
        "SHARE_OF_REPS    | 1          | 100 %",
        "SHARE            | -0.25      | -25 %",
        "POINTS           | -0.05      | -5 points",
        "SLOWDOWN         | 1.62       | 1.6×",
        "PACE             | 0.8        | 0.8×",
        "MONEY_PER_DAY    | 12500.5    | EUR 13 k a day",
        "MONEY_PER_DAY    | 6686.69    | EUR 6,687 a day",
        "COUNT            | 1234       | 1,234",
        "DAYS             | 1          | 1 day",
        "DAYS             | 14         | 14 days",
        "MONEY            | 0          | EUR 0",
        "MONEY            | 9500       | EUR 9,500",
        "MONEY            | 9500.5     | EUR 9,500.50",
        "MONEY            | 12500.5    | EUR 13 k",
        "MONEY            | 4100000    | EUR 4.1 M",
        "MONEY            | -4100000   | EUR -4.1 M",
        "MONEY            | 2340000000 | EUR 2.3 bn"
      })
  void writesValuesTheWayPeopleSayThem(Measured measured, double value, String text) {
    assertThat(ValueText.of(measured, value, "EUR")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EUR | 150     | EUR 1.50",
        "JPY | 150     | JPY 150",
        "KWD | 1500    | KWD 1.500",
        "KWD | 1000    | KWD 1",
        "JPY | 4100000 | JPY 4.1 M",
        "EUR | 4100000 | EUR 41 k"
      })
  void knowsHowManyMinorUnitsACurrencyHas(String currency, long minorUnits, String text) {
    assertThat(ValueText.ofMinorUnits(minorUnits, currency)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COVERAGE_TO_GO | 3       | 3.0×",
        "COVERAGE_TO_GO | 3.25    | 3.25×",
        "SHARE_OF_QUOTA | 0.4     | 40 %",
        "SHARE_OF_QUOTA | 0.125   | 12.5 %",
        "SHARE          | -0.125  | -12.5 %",
        "POINTS         | 0.025   | 2.5 points",
        "MONEY_PER_DAY  | 12500   | EUR 12.5 k a day",
        "COUNT          | 2.5     | 2.5",
        "MONEY          | 1250000 | EUR 1.25 M",
        "MONEY          | 250000  | EUR 250 k"
      })
  void writesALineWithAllItsDigits(Measured measured, double line, String text) {
    assertThat(ValueText.ofLine(measured, line, "EUR")).isEqualTo(text);
  }

  @Test
  void tellsAValueFromALineThatItIsNotOn() {
    assertThat(ValueText.beside(Measured.COVERAGE_TO_GO, 2.9999, 3.0, "EUR")).isEqualTo("2.9999×");
    assertThat(ValueText.beside(Measured.COVERAGE_TO_GO, 3.0, 3.0, "EUR")).isEqualTo("3.0×");
    assertThat(ValueText.beside(Measured.MONEY, 999_999, 1_000_000, "EUR"))
        .isEqualTo("EUR 1,000 k");
  }

  @ParameterizedTest
  @CsvSource({
    "0, less than a second",
    "45, 45 seconds",
    "61, 1 minute 1 second",
    "5400, 1 hour 30 minutes",
    "14400, 4 hours",
    "180000, 2 days 2 hours",
    "172805, 2 days"
  })
  void writesLengthsOfTimeInAtMostTwoUnits(long seconds, String text) {
    assertThat(DurationText.of(seconds * 1_000_000)).isEqualTo(text);
  }
}
