package io.pipelinemonitor.local.simulator.story;

/** Something that happens to teams on some days of the quarter. */
interface Plot {

  /** Does to the team what the plot has for it on that day, before the team lives through it. */
  void play(TeamQuarter team, long day);
}
