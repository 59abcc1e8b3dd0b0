package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The stages that deals of one CRM pipeline pass through. */
public final class SalesProcess {

  private final String pipelineId;
  private final Map<String, Stage> stages;
  private final List<Stage> openStages;
  private final Map<Integer, Integer> ranks = new HashMap<>();

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
    this.openStages =
        this.stages.values().stream()
            .filter(stage -> stage.status() == DealStatus.OPEN)
            .sorted(Comparator.comparingInt(Stage::order))
            .toList();
    for (Stage stage : this.stages.values()) {
      ranks.put(stage.order(), rankOf(stage.order()));
    }
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

  /**
   * The stage's place among the open ones, counted from 1 whatever the numbers of their orders;
   * stages of one order share a place.
   */
  public int rank(Stage stage) {
    Integer known = ranks.get(stage.order());
    return known == null ? rankOf(stage.order()) : known;
  }

  private int rankOf(int order) {
    return 1
        + (int)
            openStages.stream()
                .mapToInt(Stage::order)
                .filter(open -> open < order)
                .distinct()
                .count();
  }

  /** Whether an open stage lies between the two, those themselves not counted. */
  public boolean hasOpenStageBetween(Stage from, Stage to) {
    for (Stage open : openStages) {
      if (open.order() > from.order() && open.order() < to.order()) {
        return true;
      }
    }
    return false;
  }

  /** What a deal in the stage must have filled: what this and the open stages before it require. */
  public Set<DealField> requiredIn(Stage stage) {
    Set<DealField> required = EnumSet.noneOf(DealField.class);
    required.addAll(stage.requiredFields());
    openStages.stream()
        .filter(open -> open.order() < stage.order())
        .forEach(open -> required.addAll(open.requiredFields()));
    return required;
  }
}
