package io.pipelinemonitor.jobs.domain.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The stages that deals of one CRM pipeline pass through. */
public final class SalesProcess {

  private final String pipelineId;
  private final Map<String, Stage> stages;

  /**
   * @param pipelineId the CRM pipeline
   * @param stages its stages; of two with one identifier the later holds
   */
  public SalesProcess(String pipelineId, List<Stage> stages) {
    this.pipelineId = pipelineId;
    this.stages =
        stages.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Stage::stageId, Function.identity(), (earlier, later) -> later));
  }

  public String pipelineId() {
    return pipelineId;
  }

  /** All stages, in no order. */
  public Collection<Stage> stages() {
    return stages.values();
  }

  /** The stage of that identifier, or null if this process has none. */
  public @Nullable Stage stage(String stageId) {
    return stages.get(stageId);
  }
}
