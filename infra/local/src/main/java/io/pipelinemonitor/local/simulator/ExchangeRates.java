package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.schema.FxRate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What euros and pounds are worth in the reporting currency, the US dollar; new each month. */
final class ExchangeRates {

  static final String REPORTING_CURRENCY = "USD";

  private static final Map<String, Double> USUAL = new TreeMap<>(Map.of("EUR", 1.09, "GBP", 1.27));

  private final Map<String, TreeMap<Long, BigDecimal>> rates = new TreeMap<>();

  /** Rates from the first of the month of {@code firstDay} to {@code endDay}, epoch days. */
  ExchangeRates(Random random, long firstDay, long endDay) {
    USUAL.forEach(
        (currency, usual) -> {
          TreeMap<Long, BigDecimal> byDay = new TreeMap<>();
          LocalDate month = LocalDate.ofEpochDay(firstDay).withDayOfMonth(1);
          double rate = usual;
          while (month.toEpochDay() < endDay) {
            byDay.put(
                month.toEpochDay(), BigDecimal.valueOf(rate).setScale(4, RoundingMode.HALF_EVEN));
            rate *= 1 + 0.004 * random.nextGaussian();
            month = month.plusMonths(1);
          }
          rates.put(currency, byDay);
        });
  }

  /** Units of the reporting currency for one unit of the currency on that day. */
  double rate(String currency, long day) {
    if (currency.equals(REPORTING_CURRENCY)) {
      return 1;
    }
    TreeMap<Long, BigDecimal> byDay = rates.get(currency);
    if (byDay == null || byDay.floorEntry(day) == null) {
      throw new IllegalArgumentException("no rate of " + currency + " on day " + day);
    }
    return byDay.floorEntry(day).getValue().doubleValue();
  }

  /** Each rate with the day on which it takes effect, the earliest first. */
  List<FxRate> definitions() {
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
