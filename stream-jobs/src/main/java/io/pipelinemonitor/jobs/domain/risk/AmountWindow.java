package io.pipelinemonitor.jobs.domain.risk;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A deal's amounts, each remembered for some days after another took its place. Only amounts in the
 * currency of the time are compared.
 */
final class AmountWindow {

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /**
   * Down far enough.
   *
   * @param percent by how much, in whole percent
   * @param until when the greatest amount is no longer remembered, microseconds since the epoch
   */
  record Drop(int percent, long until) {}

  private final List<AmountStatement> amounts;
  private final int percent;
  private final long remembered;

  AmountWindow(List<AmountStatement> amounts, RiskPolicy.AmountDropped rule) {
    this.amounts = amounts;
    this.percent = rule.percent();
    this.remembered = rule.days() * MICROS_PER_DAY;
  }

  /** How far the present amount is down; null if not far enough. */
  @Nullable Drop dropAt(long now) {
    return drop(amounts.size() - 1, now);
  }

  /**
   * Since when the deal has been down far enough without interruption, if it is so now: before an
   * amount took its place, the one before it may already have been too small.
   */
  long droppedSince() {
    int index = amounts.size() - 1;
    while (index > 0) {
      long before = amounts.get(index).from() - 1;
      int inForce = index - 1;
      while (inForce >= 0 && amounts.get(inForce).from() > before) {
        inForce--;
      }
      if (drop(inForce, before) == null) {
        break;
      }
      index = inForce;
    }
    return amounts.get(index).from();
  }

  /** The drop at an instant at which that amount is in force; null for none. */
  private @Nullable Drop drop(int inForce, long instant) {
    Long amount = inForce < 0 ? null : amounts.get(inForce).amount();
    if (amount == null) {
      return null;
    }
    String currency = amounts.get(inForce).currency();
    long greatest = 0;
    long until = 0;
    for (int i = inForce - 1; i >= 0; i--) {
      AmountStatement earlier = amounts.get(i);
      long forgotten = amounts.get(i + 1).from() + remembered;
      if (instant >= forgotten) {
        // What was in force before is forgotten too.
        break;
      }
      if (earlier.amount() != null
          && Objects.equals(earlier.currency(), currency)
          && earlier.amount() > greatest) {
        greatest = earlier.amount();
        until = forgotten;
      }
    }
    if (greatest <= 0 || amount >= greatest) {
      return null;
    }
    BigInteger down = BigInteger.valueOf(greatest).subtract(BigInteger.valueOf(amount));
    int downPercent =
        down.multiply(BigInteger.valueOf(100)).divide(BigInteger.valueOf(greatest)).intValue();
    return downPercent >= percent ? new Drop(downPercent, until) : null;
  }
}
