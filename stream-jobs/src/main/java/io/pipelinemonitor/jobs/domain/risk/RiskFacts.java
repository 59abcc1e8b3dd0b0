package io.pipelinemonitor.jobs.domain.risk;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a deal's risk depends on, activities and the passing of time apart; instants in micros. */
public interface RiskFacts {

  /** When the deal was created. */
  long createdAt();

  /** The stage that the deal is in; null if in none. */
  @Nullable String stageId();

  /** When its present stay in that stage began; null if in none. */
  @Nullable Long stageEnteredAt();

  /** How many days a deal normally stays in that stage; null without an expectation. */
  @Nullable Double expectedDays();

  /**
   * Since when the deal has been, without interruption, in stages whose place among the open stages
   * of their process is {@code rank} or higher, counted from 1; null if its stage is not, or if its
   * stage is not defined.
   */
  @Nullable Long atLeastInStageSince(int rank);

  /** When the deal moved to a stage of lower order, earliest first. */
  List<Long> movedBackAt();

  /** The day on which the deal is to close, an epoch day; null if none is set. */
  @Nullable Long closeDate();

  /** Since when that has been its close date. */
  long closeDateSince();

  /** When the close date was moved to a later fiscal period, earliest first. */
  List<Long> closeDatePushedAt();

  /** What the deal was and is worth, earliest first; the last is the present amount. */
  List<AmountStatement> amounts();

  /** The deal's own forecast category, else its stage's; null where neither has one. */
  @Nullable ForecastCategory category();

  /** Since when that has been its category. */
  long categorySince();

  /** What is to be done next; null if nothing is said. */
  @Nullable String nextStep();

  /** When that is due; null if no date is set. */
  @Nullable Long nextStepAt();

  /** Since when the next step has been due then; without a date, since when it has been said so. */
  long nextStepSince();

  /** How many contacts are attached to the deal; null if that is not known. */
  @Nullable Long contactCount();

  /** The fields that its stage requires and that are empty, each with since when both was so. */
  Map<DealField, Long> emptyRequiredFields();
}
