package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.schema.FxRate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What other currencies are worth in the reporting currency, the US dollar. */
public final class ExchangeRates {

  public static final String REPORTING_CURRENCY = "USD";

  private static final Map<String, Double> USUAL =
      Map.of("EUR", 1.09, "GBP", 1.27, "AUD", 0.66, "CHF", 1.13, "JPY", 0.0067, "SEK", 0.096);

  /** Digits after the point that a rate is given with, at least. */
  private static final int SCALE = 4;

  private final Map<String, TreeMap<Long, BigDecimal>> rates = new TreeMap<>();

  /** Rates of euros and pounds, new each month. */
  public static ExchangeRates monthly(Random random, long firstDay, long endDay) {
    return new ExchangeRates(
        List.of("EUR", "GBP"), random, firstDay, endDay, day -> day.plusMonths(1), 0.004);
  }

  /** Rates of all currencies, new each week. */
  public static ExchangeRates weekly(Random random, long firstDay, long endDay) {
    return new ExchangeRates(
        USUAL.keySet().stream().sorted().toList(),
        random,
        firstDay,
        endDay,
        day -> day.plusWeeks(1),
        0.008);
  }

  /** Rates from the first of the month of {@code firstDay} to {@code endDay}, epoch days. */
  private ExchangeRates(
      List<String> currencies,
      Random random,
      long firstDay,
      long endDay,
      UnaryOperator<LocalDate> next,
      double volatility) {
    for (String currency : currencies) {
      TreeMap<Long, BigDecimal> byDay = new TreeMap<>();
      double rate = Objects.requireNonNull(USUAL.get(currency), currency);
      int scale = rate < 1 ? SCALE + 2 : SCALE;
      for (LocalDate from = LocalDate.ofEpochDay(firstDay).withDayOfMonth(1);
          from.toEpochDay() < endDay;
          from = next.apply(from)) {
        byDay.put(
            from.toEpochDay(), BigDecimal.valueOf(rate).setScale(scale, RoundingMode.HALF_EVEN));
        rate *= 1 + volatility * random.nextGaussian();
      }
      rates.put(currency, byDay);
    }
  }

  /** Units of the reporting currency for one unit of the currency on that day. */
  public double rate(String currency, long day) {
    if (currency.equals(REPORTING_CURRENCY)) {
      return 1;
    }
    TreeMap<Long, BigDecimal> byDay = rates.get(currency);
    if (byDay == null || byDay.floorEntry(day) == null) {
      throw new IllegalArgumentException("no rate of " + currency + " on day " + day);
    }
    return byDay.floorEntry(day).getValue().doubleValue();
  }

  /** Minor units of {@code currency} as major units of the reporting currency. */
  public double worth(long amount, String currency, long day) {
    return amount / minorUnits(currency) * rate(currency, day);
  }

  /** How many minor units of the currency make one of its units: 100 for most, 1 for the yen. */
  public static double minorUnits(String currency) {
    return Math.pow(10, Currency.getInstance(currency).getDefaultFractionDigits());
  }

  /** Each rate with the day on which it takes effect, the earliest first. */
  public List<FxRate> definitions() {
    TreeMap<Long, List<FxRate>> byDay = new TreeMap<>();
    rates.forEach(
        (currency, ofCurrency) ->
            ofCurrency.forEach(
                (day, rate) ->
                    byDay
                        .computeIfAbsent(day, key -> new ArrayList<>())
                        .add(
                            FxRate.newBuilder()
                                .setCurrency(currency)
                                .setRate(rate.toPlainString())
                                .setEffectiveFrom(LocalDate.ofEpochDay(day))
                                .build())));
    List<FxRate> all = new ArrayList<>();
    byDay.values().forEach(all::addAll);
    return all;
  }
}
