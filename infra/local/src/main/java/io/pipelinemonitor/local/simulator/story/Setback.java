package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;

/**
 * A team's largest deals are lost or put off, then customers freeze their budgets, and a week later
 * the team has made up for it.
 *
 * @param unitId the team's unit
 * @param unitName what people call it
 * @param cautionDay from here on its manager leaves the largest deals out of the commit, an epoch
 *     day
 * @param setbackDay coverage falls below three times the quota to go
 * @param freezeDay it falls below two times
 * @param rescueDay from here on large deals come in
 * @param recoveredDay coverage is healthy again
 */
public record Setback(
    String unitId,
    String unitName,
    long cautionDay,
    long setbackDay,
    long freezeDay,
    long rescueDay,
    long recoveredDay)
    implements Plot {

  static final double SETBACK_COVERAGE = 2.55;
  static final double FREEZE_COVERAGE = 1.65;

  private static final double CAUTION = 0.8;
  private static final double RESCUE_COVERAGE = 2.7;
  private static final double RECOVERED_COVERAGE = 3.75;

  static Setback of(Team team, Timing timing) {
    long setback = timing.dayAt(0.40);
    long freeze = timing.workdayFrom(setback + 5);
    long rescue = timing.workdayFrom(freeze + 6);
    return new Setback(
        team.unitId(),
        team.name(),
        timing.quarter().startDay(),
        setback,
        freeze,
        rescue,
        timing.workdayFrom(rescue + 2));
  }

  /** How many times what will be sold the team's manager says that it will sell. */
  double factor(Team team, long day) {
    return team.unitId().equals(unitId) && day >= cautionDay ? CAUTION : 1;
  }

  @Override
  public void play(TeamQuarter team, long day) {
    if (day == setbackDay) {
      team.setScripted(true);
      team.lowerCoverageTo(SETBACK_COVERAGE, day);
    } else if (day == freezeDay) {
      team.lowerCoverageTo(FREEZE_COVERAGE, day);
    } else if (day == rescueDay) {
      team.raiseCoverageTo(RESCUE_COVERAGE, day);
    } else if (day == recoveredDay) {
      team.raiseCoverageTo(RECOVERED_COVERAGE, day);
      team.releaseFlagships();
      team.setScripted(false);
    }
  }
}
