package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import org.jspecify.annotations.Nullable;

/**
 * Something in a deal's life that counts on one day, for trailing windows.
 *
 * @param kind what it was
 * @param day when, a local epoch day
 * @param scopes where it counts: the deal's scopes of today
 * @param stage which stage was entered or left; null for others
 * @param amount of a won or lost deal, minor units of the reporting currency; of touches how many;
 *     0 for others
 * @param micros how long it took, from creation to win or from entering the stage to leaving it; 0
 *     for others
 */
public record DatedFigure(
    Kind kind, long day, DealScopes scopes, @Nullable StageKey stage, long amount, long micros) {

  /** What can happen. */
  public enum Kind {
    WON,
    LOST,
    CREATED,
    CREATED_AND_WON,
    STAGE_ENTERED,
    STAGE_LEFT,
    STAGE_ADVANCED,
    /** Touched for the last time. */
    TOUCHED,
    EMAIL,
    CALL,
    MEETING,
    TASK,
    NOTE,
    MESSAGE,
    /** Open without a close date: of no period, and of no day. */
    UNDATED
  }

  private static final long MICROS_PER_SECOND = 1_000_000L;

  void addTo(Gathered gathered, int sign) {
    String bucket =
        switch (kind) {
          case TOUCHED, EMAIL, CALL, MEETING, TASK, NOTE, MESSAGE -> Bucket.ofTouches(day);
          case UNDATED -> Bucket.UNDATED;
          default -> Bucket.ofDay(day);
        };
    addTo(gathered.at(scopes, bucket), sign);
  }

  private void addTo(Sums sums, int sign) {
    switch (kind) {
      case WON -> {
        sums.add(Measure.WON_COUNT, sign);
        sums.add(Measure.WON_AMOUNT, sign * amount);
        sums.add(Measure.WON_CYCLE_SECONDS, sign * (micros / MICROS_PER_SECOND));
        sums.countDuration(micros, sign);
      }
      case LOST -> {
        sums.add(Measure.DAY_LOST_COUNT, sign);
        sums.add(Measure.DAY_LOST_AMOUNT, sign * amount);
      }
      case CREATED -> sums.add(Measure.CREATED_COUNT, sign);
      case CREATED_AND_WON -> {
        sums.add(Measure.CREATED_COUNT, sign);
        sums.add(Measure.CREATED_WON_COUNT, sign);
      }
      case STAGE_ENTERED -> sums.add(requiredStage(), StageMeasure.ENTERED, sign);
      case STAGE_LEFT -> addStay(sums, sign);
      case STAGE_ADVANCED -> {
        addStay(sums, sign);
        sums.add(requiredStage(), StageMeasure.ADVANCED, sign);
      }
      case TOUCHED -> sums.add(Measure.TOUCHED_DEALS, sign);
      case EMAIL, CALL, MEETING, TASK, NOTE, MESSAGE ->
          sums.add(Measure.touchesOf(ActivityKind.valueOf(kind.name())), sign * amount);
      case UNDATED -> sums.add(Measure.MISSING_CLOSE_DATE, sign);
    }
  }

  private void addStay(Sums sums, int sign) {
    sums.add(requiredStage(), StageMeasure.COMPLETED, sign);
    sums.countStay(requiredStage(), micros, sign);
  }

  private StageKey requiredStage() {
    if (stage == null) {
      throw new IllegalStateException("a stay without a stage: " + this);
    }
    return stage;
  }
}
