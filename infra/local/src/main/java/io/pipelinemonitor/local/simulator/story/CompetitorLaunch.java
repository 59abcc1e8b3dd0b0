package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;

/**
 * A competitor launches a product in a team's market: for some weeks the team loses more deals than
 * it used to and wins few. What it did not sell by then it does not make up for.
 *
 * @param unitId the team's unit
 * @param launchDay from here on deals are lost to the competitor, an epoch day
 * @param answerDay from here on the team knows what to say
 */
record CompetitorLaunch(String unitId, long launchDay, long answerDay) implements Plot {

  private static final int LOST_A_DAY = 7;
  private static final double PACE_MEANWHILE = 0.4;
  private static final double PACE_AFTERWARDS = 0.72;

  static CompetitorLaunch of(Team team, Timing timing) {
    return new CompetitorLaunch(team.unitId(), timing.dayAt(0.33), timing.dayAt(0.62));
  }

  @Override
  public void play(TeamQuarter team, long day) {
    if (!team.team().unitId().equals(unitId)) {
      return;
    }
    if (day == launchDay) {
      team.face("competitor", PACE_MEANWHILE);
    } else if (day == answerDay) {
      team.answerRival(PACE_AFTERWARDS);
    }
    if (day >= launchDay && day < answerDay && Timing.isWorkday(day)) {
      team.lose(LOST_A_DAY, day);
    }
  }
}
