package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Measured;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;

/**
 * Writes a metric's value the way people say it: 2.7×, 38 %, 5 points, EUR 4.1 M, EUR 12 k a day,
 * 12, 14 days.
 */
public final class ValueText {

  private static final int MOST_DECIMALS = 6;

  private ValueText() {}

  /**
   * The value, short.
   *
   * @param value in the metric's unit, money in major units
   * @param currency ISO 4217, used for money only
   */
  static String of(Measured measured, double value, String currency) {
    return write(measured, decimal(value), fewestDecimals(measured), currency);
  }

  /** A line somebody drew: with all of its digits. */
  static String ofLine(Measured measured, double line, String currency) {
    BigDecimal exact = decimal(line);
    String widest = write(measured, exact, MOST_DECIMALS, currency);
    for (int decimals = fewestDecimals(measured); decimals < MOST_DECIMALS; decimals++) {
      String text = write(measured, exact, decimals, currency);
      if (asNumber(text).compareTo(asNumber(widest)) == 0) {
        return text;
      }
    }
    return widest;
  }

  /** The value, short, but with enough digits to tell it from a line that it is not on. */
  static String beside(Measured measured, double value, double line, String currency) {
    String lineText = ofLine(measured, line, currency);
    for (int decimals = fewestDecimals(measured); decimals < MOST_DECIMALS; decimals++) {
      String text = write(measured, decimal(value), decimals, currency);
      if (value == line || !isSameAmount(text, lineText)) {
        return text;
      }
    }
    return write(measured, decimal(value), MOST_DECIMALS, currency);
  }

  /** An amount of money. */
  public static String ofMinorUnits(long minorUnits, String currency) {
    BigDecimal major = BigDecimal.valueOf(minorUnits, fractionDigits(currency));
    return write(Measured.MONEY, major, fewestDecimals(Measured.MONEY), currency);
  }

  private static boolean isSameAmount(String text, String other) {
    return asNumber(text).compareTo(asNumber(other)) == 0 && scaleOf(text).equals(scaleOf(other));
  }

  private static BigDecimal asNumber(String text) {
    return new BigDecimal(text.replaceAll("[^0-9.-]", ""));
  }

  private static String scaleOf(String text) {
    return text.replaceAll("[0-9.,-]", "");
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value);
  }

  private static int fewestDecimals(Measured measured) {
    return switch (measured) {
      case COVERAGE_TO_GO, COVERAGE_OF_QUOTA, SLOWDOWN, PACE, MONEY, MONEY_PER_DAY -> 1;
      case COUNT,
          SHARE_OF_QUOTA,
          SHARE_OF_REPS,
          SHARE_OF_COMMIT,
          SHARE_OF_BOOKED,
          SHARE_OF_WEEK_BEFORE,
          SHARE,
          POINTS,
          DEVIATIONS,
          DAYS,
          WORKING_HOURS ->
          0;
    };
  }

  private static String write(Measured measured, BigDecimal value, int decimals, String currency) {
    return switch (measured) {
      case COUNT, DEVIATIONS -> number(value, decimals);
      case MONEY -> money(value, decimals, currency);
      case MONEY_PER_DAY ->
          money(value.setScale(decimals - 1, RoundingMode.HALF_UP), decimals, currency) + " a day";
      case COVERAGE_TO_GO, COVERAGE_OF_QUOTA, SLOWDOWN, PACE -> number(value, decimals) + '×';
      case SHARE_OF_QUOTA,
          SHARE_OF_REPS,
          SHARE_OF_COMMIT,
          SHARE_OF_BOOKED,
          SHARE_OF_WEEK_BEFORE,
          SHARE ->
          number(value.movePointRight(2), decimals) + " %";
      case POINTS -> number(value.movePointRight(2), decimals) + " points";
      case DAYS -> {
        String days = number(value, decimals);
        yield days.equals("1") ? "1 day" : days + " days";
      }
      case WORKING_HOURS -> {
        String hours = number(value, decimals);
        yield hours.equals("1") ? "1 working hour" : hours + " working hours";
      }
    };
  }

  private static String money(BigDecimal major, int decimals, String currency) {
    BigDecimal size = major.abs();
    if (size.compareTo(BigDecimal.valueOf(1_000_000_000L)) >= 0) {
      return currency + ' ' + number(major.movePointLeft(9), decimals) + " bn";
    }
    if (size.compareTo(BigDecimal.valueOf(1_000_000L)) >= 0) {
      return currency + ' ' + number(major.movePointLeft(6), decimals) + " M";
    }
    if (size.compareTo(BigDecimal.valueOf(10_000L)) >= 0) {
      return currency + ' ' + number(major.movePointLeft(3), decimals - 1) + " k";
    }
    boolean whole = major.stripTrailingZeros().scale() <= 0;
    return currency + ' ' + number(major, whole ? 0 : fractionDigits(currency));
  }

  private static String number(BigDecimal value, int decimals) {
    BigDecimal rounded = value.setScale(decimals, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }

  private static int fractionDigits(String currency) {
    return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
  }
}
