package io.pipelinemonitor.jobs.domain.risk;

import io.pipelinemonitor.jobs.domain.activity.ActivityRetention;
import java.math.BigDecimal;

/**
 * When each factor fires and what it adds. A factor of 0 points is switched off.
 *
 * <p>Days are of 24 hours; those that are left until a close date are days of the fiscal calendar.
 *
 * @param noRecentActivity days without a meaningful touch
 * @param stuckInStage how long is too long in a stage
 * @param closeDateOverdue points of a deal past its close date
 * @param closeDatePushed moves to a later period
 * @param stageRegressed a move backwards
 * @param amountDropped a smaller amount
 * @param noNextStep points of a deal with nothing planned
 * @param singleThreaded too few contacts
 * @param missingFields points of a deal without a field that its stage requires
 * @param unlikelyClose points of a commit that wins of that stage are too slow for
 * @param bands where the bands begin
 */
public record RiskPolicy(
    NoRecentActivity noRecentActivity,
    StuckInStage stuckInStage,
    int closeDateOverdue,
    CloseDatePushed closeDatePushed,
    StageRegressed stageRegressed,
    AmountDropped amountDropped,
    int noNextStep,
    SingleThreaded singleThreaded,
    int missingFields,
    int unlikelyClose,
    Bands bands) {

  /** The greatest score. */
  public static final int MOST = 100;

  /** What holds unless a site decides otherwise. */
  public static final RiskPolicy DEFAULT =
      new RiskPolicy(
          new NoRecentActivity(14, 28, 15, 30),
          new StuckInStage(new BigDecimal("1.5"), BigDecimal.ONE, new BigDecimal("3"), 15, 30),
          25,
          new CloseDatePushed(2, 3, 10, 20),
          new StageRegressed(30, 10),
          new AmountDropped(20, 30, 10),
          10,
          new SingleThreaded(2, 60, 2, 10),
          5,
          15,
          new Bands(30, 60));

  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int MARGIN_DAYS = 15;
  private static final int COUNTED_DAYS = 28;
  private static final int PLANNED_DAYS = 365;

  public RiskPolicy {
    checkPoints(closeDateOverdue);
    checkPoints(noNextStep);
    checkPoints(missingFields);
    checkPoints(unlikelyClose);
  }

  /**
   * No meaningful touch for a while.
   *
   * @param days how many days without one
   * @param doubledDays how many days until it weighs more
   * @param points what it adds
   * @param doubledPoints what it adds from then on
   */
  public record NoRecentActivity(int days, int doubledDays, int points, int doubledPoints) {
    public NoRecentActivity {
      check(days >= 1 && doubledDays >= days, "days are 1 or more, and doubled no earlier");
      checkPoints(points, doubledPoints);
    }
  }

  /**
   * Longer in a stage than is normal there.
   *
   * @param expectedMultiple of the days that the sales process expects
   * @param learntMultiple of the learnt 90th percentile
   * @param doubledMultiple of either, until it weighs more
   * @param points what it adds
   * @param doubledPoints what it adds from then on
   */
  public record StuckInStage(
      BigDecimal expectedMultiple,
      BigDecimal learntMultiple,
      BigDecimal doubledMultiple,
      int points,
      int doubledPoints) {
    public StuckInStage {
      check(
          expectedMultiple.signum() > 0 && learntMultiple.signum() > 0,
          "multiples of expected and learnt days are above 0");
      check(
          doubledMultiple.compareTo(expectedMultiple.max(learntMultiple)) >= 0,
          "the multiple that doubles is no less than the others");
      checkPoints(points, doubledPoints);
    }
  }

  /**
   * The close date moved to a later fiscal period.
   *
   * @param times how often
   * @param doubledTimes how often until it weighs more
   * @param points what it adds
   * @param doubledPoints what it adds from then on
   */
  public record CloseDatePushed(int times, int doubledTimes, int points, int doubledPoints) {
    public CloseDatePushed {
      check(times >= 1 && doubledTimes >= times, "times are 1 or more, and doubled no fewer");
      checkPoints(points, doubledPoints);
    }
  }

  /**
   * Moved to an earlier stage.
   *
   * @param days for how many days it counts
   * @param points what it adds
   */
  public record StageRegressed(int days, int points) {
    public StageRegressed {
      check(days >= 1, "days are 1 or more");
      checkPoints(points);
    }
  }

  /**
   * Worth less than it was.
   *
   * @param percent by how much at the least, 1 to 100
   * @param days for how many days an amount is remembered
   * @param points what it adds
   */
  public record AmountDropped(int percent, int days, int points) {
    public AmountDropped {
      check(percent >= 1 && percent <= 100, "a drop is 1 to 100 percent");
      check(days >= 1, "days are 1 or more");
      checkPoints(points);
    }
  }

  /**
   * Too few contacts.
   *
   * @param contacts how many are enough
   * @param days for how many days a touch counts
   * @param fromStage the first stage, by its place among the open ones, in which it matters
   * @param points what it adds
   */
  public record SingleThreaded(int contacts, int days, int fromStage, int points) {
    public SingleThreaded {
      check(contacts >= 1 && days >= 1 && fromStage >= 1, "numbers are 1 or more");
      checkPoints(points);
    }
  }

  /**
   * Where the bands begin.
   *
   * @param watchFrom the least score to watch
   * @param atRiskFrom the least score at risk
   */
  public record Bands(int watchFrom, int atRiskFrom) {
    public Bands {
      check(watchFrom >= 1 && atRiskFrom > watchFrom, "bands begin above 0, each after the other");
    }

    /** The band of a score. */
    public RiskBand of(int score) {
      if (score >= atRiskFrom) {
        return RiskBand.AT_RISK;
      }
      return score >= watchFrom ? RiskBand.WATCH : RiskBand.HEALTHY;
    }
  }

  /**
   * For how long activities must be kept to judge by this policy and to count the touches of four
   * weeks: the longest of these windows and 15 days; meetings, cancellations and deletions for a
   * year.
   */
  public ActivityRetention retention() {
    int longest =
        Math.max(COUNTED_DAYS, Math.max(noRecentActivity.doubledDays, singleThreaded.days));
    return new ActivityRetention(
        (longest + MARGIN_DAYS) * MICROS_PER_DAY,
        Math.max(PLANNED_DAYS, longest + MARGIN_DAYS) * MICROS_PER_DAY,
        singleThreaded.contacts,
        singleThreaded.days * MICROS_PER_DAY);
  }

  private static void checkPoints(int points, int doubledPoints) {
    checkPoints(points);
    checkPoints(doubledPoints);
    check(doubledPoints >= points, "doubled points are no fewer than the single ones");
  }

  private static void checkPoints(int points) {
    check(points >= 0 && points <= MOST, "points are 0 to 100, not " + points);
  }

  private static void check(boolean holds, String demand) {
    if (!holds) {
      throw new IllegalArgumentException("risk policy: " + demand);
    }
  }
}
