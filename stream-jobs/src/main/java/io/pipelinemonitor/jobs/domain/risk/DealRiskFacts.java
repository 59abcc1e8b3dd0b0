package io.pipelinemonitor.jobs.domain.risk;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.FieldHistory;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.StageCourse;
import io.pipelinemonitor.jobs.domain.deal.StageStay;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a deal's facts and their histories say of its risk. */
public final class DealRiskFacts implements RiskFacts {

  private final Deal deal;
  private final DealFacts facts;
  private final SalesProcesses processes;
  private final FiscalCalendar calendar;
  private final StageCourse course;
  private final @Nullable StageStay stay;

  /**
   * Reads the facts later too, so it is good until they change.
   *
   * @param course the deal's way through the same processes
   */
  public DealRiskFacts(
      Deal deal, StageCourse course, SalesProcesses processes, FiscalCalendar calendar) {
    this.deal = deal;
    this.facts = deal.facts();
    this.course = course;
    this.processes = processes;
    this.calendar = calendar;
    List<StageStay> stays = deal.stageStays(1);
    this.stay = stays.isEmpty() || stays.get(0).leftAt() != null ? null : stays.get(0);
  }

  @Override
  public long createdAt() {
    return deal.createdAt();
  }

  @Override
  public @Nullable String stageId() {
    return stay == null ? null : stay.stageId();
  }

  @Override
  public @Nullable Long stageEnteredAt() {
    return stay == null ? null : (Long) stay.enteredAt();
  }

  @Override
  public @Nullable Double expectedDays() {
    Stage stage = deal.stage();
    return stage == null ? null : stage.expectedDays();
  }

  @Override
  public @Nullable Long atLeastInStageSince(int rank) {
    return inStagesSince(stage -> process(stage).rank(stage) >= rank);
  }

  /**
   * Since when the deal has been in stages that satisfy the condition; null if its stage does not.
   */
  private @Nullable Long inStagesSince(Predicate<Stage> condition) {
    Stage stage = deal.stage();
    if (stage == null || stay == null || !condition.test(stage)) {
      return null;
    }
    Long since = course.since(condition);
    // A deal that is held open in a closed stage has no step there.
    return since == null ? (Long) stay.enteredAt() : since;
  }

  private SalesProcess process(Stage stage) {
    SalesProcess process = processes.process(stage.pipelineId());
    if (process == null) {
      throw new IllegalStateException("a stage of a process that is not defined: " + stage);
    }
    return process;
  }

  @Override
  public List<Long> movedBackAt() {
    return course.movedBackAt();
  }

  @Override
  public @Nullable Long closeDate() {
    return facts.number(DealField.CLOSE_DATE);
  }

  @Override
  public long closeDateSince() {
    return sameSince(DealField.CLOSE_DATE);
  }

  private long sameSince(DealField field) {
    Long since = facts.sameSince(field);
    return since == null ? deal.createdAt() : since;
  }

  @Override
  public List<Long> closeDatePushedAt() {
    List<Long> pushes = new ArrayList<>();
    Long before = null;
    FieldHistory history = new FieldHistory(facts, DealField.CLOSE_DATE);
    while (history.next()) {
      Long day = (Long) history.value(0);
      if (day != null) {
        // A date that was emptied for a while is compared with the one before.
        if (before != null
            && day > before
            && calendar.periodOf(day).index() > calendar.periodOf(before).index()) {
          pushes.add(history.stamp().occurredAt());
        }
        before = day;
      }
    }
    return pushes;
  }

  @Override
  public List<AmountStatement> amounts() {
    List<AmountStatement> amounts = new ArrayList<>();
    FieldHistory history = new FieldHistory(facts, DealField.AMOUNT, DealField.CURRENCY);
    while (history.next()) {
      amounts.add(
          new AmountStatement(
              history.stamp().occurredAt(), (Long) history.value(0), (String) history.value(1)));
    }
    return amounts;
  }

  @Override
  public @Nullable ForecastCategory category() {
    return deal.forecastCategory();
  }

  @Override
  public long categorySince() {
    long own = sameSince(DealField.FORECAST_CATEGORY);
    return facts.value(DealField.FORECAST_CATEGORY) != null || stay == null
        ? own
        : Math.max(own, stay.enteredAt());
  }

  @Override
  public @Nullable String nextStep() {
    return facts.text(DealField.NEXT_STEP);
  }

  @Override
  public @Nullable Long nextStepAt() {
    return facts.number(DealField.NEXT_STEP_AT);
  }

  @Override
  public long nextStepSince() {
    long dateSince = sameSince(DealField.NEXT_STEP_AT);
    return nextStepAt() != null ? dateSince : Math.max(dateSince, sameSince(DealField.NEXT_STEP));
  }

  @Override
  public @Nullable Long contactCount() {
    return facts.number(DealField.CONTACT_COUNT);
  }

  @Override
  public Map<DealField, Long> emptyRequiredFields() {
    Map<DealField, Long> empty = new EnumMap<>(DealField.class);
    Stage stage = deal.stage();
    if (stage != null) {
      for (DealField field : process(stage).requiredIn(stage)) {
        if (isEmpty(facts.value(field))) {
          Long requiredSince = inStagesSince(one -> process(one).requiredIn(one).contains(field));
          long emptySince = sameSince(field);
          empty.put(
              field, requiredSince == null ? emptySince : Math.max(requiredSince, emptySince));
        }
      }
    }
    return empty;
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null || (value instanceof String text && text.isBlank());
  }
}
