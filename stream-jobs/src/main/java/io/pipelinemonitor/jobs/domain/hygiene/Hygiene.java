package io.pipelinemonitor.jobs.domain.hygiene;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.StageCourse;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the record of one open deal, duplicates apart.
 *
 * @param missingAmount it has no amount; an amount of 0 is one
 * @param missingCloseDate it has no close date
 * @param missingOwner it has no owner, or one whom nobody knows
 * @param missingNextStep neither a next step nor a date for it is set
 * @param overdue its close date has passed
 * @param stageSkipped it once moved forward over an open stage
 */
public record Hygiene(
    boolean missingAmount,
    boolean missingCloseDate,
    boolean missingOwner,
    boolean missingNextStep,
    boolean overdue,
    boolean stageSkipped) {

  /**
   * Looks at a deal.
   *
   * @param course its way through the stages of {@code processes}
   * @param missingOwner whether it has no owner, or one whom the organisation does not know
   * @param today an epoch day in the fiscal calendar's zone: see {@link FiscalCalendar#epochDay}
   * @return null if the deal is closed, deleted or merged
   */
  public static @Nullable Hygiene of(
      Deal deal, StageCourse course, SalesProcesses processes, boolean missingOwner, long today) {
    if (deal.existence() != Existence.EXISTS || deal.status() != DealStatus.OPEN) {
      return null;
    }
    DealFacts facts = deal.facts();
    Long closeDate = facts.number(DealField.CLOSE_DATE);
    String nextStep = facts.text(DealField.NEXT_STEP);
    return new Hygiene(
        facts.value(DealField.AMOUNT) == null,
        closeDate == null,
        missingOwner,
        (nextStep == null || nextStep.isBlank()) && facts.value(DealField.NEXT_STEP_AT) == null,
        closeDate != null && closeDate < today,
        course.skippedAStage(processes));
  }

  /** Whether none of this is wrong. */
  public boolean isClean() {
    return !(missingAmount
        || missingCloseDate
        || missingOwner
        || missingNextStep
        || overdue
        || stageSkipped);
  }
}
