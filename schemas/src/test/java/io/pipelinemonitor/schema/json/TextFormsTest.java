package io.pipelinemonitor.schema.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T09:30:00Z, 2026-02-01T09:30:00Z",
    "2026-02-01T09:30:00.5Z, 2026-02-01T09:30:00.500Z",
    "2026-02-01T09:30:00.123456Z, 2026-02-01T09:30:00.123456Z",
    "2026-02-01T09:30:00.123456789Z, 2026-02-01T09:30:00.123456Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
    "2026-02-01T09:30Z, 2026-02-01T09:30:00Z",
    "2026-02-01T09:30:00+02:00, 2026-02-01T07:30:00Z",
    "2026-02-01T09:30:00.250-05:30, 2026-02-01T15:00:00.250Z"
  })
  void anInstantIsReadToTheMicrosecond(String text, Instant instant) {
    assertThat(TimeText.instant(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-02-01",
        "2026-02-01T09:30:00",
        "2026-02-01 09:30:00Z",
        "2026-02-30T09:30:00Z",
        "2026-02-01T24:30:00Z",
        "2026-02-01T09:60:00Z",
        "2026-02-01T09:30:60Z",
        "2026-02-01T09:30:00.1234567890Z",
        "2026-02-01T09:30:00.12x456789Z",
        "2026-2-1T09:30:00Z",
        "２０２６-02-01T09:30:00Z"
      })
  void whatIsNoInstantIsRefused(String text) {
    assertThat(TimeText.instant(text)).isNull();
  }

  @Test
  void aDayIsReadAndChecked() {
    assertThat(TimeText.day("2026-02-01")).isEqualTo(LocalDate.parse("2026-02-01"));
    assertThat(TimeText.day("2025-02-29")).isNull();
    assertThat(TimeText.day("2026/02/01")).isNull();
    assertThat(TimeText.day("01.02.26")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "90s, 90",
    "30m, 1800",
    "4h, 14400",
    "1d12h, 129600",
    "1d1h1m1s, 90061",
    "PT4H, 14400",
    "P1D, 86400"
  })
  void aLengthOfTimeIsWholeSeconds(String text, long seconds) {
    assertThat(DurationText.seconds(text)).hasValue(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "4 h", "h", "4h4h", "1h1d", "PT0.5S", "-PT4H", "-4h", "four"})
  void whatIsNoLengthOfTimeIsRefused(String text) {
    assertThat(DurationText.seconds(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 59, 60, 3_600, 3_661, 86_400, 129_600, 1_000_000})
  void aLengthOfTimeIsWrittenAsItIsRead(long seconds) {
    assertThat(DurationText.seconds(DurationText.text(seconds))).hasValue(seconds);
  }

  @Test
  void minorUnitsFollowTheCurrency() {
    assertThat(MinorUnits.toMajor(1_250_050, "USD")).isEqualTo(new BigDecimal("12500.50"));
    assertThat(MinorUnits.toMajor(12_500, "JPY")).isEqualTo(new BigDecimal("12500"));
    assertThat(MinorUnits.toMinor(new BigDecimal("12.505"), "KWD")).isEqualTo(12_505);
    assertThat(MinorUnits.toMinor(new BigDecimal("0E-30"), "USD")).isZero();
    assertThat(MinorUnits.toMinor(new BigDecimal("-92233720368547758.08"), "USD"))
        .isEqualTo(Long.MIN_VALUE);
    assertThatThrownBy(() -> MinorUnits.toMinor(new BigDecimal("1e-999999999"), "USD"))
        .hasMessageContaining("has more decimals than USD, which has 2");
    assertThatThrownBy(() -> MinorUnits.toMinor(new BigDecimal("1e999999999"), "USD"))
        .hasMessageContaining("is more than an amount can hold");
    assertThatThrownBy(() -> MinorUnits.toMinor(BigDecimal.ONE, "usd"))
        .hasMessageContaining("'usd' is not an ISO-4217 currency");
  }

  @Test
  void theNearestNameIsFoundOnlyWhenItIsNear() {
    List<String> known = List.of("amount", "currency", "closeDate");

    assertThat(NearestName.of("amuont", known)).hasValue("amount");
    assertThat(NearestName.of("CLOSEDATE", known)).hasValue("closeDate");
    assertThat(NearestName.of("owner", known)).isEmpty();
  }
}
