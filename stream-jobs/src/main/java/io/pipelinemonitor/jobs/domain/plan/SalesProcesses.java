package io.pipelinemonitor.jobs.domain.plan;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sales processes that are defined now, and what was learnt of their stages. */
public final class SalesProcesses {

  private final Map<String, SalesProcess> byPipeline;
  private final Map<String, Map<String, StageStatistics>> learnt;

  /** None defined. */
  public SalesProcesses() {
    this(Map.of(), Map.of());
  }

  private SalesProcesses(
      Map<String, SalesProcess> byPipeline, Map<String, Map<String, StageStatistics>> learnt) {
    this.byPipeline = byPipeline;
    this.learnt = learnt;
  }

  /** These processes, with {@code stages} in place of all that was learnt before. */
  public SalesProcesses learning(Iterable<LearntStage> stages) {
    Map<String, Map<String, StageStatistics>> statistics = new HashMap<>();
    for (LearntStage stage : stages) {
      statistics
          .computeIfAbsent(stage.pipelineId(), pipelineId -> new HashMap<>())
          .put(stage.stageId(), stage.statistics());
    }
    return new SalesProcesses(byPipeline, statistics);
  }

  /** What was learnt of a stage, defined or not. */
  public StageStatistics statistics(@Nullable String pipelineId, @Nullable String stageId) {
    return learnt
        .getOrDefault(pipelineId == null ? "" : pipelineId, Map.of())
        .getOrDefault(stageId == null ? "" : stageId, StageStatistics.NONE);
  }

  /** These processes, with {@code process} in place of one for the same pipeline. */
  public SalesProcesses with(SalesProcess process) {
    Map<String, SalesProcess> changed = new HashMap<>(byPipeline);
    changed.put(process.pipelineId(), process);
    return new SalesProcesses(changed, learnt);
  }

  /** These processes without that of the pipeline. */
  public SalesProcesses without(String pipelineId) {
    Map<String, SalesProcess> changed = new HashMap<>(byPipeline);
    changed.remove(pipelineId);
    return new SalesProcesses(changed, learnt);
  }

  /** The definition of a stage; null if the process or the stage is not defined, or not named. */
  public @Nullable Stage stage(@Nullable String pipelineId, @Nullable String stageId) {
    SalesProcess process = process(pipelineId);
    return process == null || stageId == null ? null : process.stage(stageId);
  }

  /** The process of the pipeline; null if it is not defined, or not named. */
  public @Nullable SalesProcess process(@Nullable String pipelineId) {
    return pipelineId == null ? null : byPipeline.get(pipelineId);
  }
}
