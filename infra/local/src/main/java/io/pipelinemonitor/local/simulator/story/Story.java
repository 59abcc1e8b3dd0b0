package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;
import java.util.List;

/**
 * What happens in the quarter besides business as usual. Each plot makes one kind of trouble, most
 * of them in one team.
 *
 * @param setback the main one: a team loses its largest deals
 * @param others the others that happen to teams
 * @param overCommitment one that happens to a forecast
 * @param feedOutage one that happens to a connection
 */
public record Story(
    Setback setback, List<Plot> others, OverCommitment overCommitment, FeedOutage feedOutage) {

  static Story of(List<Team> teams, Timing timing) {
    return new Story(
        Setback.of(named("DACH Enterprise", teams), timing),
        List.of(
            CompetitorLaunch.of(named("UK & Ireland", teams), timing),
            HeldStage.of(timing),
            Departure.of(named("Japan Enterprise", teams), timing),
            Carelessness.of(named("Southeast Asia", teams), timing),
            NextQuarterGap.of(named("Australia & New Zealand", teams), timing)),
        OverCommitment.of(named("US Central", teams), timing),
        FeedOutage.of(timing));
  }

  private static Team named(String name, List<Team> teams) {
    return teams.stream()
        .filter(team -> team.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no team " + name));
  }

  /** Does to the team what the story has for that day. */
  void play(TeamQuarter team, long day) {
    if (team.team().unitId().equals(setback.unitId())) {
      setback.play(team, day);
    }
    others.forEach(plot -> plot.play(team, day));
  }

  /** How many times what it will sell the team's manager commits to. */
  double commitment(Team team, long day) {
    return setback.factor(team, day) * overCommitment.factor(team, day);
  }
}
