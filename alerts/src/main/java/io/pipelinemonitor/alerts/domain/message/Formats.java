package io.pipelinemonitor.alerts.domain.message;

import io.pipelinemonitor.alerts.domain.event.Figure;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes figures, amounts and times the way a reader writes them. */
final class Formats {

  private static final int MOST_DECIMALS = 6;
  private static final double WHOLE_MONEY_FROM = 10_000;

  /** Those that are parts of something; other ratios that rules watch are multiples. */
  private static final Set<String> SHARES =
      Set.of(
          "attainment",
          "repsAtQuota",
          "repsOnPace",
          "forecastDrift",
          "forecastDriftWeek",
          "forecastVariance",
          "winRate",
          "winRateValue",
          "winRateCohort",
          "atRiskCommitShare",
          "riskShare",
          "hygieneScore");

  private static final Set<String> MULTIPLES =
      Set.of(
          "coverageFull",
          "coverageToGo",
          "coverageWeighted",
          "coverageQualified",
          "stageSlowdown",
          "pacing.coverageToGo",
          "pacing.bookedAmount",
          "pacing.projectedAmount");

  private final Reader reader;

  Formats(Reader reader) {
    this.reader = reader;
  }

  /** A figure, and beside it a line that it must not seem to be on if it is not. */
  String beside(Figure figure, RuleType type, double value, double other) {
    for (int decimals = 0; decimals < MOST_DECIMALS; decimals++) {
      String text = figure(figure, type, value, decimals);
      if (value == other || !text.equals(figure(figure, type, other, decimals))) {
        return text;
      }
    }
    return figure(figure, type, value, MOST_DECIMALS);
  }

  /** A figure by itself. */
  String figure(Figure figure, RuleType type, double value) {
    return figure(figure, type, value, 0);
  }

  /** A line that somebody drew, with all of its digits. */
  String line(Figure figure, RuleType type, double line) {
    return figure(figure, type, line, MOST_DECIMALS);
  }

  private String figure(Figure figure, RuleType type, double value, int moreDecimals) {
    return switch (figure.unit()) {
      case MONEY -> money(figure.currency(), value, moreDecimals);
      case MONEY_PER_DAY -> money(figure.currency(), value, moreDecimals) + " a day";
      case RATIO -> ratio(figure.metric(), type, value, moreDecimals);
      case COUNT, SCORE -> number(value, 0, moreDecimals);
      case DEVIATIONS, UNKNOWN -> number(value, 1, 1 + moreDecimals);
      case DAYS -> counted(value, moreDecimals, "day");
      case HOURS -> counted(value, moreDecimals, "working hour");
    };
  }

  private String ratio(String metric, RuleType type, double value, int moreDecimals) {
    boolean isShare = SHARES.contains(metric);
    boolean isMultiple = MULTIPLES.contains(metric);
    if (type == RuleType.CHANGE && (isShare || isMultiple)) {
      // The change may be a difference or a share of the earlier value, and does not say which.
      return number(value, 1, 2 + moreDecimals);
    }
    return isMultiple && type != RuleType.PACING
        ? number(value, 1, 1 + moreDecimals) + '×'
        : percent(value, moreDecimals);
  }

  /** What a figure was compared with, in the metric's own unit. */
  String baseline(Figure figure, double value) {
    if (MULTIPLES.contains(figure.metric())) {
      return number(value, 1, 1) + '×';
    }
    if (SHARES.contains(figure.metric())) {
      return percent(value, 0);
    }
    return figure.currency() == null
        ? number(value, 0, 1)
        : money(figure.currency(), value, 0) + (figure.metric().endsWith("PerDay") ? " a day" : "");
  }

  String percent(double share, int decimals) {
    NumberFormat format = NumberFormat.getPercentInstance(reader.locale());
    format.setRoundingMode(RoundingMode.HALF_UP);
    format.setMaximumFractionDigits(decimals);
    return format.format(BigDecimal.valueOf(share));
  }

  String number(double value, int fewestDecimals, int mostDecimals) {
    NumberFormat format = NumberFormat.getNumberInstance(reader.locale());
    format.setRoundingMode(RoundingMode.HALF_UP);
    format.setMinimumFractionDigits(fewestDecimals);
    format.setMaximumFractionDigits(mostDecimals);
    return format.format(BigDecimal.valueOf(value));
  }

  private String counted(double value, int decimals, String unit) {
    String number = number(value, 0, decimals);
    return number + ' ' + (value == 1 ? unit : unit + 's');
  }

  private String money(@Nullable Currency currency, double value, int moreDecimals) {
    if (currency == null) {
      return number(value, 0, moreDecimals);
    }
    NumberFormat format = NumberFormat.getCurrencyInstance(reader.locale());
    format.setCurrency(currency);
    format.setRoundingMode(RoundingMode.HALF_UP);
    int digits = Math.abs(value) >= WHOLE_MONEY_FROM ? 0 : minorDigits(currency);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(Math.max(digits, moreDecimals));
    return format.format(BigDecimal.valueOf(value));
  }

  /**
   * A change in money, exactly, with its sign.
   *
   * @param wholeUnits whether to leave out the fraction, which is zero
   */
  String change(Currency currency, long minorUnits, boolean wholeUnits) {
    NumberFormat format = NumberFormat.getCurrencyInstance(reader.locale());
    format.setCurrency(currency);
    int digits = wholeUnits ? 0 : minorDigits(currency);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    String text = format.format(BigDecimal.valueOf(minorUnits, minorDigits(currency)));
    return minorUnits > 0 ? '+' + text : text;
  }

  /** Whether an amount has no fraction of a major unit. */
  static boolean isWhole(Currency currency, long minorUnits) {
    return BigDecimal.valueOf(minorUnits, minorDigits(currency)).stripTrailingZeros().scale() <= 0;
  }

  private static int minorDigits(Currency currency) {
    return Math.max(0, currency.getDefaultFractionDigits());
  }

  /** Day and minute, and in which zone. */
  String moment(Instant at) {
    return format(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT), at)
        + ' '
        + format(DateTimeFormatter.ofPattern("z"), at);
  }

  /** The day. */
  String day(Instant at) {
    return format(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM), at);
  }

  private String format(DateTimeFormatter formatter, Instant at) {
    return formatter.withLocale(reader.locale()).withZone(reader.zone()).format(at);
  }
}
