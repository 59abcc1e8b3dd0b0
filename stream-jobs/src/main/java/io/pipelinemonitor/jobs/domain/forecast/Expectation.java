package io.pipelinemonitor.jobs.domain.forecast;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * What is expected of a scope's period, short of how far off that may be.
 *
 * @param chances of winning, by class of deal
 * @param amountFactor what one expected minor unit of open deals brought in: large deals are won
 *     less often, and discounts are given late
 * @param cameLaterShare the share of a period's bookings that came from deals which were not in the
 *     period yet (created, pulled in or reopened later); falls to 0 at the period's end
 * @param typicalBooked what a period brings in, minor units
 * @param averageWin mean size of a won deal, minor units
 * @param typicalWin the same with each deal weighted by its size, minor units: where the money is
 */
public record Expectation(
    SortedMap<DealClass, WinChance> chances,
    PeriodCurve amountFactor,
    PeriodCurve cameLaterShare,
    long typicalBooked,
    long averageWin,
    long typicalWin) {

  /** Beyond this, what is there already says nothing of what comes later. */
  private static final double LARGEST_SHARE = 0.9;

  /**
   * What is still to come.
   *
   * @param amount expected, minor units
   * @param variance of it if each deal were decided by itself, square minor units
   * @param nothing the chance that nothing comes, 0 to 1
   */
  record Remaining(double amount, double variance, double nothing) {}

  /**
   * The chance that a deal of that class is won by the period's end.
   *
   * @return 0 for a class that nothing is known of
   */
  public double probability(DealClass dealClass, double elapsed) {
    WinChance chance = chances.get(dealClass);
    return chance == null ? 0 : chance.probability().at(elapsed);
  }

  /** The same where nobody knows what a period brings in. */
  Expectation ofNoTypicalPeriod() {
    return new Expectation(chances, amountFactor, cameLaterShare, 0, averageWin, typicalWin);
  }

  Remaining remaining(long booked, Collection<OpenSums> open, double elapsed) {
    double factor = amountFactor.at(elapsed);
    double expected = 0;
    double variance = 0;
    double logOfNothing = 0;
    // Sums of floating-point numbers depend on the order of adding: always the same one.
    for (OpenSums sums : inOrder(open)) {
      double chance = probability(sums.dealClass(), elapsed);
      expected += chance * factor * sums.amount();
      variance += chance * (1 - chance) * factor * factor * sums.squares() * OpenSums.SQUARE_UNIT;
      logOfNothing += sums.count() * StrictMath.log1p(-chance);
    }
    double later = cameLater(booked + expected, elapsed);
    double winsLater = averageWin > 0 ? later / averageWin : 0;
    return new Remaining(
        expected + later, variance + later * typicalWin, StrictMath.exp(logOfNothing - winsLater));
  }

  private static List<OpenSums> inOrder(Collection<OpenSums> open) {
    return open.stream().sorted(Comparator.comparing(OpenSums::dealClass)).toList();
  }

  /**
   * Deals that are not in the period yet: as much as usual when it begins, and more and more in
   * proportion to how strong it turns out.
   */
  private double cameLater(double known, double elapsed) {
    double share = Math.max(0, Math.min(LARGEST_SHARE, cameLaterShare.at(elapsed)));
    double usual = Math.max(0, Math.min(1, 1 - elapsed));
    return share * (usual * typicalBooked + (1 - usual) * known / (1 - share));
  }
}
