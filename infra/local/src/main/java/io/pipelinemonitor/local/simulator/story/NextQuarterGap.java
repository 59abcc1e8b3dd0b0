package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;

/**
 * A team sells and forgets to build the next quarter's pipeline, until a campaign makes up for it.
 *
 * @param unitId the team's unit
 * @param campaignDay the campaign's first day, an epoch day
 */
record NextQuarterGap(String unitId, long campaignDay) implements Plot {

  private static final double BEFORE = 0.62;
  private static final long CAMPAIGN_DAYS = 10;

  static NextQuarterGap of(Team team, Timing timing) {
    return new NextQuarterGap(team.unitId(), timing.dayAt(0.62));
  }

  @Override
  public void play(TeamQuarter team, long day) {
    if (!team.team().unitId().equals(unitId)) {
      return;
    }
    double share =
        Math.min(Math.max(day - campaignDay + 1, 0), CAMPAIGN_DAYS) / (double) CAMPAIGN_DAYS;
    team.setForesight(BEFORE + (1 - BEFORE) * share);
  }
}
