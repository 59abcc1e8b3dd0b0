package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.hygiene.Hygiene;
import io.pipelinemonitor.jobs.domain.risk.RiskBand;

/**
 * How an open deal is doing and how well its record is kept.
 *
 * @param band the band of its risk score
 * @param hygiene what is wrong with its record, duplicates apart
 * @param untouched whether it had no meaningful touch for as long as makes it a risk
 */
public record DealHealth(RiskBand band, Hygiene hygiene, boolean untouched) {

  /** Adds what an open deal of that amount adds. */
  void addTo(Sums sums, long amount, boolean committed, int sign) {
    if (band == RiskBand.AT_RISK) {
      sums.add(Measure.AT_RISK_COUNT, sign);
      sums.add(Measure.AT_RISK_AMOUNT, sign * amount);
      if (committed) {
        sums.add(Measure.AT_RISK_COMMIT, sign * amount);
      }
    } else if (band == RiskBand.WATCH) {
      sums.add(Measure.WATCH_COUNT, sign);
      sums.add(Measure.WATCH_AMOUNT, sign * amount);
    }
    if (untouched) {
      sums.add(Measure.UNTOUCHED_AMOUNT, sign * amount);
    }
    addIf(hygiene.missingAmount(), Measure.MISSING_AMOUNT, sums, sign);
    addIf(hygiene.missingOwner(), Measure.MISSING_OWNER, sums, sign);
    addIf(hygiene.missingNextStep(), Measure.MISSING_NEXT_STEP, sums, sign);
    addIf(hygiene.stageSkipped(), Measure.STAGE_SKIPPED, sums, sign);
    addIf(hygiene.isClean(), Measure.CLEAN_COUNT, sums, sign);
  }

  private static void addIf(boolean holds, Measure measure, Sums sums, int sign) {
    if (holds) {
      sums.add(measure, sign);
    }
  }
}
