package io.pipelinemonitor.jobs.domain.deal;

import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A deal's way through the open stages of its sales processes, as these are defined now.
 *
 * <p>Closed stages and stages that are not defined are passed over: a deal that is reopened in the
 * stage in which it was lost has not moved. Stages of two processes are not compared.
 *
 * @param steps each stage with when the deal came to it, earliest first; no two in a row are the
 *     same stage
 */
public record StageCourse(List<Step> steps) {

  /**
   * The deal comes to a stage.
   *
   * @param stage an open stage
   * @param at microseconds since the epoch
   */
  public record Step(Stage stage, long at) {

    private boolean isSameStage(Stage other) {
      return stage == other || (isSameProcess(other) && stage.stageId().equals(other.stageId()));
    }

    private boolean isSameProcess(Stage other) {
      return stage.pipelineId().equals(other.pipelineId());
    }
  }

  public StageCourse {
    steps = List.copyOf(steps);
  }

  /** The course that the facts tell. */
  public static StageCourse of(DealFacts facts, SalesProcesses processes) {
    List<Step> steps = new ArrayList<>();
    // A stage may come before the news of which process it belongs to.
    String firstPipeline = Deal.firstPipeline(facts);
    FieldHistory history = new FieldHistory(facts, DealField.STAGE_ID, DealField.PIPELINE_ID);
    while (history.next()) {
      String pipelineId = (String) history.value(1);
      Stage stage =
          processes.stage(
              pipelineId == null ? firstPipeline : pipelineId, (String) history.value(0));
      if (stage != null
          && stage.status() == DealStatus.OPEN
          && (steps.isEmpty() || !steps.get(steps.size() - 1).isSameStage(stage))) {
        steps.add(new Step(stage, history.stamp().occurredAt()));
      }
    }
    return new StageCourse(steps);
  }

  /** When the deal moved to a stage of lower order, earliest first, microseconds. */
  public List<Long> movedBackAt() {
    List<Long> moves = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      Step step = steps.get(i);
      Step before = steps.get(i - 1);
      if (before.isSameProcess(step.stage()) && step.stage().order() < before.stage().order()) {
        moves.add(step.at());
      }
    }
    return moves;
  }

  /** Whether the deal ever moved forward over an open stage. */
  public boolean skippedAStage(SalesProcesses processes) {
    for (int i = 1; i < steps.size(); i++) {
      Stage to = steps.get(i).stage();
      SalesProcess process = processes.process(to.pipelineId());
      if (process != null
          && steps.get(i - 1).isSameProcess(to)
          && process.hasOpenStageBetween(steps.get(i - 1).stage(), to)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Since when the deal has been in stages that all satisfy the condition, microseconds; null if
   * the latest does not.
   */
  public @Nullable Long since(Predicate<Stage> condition) {
    Long since = null;
    for (int i = steps.size() - 1; i >= 0 && condition.test(steps.get(i).stage()); i--) {
      since = steps.get(i).at();
    }
    return since;
  }
}
