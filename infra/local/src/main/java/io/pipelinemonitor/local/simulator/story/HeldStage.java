package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Process;
import io.pipelinemonitor.local.simulator.Timing;

/**
 * The solution engineers are busy elsewhere: in the whole company no deal leaves the stage in which
 * its solution is designed. After some weeks all of them go on.
 *
 * @param stageId the stage
 * @param fromDay from here on deals stay in it, an epoch day
 * @param untilDay when they go on
 */
record HeldStage(String stageId, long fromDay, long untilDay) implements Plot {

  static HeldStage of(Timing timing) {
    return new HeldStage(Process.NEW_BUSINESS.stageId(2), timing.dayAt(0.05), timing.dayAt(0.56));
  }

  @Override
  public void play(TeamQuarter team, long day) {
    if (day == fromDay) {
      team.hold(stageId);
    } else if (day == untilDay) {
      team.release(day);
    }
  }
}
