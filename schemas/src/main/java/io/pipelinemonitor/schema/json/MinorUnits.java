package io.pipelinemonitor.schema.json;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * Money between minor units (a long, as records carry it) and major units (a decimal, as people
 * write it), by the number of decimals that ISO 4217 gives the currency: JPY 0, USD 2, KWD 3.
 */
public final class MinorUnits {

  private MinorUnits() {}

  /**
   * Decimals of a currency.
   *
   * @throws IllegalArgumentException when it is not the code of a currency that amounts can be in
   */
  public static int decimals(String currency) {
    int decimals;
    try {
      decimals = Currency.getInstance(currency).getDefaultFractionDigits();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + currency + "' is not an ISO-4217 currency such as USD", e);
    }
    if (decimals < 0) {
      throw new IllegalArgumentException(
          "'" + currency + "' has no minor unit to count amounts in");
    }
    return decimals;
  }

  /** Minor units as a decimal in major units: 1250050 of USD is 12500.50. */
  public static BigDecimal toMajor(long minor, String currency) {
    return BigDecimal.valueOf(minor, decimals(currency));
  }

  /**
   * A decimal in major units as minor units, exactly.
   *
   * @throws IllegalArgumentException when it has more decimals than the currency, or is too large
   */
  public static long toMinor(BigDecimal major, String currency) {
    int decimals = decimals(currency);
    // Bounded first, so that 1e999999999 is refused before anybody writes its zeros out.
    if (major.signum() != 0 && (long) major.precision() - major.scale() + decimals > 19) {
      throw new IllegalArgumentException(
          major + " " + currency + " is more than an amount can hold");
    }
    BigDecimal exact = major.signum() == 0 ? BigDecimal.ZERO : major.stripTrailingZeros();
    if (exact.scale() > decimals) {
      throw new IllegalArgumentException(
          major
              + " has more decimals than "
              + currency
              + ", which has "
              + (decimals == 0 ? "none" : decimals));
    }
    try {
      return exact.movePointRight(decimals).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          major + " " + currency + " is more than an amount can hold", e);
    }
  }
}
