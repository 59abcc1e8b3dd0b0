package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.SalesStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The two sales processes: to win a customer, and to sell more to one. */
public enum Process {
  NEW_BUSINESS(
      "new-business",
      "New business",
      List.of(
          stage("discovery", "Discovery", 0.10, ForecastCategory.PIPELINE, 14),
          stage("qualification", "Qualification", 0.20, ForecastCategory.PIPELINE, 14),
          stage("solution", "Solution design", 0.35, ForecastCategory.PIPELINE, 21),
          stage("proposal", "Proposal", 0.55, ForecastCategory.BEST_CASE, 14),
          stage("negotiation", "Negotiation", 0.75, ForecastCategory.COMMIT, 10))),
  EXPANSION(
      "expansion",
      "Expansion",
      List.of(
          stage("identified", "Need identified", 0.25, ForecastCategory.PIPELINE, 14),
          stage("proposed", "Proposed", 0.5, ForecastCategory.BEST_CASE, 14),
          stage("agreed", "Agreed verbally", 0.85, ForecastCategory.COMMIT, 7)));

  public static final String WON = "closed-won";
  public static final String LOST = "closed-lost";

  private final String id;
  private final String title;
  private final List<SalesStage> open;

  Process(String id, String title, List<SalesStage> open) {
    this.id = id;
    this.title = title;
    this.open = open;
  }

  public String id() {
    return id;
  }

  /** How many stages a deal passes through before it is won or lost. */
  public int stages() {
    return open.size();
  }

  public String stageId(int index) {
    return open.get(index).getStageId();
  }

  public ForecastCategory category(int index) {
    return open.get(index).getForecastCategory();
  }

  /** The process as the contract has it. */
  public SalesProcess definition(Instant updatedAt) {
    List<SalesStage> stages = new ArrayList<>(open);
    stages.add(closed(WON, "Closed won", DealStatus.WON, 1, ForecastCategory.CLOSED));
    stages.add(closed(LOST, "Closed lost", DealStatus.LOST, 0, ForecastCategory.OMITTED));
    List<SalesStage> numbered = new ArrayList<>();
    for (SalesStage stage : stages) {
      numbered.add(SalesStage.newBuilder(stage).setOrder(numbered.size() + 1).build());
    }
    return SalesProcess.newBuilder()
        .setPipelineId(id)
        .setName(title)
        .setStages(numbered)
        .setUpdatedAt(updatedAt)
        .build();
  }

  private static SalesStage stage(
      String id, String name, double probability, ForecastCategory category, double days) {
    return SalesStage.newBuilder()
        .setStageId(id)
        .setName(name)
        .setOrder(0)
        .setStatus(DealStatus.OPEN)
        .setProbability(probability)
        .setForecastCategory(category)
        .setExpectedDays(days)
        .build();
  }

  private static SalesStage closed(
      String id, String name, DealStatus status, double probability, ForecastCategory category) {
    return SalesStage.newBuilder()
        .setStageId(id)
        .setName(name)
        .setOrder(0)
        .setStatus(status)
        .setProbability(probability)
        .setForecastCategory(category)
        .build();
  }
}
