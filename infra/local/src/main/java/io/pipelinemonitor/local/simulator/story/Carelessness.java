package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;

/**
 * A team stops keeping its deals in order: close dates pass, next steps are emptied. Then its
 * manager sits down with everybody for a day.
 *
 * @param unitId the team's unit
 * @param fromDay from here on nobody looks after the deals, an epoch day
 * @param cleanUpDay when all of them are put in order
 */
record Carelessness(String unitId, long fromDay, long cleanUpDay) implements Plot {

  static Carelessness of(Team team, Timing timing) {
    return new Carelessness(team.unitId(), timing.dayAt(0.36), timing.dayAt(0.74));
  }

  @Override
  public void play(TeamQuarter team, long day) {
    if (!team.team().unitId().equals(unitId)) {
      return;
    }
    if (day == fromDay) {
      team.setCareless(true);
    } else if (day == cleanUpDay) {
      team.setCareless(false);
      team.cleanUp(day);
    }
  }
}
