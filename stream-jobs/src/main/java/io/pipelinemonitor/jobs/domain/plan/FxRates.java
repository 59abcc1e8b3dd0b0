package io.pipelinemonitor.jobs.domain.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The exchange rates that are known, each from the day on which it takes effect. */
public final class FxRates {

  private final String reportingCurrency;
  private final Map<String, TreeMap<Long, BigDecimal>> byCurrency;

  /**
   * No rates known.
   *
   * @param reportingCurrency ISO 4217, what every total is in
   */
  public FxRates(String reportingCurrency) {
    this(reportingCurrency, Map.of());
  }

  private FxRates(String reportingCurrency, Map<String, TreeMap<Long, BigDecimal>> byCurrency) {
    this.reportingCurrency = reportingCurrency;
    this.byCurrency = byCurrency;
  }

  /** These rates and {@code rate}, which replaces one of the same currency and day. */
  public FxRates with(FxRate rate) {
    Map<String, TreeMap<Long, BigDecimal>> changed = new HashMap<>(byCurrency);
    TreeMap<Long, BigDecimal> days =
        new TreeMap<>(changed.getOrDefault(rate.currency(), new TreeMap<>()));
    days.put(rate.effectiveFrom(), rate.rate());
    changed.put(rate.currency(), days);
    return new FxRates(reportingCurrency, changed);
  }

  /** These rates without those of the currency. */
  public FxRates without(String currency) {
    Map<String, TreeMap<Long, BigDecimal>> changed = new HashMap<>(byCurrency);
    changed.remove(currency);
    return new FxRates(reportingCurrency, changed);
  }

  public String reportingCurrency() {
    return reportingCurrency;
  }

  /**
   * Converts an amount, rounding half to even.
   *
   * @param minorUnits of {@code currency}
   * @param currency ISO 4217; null is the reporting currency
   * @param day the epoch day whose rate counts
   * @return minor units of the reporting currency, or null without a rate in force on that day
   */
  public @Nullable Long convert(long minorUnits, @Nullable String currency, long day) {
    if (currency == null || currency.equals(reportingCurrency)) {
      return minorUnits;
    }
    TreeMap<Long, BigDecimal> days = byCurrency.get(currency);
    Map.Entry<Long, BigDecimal> inForce = days == null ? null : days.floorEntry(day);
    if (inForce == null) {
      return null;
    }
    BigInteger converted =
        BigDecimal.valueOf(minorUnits, fractionDigits(currency))
            .multiply(inForce.getValue())
            .movePointRight(fractionDigits(reportingCurrency))
            .setScale(0, RoundingMode.HALF_EVEN)
            .unscaledValue();
    // A sum that no currency has; better reported as unconverted than wrapped around.
    return converted.bitLength() > 62 ? null : converted.longValue();
  }

  /**
   * The days after {@code from}, up to and with {@code until}, on which a rate of the currency took
   * effect, in ascending order.
   */
  public Collection<Long> changes(String currency, long from, long until) {
    TreeMap<Long, BigDecimal> days = byCurrency.get(currency);
    return days == null || until <= from
        ? List.of()
        : days.subMap(from, false, until, true).keySet();
  }

  private static int fractionDigits(String currency) {
    return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
  }
}
