package io.pipelinemonitor.schema.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Instants and days in ISO-8601. The common spellings are read by hand: a line holds several. */
final class TimeText {

  private static final int DAY_LENGTH = "2026-02-01".length();
  private static final int SECOND_LENGTH = "2026-02-01T09:30:00".length();
  private static final int SECONDS_A_DAY = 86_400;

  private TimeText() {}

  /** An instant cut to microseconds, which is what records hold; null when the text is none. */
  static @Nullable Instant instant(String text) {
    try {
      Instant common = commonInstant(text);
      return common != null
          ? common
          : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A day; null when the text is none. */
  static @Nullable LocalDate day(String text) {
    try {
      return text.length() == DAY_LENGTH ? leadingDay(text) : LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Reads {@code 2026-02-01T09:30:00Z} with up to nine decimals; null for any other spelling. */
  private static @Nullable Instant commonInstant(String text) {
    int length = text.length();
    if (length <= SECOND_LENGTH
        || text.charAt(length - 1) != 'Z'
        || text.charAt(DAY_LENGTH) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int hour = digits(text, 11, 2);
    int minute = digits(text, 14, 2);
    int second = digits(text, 17, 2);
    int micros = 0;
    if (length > SECOND_LENGTH + 1) {
      int decimals = length - SECOND_LENGTH - 2;
      if (text.charAt(SECOND_LENGTH) != '.' || decimals < 1 || decimals > 9) {
        return null;
      }
      digits(text, SECOND_LENGTH + 1, decimals);
      micros = digits(text, SECOND_LENGTH + 1, Math.min(decimals, 6));
      for (int i = decimals; i < 6; i++) {
        micros *= 10;
      }
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    long seconds =
        leadingDay(text).toEpochDay() * SECONDS_A_DAY + hour * 3_600L + minute * 60L + second;
    return Instant.ofEpochSecond(seconds, micros * 1_000L);
  }

  private static LocalDate leadingDay(String text) {
    if (text.charAt(4) != '-' || text.charAt(7) != '-') {
      throw new DateTimeParseException("not a day", text, 4);
    }
    return LocalDate.of(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
  }

  private static int digits(String text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        throw new DateTimeParseException("not a digit", text, i);
      }
      value = value * 10 + (digit - '0');
    }
    return value;
  }
}
