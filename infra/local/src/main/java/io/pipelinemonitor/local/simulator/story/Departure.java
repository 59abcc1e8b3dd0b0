package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;

/**
 * The two reps with the most in commit leave together. For some weeks nobody cares for their deals;
 * then they are handed over.
 *
 * @param unitId the reps' unit
 * @param leavingDay from here on nothing happens to their deals, an epoch day
 * @param handOverDay when others get them
 */
record Departure(String unitId, long leavingDay, long handOverDay) implements Plot {

  private static final int REPS = 2;

  static Departure of(Team team, Timing timing) {
    return new Departure(team.unitId(), timing.dayAt(0.22), timing.dayAt(0.62));
  }

  @Override
  public void play(TeamQuarter team, long day) {
    if (!team.team().unitId().equals(unitId)) {
      return;
    }
    if (day == leavingDay) {
      team.letGo(REPS);
    } else if (day == handOverDay) {
      team.handOver(day);
    }
  }
}
