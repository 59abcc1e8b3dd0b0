package io.pipelinemonitor.jobs.domain.plan;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sales processes that are defined now. */
public final class SalesProcesses {

  private final Map<String, SalesProcess> byPipeline;

  /** None defined. */
  public SalesProcesses() {
    this(Map.of());
  }

  private SalesProcesses(Map<String, SalesProcess> byPipeline) {
    this.byPipeline = byPipeline;
  }

  /** These processes, with {@code process} in place of one for the same pipeline. */
  public SalesProcesses with(SalesProcess process) {
    Map<String, SalesProcess> changed = new HashMap<>(byPipeline);
    changed.put(process.pipelineId(), process);
    return new SalesProcesses(changed);
  }

  /** These processes without that of the pipeline. */
  public SalesProcesses without(String pipelineId) {
    Map<String, SalesProcess> changed = new HashMap<>(byPipeline);
    changed.remove(pipelineId);
    return new SalesProcesses(changed);
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
