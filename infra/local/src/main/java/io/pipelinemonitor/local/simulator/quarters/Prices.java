package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.ExchangeRates;
import io.pipelinemonitor.local.simulator.Team;
import java.util.Map;
import java.util.Random;

/** What deals cost, and in which money. */
final class Prices {

  /** Territories where some customers pay in another currency than the team's quota is in. */
  private static final Map<String, String> LOCAL =
      Map.of(
          "dach-enterprise", "CHF",
          "nordics", "SEK",
          "japan-enterprise", "JPY",
          "australia-new-zealand", "AUD");

  private final ExchangeRates rates;
  private final Random random;

  Prices(ExchangeRates rates, Random random) {
    this.rates = rates;
    this.random = random;
  }

  /** The currency of a new deal. */
  String currency(Team team) {
    String local = LOCAL.get(team.territory());
    return local != null && random.nextInt(100) < 35 ? local : team.currency();
  }

  /**
   * A price that somebody would quote, minor units of the currency.
   *
   * @param worth about so much, major units of the reporting currency
   */
  long quote(double worth, String currency, long day) {
    double major = worth / rates.rate(currency, day);
    double step = Math.pow(10, Math.floor(Math.log10(major)) - 1) / 2;
    return Math.round(Math.round(major / step) * step * ExchangeRates.minorUnits(currency));
  }

  /** Another price for the same, so many times the old one. */
  long times(long amount, double factor) {
    return Math.round(amount * factor / 1_000) * 1_000;
  }
}
