package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;

/**
 * A team's manager commits to far more than the team will sell, and takes it back late.
 *
 * @param unitId the team's unit
 * @param admissionDay from here on the call is what it should have been, an epoch day
 */
record OverCommitment(String unitId, long admissionDay) {

  private static final double TIMES = 1.6;

  static OverCommitment of(Team team, Timing timing) {
    return new OverCommitment(team.unitId(), timing.dayAt(0.66));
  }

  /** How many times what will be sold the team's manager says that it will sell. */
  double factor(Team team, long day) {
    return team.unitId().equals(unitId) && day < admissionDay ? TIMES : 1;
  }
}
