package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.StageStay;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.forecast.Pacing;
import io.pipelinemonitor.jobs.domain.metrics.Contribution;
import io.pipelinemonitor.jobs.domain.metrics.DealFootprint;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.Figures;
import io.pipelinemonitor.jobs.domain.metrics.Forecast;
import io.pipelinemonitor.jobs.domain.metrics.Measure;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.metrics.Pace;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.metrics.ScopeSnapshot;
import io.pipelinemonitor.jobs.domain.metrics.StageFlow;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import io.pipelinemonitor.jobs.domain.metrics.StageMeasure;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.metrics.Trailing;
import io.pipelinemonitor.jobs.domain.metrics.Velocity;
import io.pipelinemonitor.jobs.domain.metrics.WaterfallMovement;
import io.pipelinemonitor.jobs.domain.risk.RiskAssessment;
import io.pipelinemonitor.schema.ActivityTotals;
import io.pipelinemonitor.schema.CategoryTotal;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.MetricPace;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RiskBand;
import io.pipelinemonitor.schema.RiskFactor;
import io.pipelinemonitor.schema.RiskFactorName;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.StageTotal;
import io.pipelinemonitor.schema.Waterfall;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the domain knows as records of the contract. */
final class ToContract {

  /** A deal that goes to and fro must not grow its record without end; older stays are left out. */
  private static final int MOST_STAYS = 100;

  private ToContract() {}

  /** The snapshot of a scope and period. */
  static PipelineSnapshot snapshot(ScopeSnapshot snapshot, Policy policy) {
    Sums sums = snapshot.sums();
    Figures figures = snapshot.figures();
    PipelineSnapshot record = new PipelineSnapshot();
    record.setScopeType(ScopeType.valueOf(snapshot.scope().type().name()));
    record.setScopeId(snapshot.scope().id());
    record.setPeriod(snapshot.period().name());
    record.setAsOf(instant(snapshot.asOf()));
    record.setScopeName(snapshot.name());
    record.setScopePath(snapshot.path());
    record.setOwnerId(snapshot.ownerId());
    record.setPeriodStart(LocalDate.ofEpochDay(snapshot.period().startDay()));
    record.setPeriodEnd(LocalDate.ofEpochDay(snapshot.period().endDay()));
    record.setPeriodElapsed(figures.periodElapsed());
    record.setCurrency(policy.reportingCurrency());
    record.setOpenCount(sums.get(Measure.OPEN_COUNT));
    record.setOpenAmount(sums.get(Measure.OPEN_AMOUNT));
    record.setWeightedAmount(sums.get(Measure.WEIGHTED_AMOUNT));
    record.setQualifiedAmount(sums.get(Measure.QUALIFIED_AMOUNT));
    record.setBookedCount(sums.get(Measure.BOOKED_COUNT));
    record.setBookedAmount(sums.get(Measure.BOOKED_AMOUNT));
    record.setLostCount(sums.get(Measure.LOST_COUNT));
    record.setLostAmount(sums.get(Measure.LOST_AMOUNT));
    record.setOverdueCount(sums.get(Measure.OVERDUE_COUNT));
    record.setOverdueAmount(sums.get(Measure.OVERDUE_AMOUNT));
    record.setUnconvertedCount(sums.get(Measure.UNCONVERTED_COUNT));
    record.setUnknownOwnerCount(sums.get(Measure.UNKNOWN_OWNER_COUNT));
    record.setUnknownStageCount(sums.get(Measure.UNKNOWN_STAGE_COUNT));
    record.setStages(stages(sums, snapshot.trailing()));
    record.setCategories(categories(sums));
    record.setQuota(figures.quota());
    record.setCoverageFull(figures.coverageFull());
    record.setCoverageToGo(figures.coverageToGo());
    record.setCoverageWeighted(figures.coverageWeighted());
    record.setCoverageQualified(figures.coverageQualified());
    record.setPipelineNeeded(figures.pipelineNeeded());
    record.setAttained(figures.attained());
    record.setAttainment(figures.attainment());
    record.setRepsWithQuota((int) sums.get(Measure.REPS_WITH_QUOTA));
    record.setRepsAtQuotaCount((int) sums.get(Measure.REPS_AT_QUOTA));
    record.setRepsOnPaceCount((int) sums.get(Measure.REPS_ON_PACE));
    record.setRepsAtQuota(figures.repsAtQuota());
    record.setRepsOnPace(figures.repsOnPace());
    record.setWaterfall(waterfall(sums, sums.get(MovementCause.OPENING)));
    record.setWaterfallWeek(weekWaterfall(snapshot.week(), sums.get(Measure.OPEN_AMOUNT)));
    setHealth(record, sums);
    setForecast(record, snapshot.forecast());
    setPace(record, snapshot);
    setTrailing(record, snapshot, policy.velocityDays());
    return record;
  }

  private static void setHealth(PipelineSnapshot record, Sums sums) {
    record.setAtRiskCount(sums.get(Measure.AT_RISK_COUNT));
    record.setAtRiskAmount(sums.get(Measure.AT_RISK_AMOUNT));
    record.setAtRiskCommit(sums.get(Measure.AT_RISK_COMMIT));
    record.setWatchCount(sums.get(Measure.WATCH_COUNT));
    record.setWatchAmount(sums.get(Measure.WATCH_AMOUNT));
    record.setRiskShare(
        Figures.ratio(sums.get(Measure.AT_RISK_AMOUNT), sums.get(Measure.OPEN_AMOUNT)));
    record.setUntouchedOpenAmount(sums.get(Measure.UNTOUCHED_AMOUNT));
    record.setMissingAmount(sums.get(Measure.MISSING_AMOUNT));
    record.setMissingOwner(sums.get(Measure.MISSING_OWNER));
    record.setMissingNextStep(sums.get(Measure.MISSING_NEXT_STEP));
    record.setStageSkipped(sums.get(Measure.STAGE_SKIPPED));
    record.setDuplicateSuspects(sums.get(Measure.DUPLICATE_SUSPECTS));
    record.setHygieneScore(
        Figures.ratio(sums.get(Measure.CLEAN_COUNT), sums.get(Measure.OPEN_COUNT)));
  }

  private static void setForecast(PipelineSnapshot record, Forecast forecast) {
    record.setCommitAmount(forecast.commitAmount());
    record.setBestCaseAmount(forecast.bestCaseAmount());
    Forecast.Commit commit = forecast.commit();
    if (commit != null) {
      record.setSubmittedCommit(commit.amount());
      record.setSubmittedCommitAt(instant(commit.submittedAt()));
      record.setSubmittedCommitBy(commit.submittedBy());
    }
    record.setProjectedAmount(forecast.projectedAmount());
    record.setProjectedLow(forecast.projectedLow());
    record.setProjectedHigh(forecast.projectedHigh());
    record.setProjectionLearnt(forecast.learnt());
    record.setForecastDrift(forecast.drift());
    record.setForecastVariance(forecast.variance());
  }

  private static void setPace(PipelineSnapshot record, ScopeSnapshot snapshot) {
    Pace pace = snapshot.pace();
    long projected = snapshot.forecast().projectedAmount();
    Long weekAgo = pace.projectedWeekAgo();
    record.setProjectedWeekAgo(weekAgo);
    record.setForecastDriftWeek(
        weekAgo == null ? null : Figures.ratio(projected - weekAgo, weekAgo));
    List<MetricPace> paces = new ArrayList<>();
    add(paces, "coverageToGo", pace.coverageToGo(), snapshot.figures().coverageToGo());
    add(paces, "bookedAmount", pace.booked(), (double) snapshot.sums().get(Measure.BOOKED_AMOUNT));
    add(paces, "projectedAmount", pace.projected(), (double) projected);
    record.setPacing(paces);
  }

  private static void add(
      List<MetricPace> paces, String metric, @Nullable Pacing earlier, @Nullable Double now) {
    if (earlier != null) {
      paces.add(
          new MetricPace(
              metric,
              earlier.periods(),
              earlier.p10(),
              earlier.median(),
              earlier.p90(),
              now == null ? null : earlier.paceIndex(now)));
    }
  }

  private static ActivityTotals activities(ToLongFunction<Measure> count) {
    return new ActivityTotals(
        count.applyAsLong(Measure.EMAILS),
        count.applyAsLong(Measure.CALLS),
        count.applyAsLong(Measure.MEETINGS),
        count.applyAsLong(Measure.TASKS),
        count.applyAsLong(Measure.NOTES),
        count.applyAsLong(Measure.MESSAGES),
        count.applyAsLong(Measure.TOUCHED_DEALS));
  }

  private static void setTrailing(PipelineSnapshot record, ScopeSnapshot snapshot, int days) {
    Trailing trailing = snapshot.trailing();
    Velocity velocity = snapshot.velocity();
    if (trailing == null || velocity == null) {
      return;
    }
    Sums window = trailing.now();
    record.setMissingCloseDate(trailing.undated().get(Measure.MISSING_CLOSE_DATE));
    record.setActivityWeek(activities(trailing.touchesWeek()::get));
    record.setActivityMonth(activities(trailing::month));
    record.setWindowDays(days);
    record.setWindowWonCount(window.get(Measure.WON_COUNT));
    record.setWindowWonAmount(window.get(Measure.WON_AMOUNT));
    record.setWindowLostCount(window.get(Measure.DAY_LOST_COUNT));
    record.setWindowLostAmount(window.get(Measure.DAY_LOST_AMOUNT));
    record.setWindowCreatedCount(window.get(Measure.CREATED_COUNT));
    record.setWinRate(velocity.winRate());
    record.setWinRateValue(velocity.winRateValue());
    record.setWinRateCohort(velocity.winRateCohort());
    record.setAverageDealSize(velocity.averageDealSize());
    record.setCycleDays(velocity.cycleDays());
    record.setCycleDaysMedian(velocity.cycleDaysMedian());
    record.setVelocityPerDay(velocity.perDay());
  }

  /** Since the opening, whatever the opening was. */
  private static Waterfall waterfall(Sums sums, long opening) {
    long transferredIn = 0;
    long transferredOut = 0;
    for (long amount : sums.transfers().values()) {
      transferredIn += Math.max(0, amount);
      transferredOut += Math.max(0, -amount);
    }
    Waterfall record = new Waterfall();
    record.setOpening(opening);
    record.setCreated(sums.get(MovementCause.CREATED));
    record.setPulledIn(sums.get(MovementCause.PULLED_IN));
    record.setPushedIn(sums.get(MovementCause.PUSHED_IN));
    record.setIncreased(sums.get(MovementCause.INCREASED));
    record.setReopened(sums.get(MovementCause.REOPENED));
    record.setRestored(sums.get(MovementCause.RESTORED));
    record.setTransferredIn(transferredIn);
    record.setDecreased(-sums.get(MovementCause.DECREASED));
    record.setPushedOut(-sums.get(MovementCause.PUSHED_OUT));
    record.setPulledOut(-sums.get(MovementCause.PULLED_OUT));
    record.setWon(-sums.get(MovementCause.WON));
    record.setLost(-sums.get(MovementCause.LOST));
    record.setDeleted(-sums.get(MovementCause.DELETED));
    record.setMerged(-sums.get(MovementCause.MERGED));
    record.setTransferredOut(transferredOut);
    record.setFxEffect(sums.get(MovementCause.FX_EFFECT));
    return record;
  }

  private static Waterfall weekWaterfall(Sums week, long openAmount) {
    long moved = 0;
    for (MovementCause cause : MovementCause.values()) {
      moved += week.get(cause);
    }
    for (long amount : week.transfers().values()) {
      moved += amount;
    }
    return waterfall(week, openAmount - moved);
  }

  /**
   * A movement of a deal, or its withdrawal.
   *
   * @param asOf stream time, milliseconds
   */
  static PipelineChange change(
      String dealId,
      @Nullable String dealName,
      WaterfallMovement movement,
      boolean withdrawn,
      String currency,
      long asOf) {
    PipelineChange record = new PipelineChange();
    record.setChangeId(changeId(dealId, movement));
    record.setDealId(dealId);
    record.setMovement(Movement.valueOf(movement.cause().name()));
    record.setWithdrawn(withdrawn);
    record.setPeriod(movement.period().name());
    FiscalPeriod other = movement.otherPeriod();
    record.setOtherPeriod(other == null ? null : other.name());
    DealScopes scopes = movement.scopes();
    record.setOwnerId(scopes.ownerId());
    record.setDealName(dealName);
    record.setSegment(scopes.segment());
    record.setProduct(scopes.product());
    record.setTerritoryId(scopes.territoryId());
    record.setPipelineId(scopes.pipelineId());
    if (movement.transferred() != null && movement.transfer() != null) {
      record.setScopeType(ScopeType.valueOf(movement.transferred().name()));
      record.setFromScopeId(nullIfEmpty(movement.transfer().from()));
      record.setToScopeId(nullIfEmpty(movement.transfer().to()));
    }
    record.setAmountDelta(movement.delta());
    record.setAmountBefore(movement.before());
    record.setAmountAfter(movement.after());
    record.setCurrency(currency);
    record.setEventId(movement.eventId());
    record.setOccurredAt(instant(movement.occurredAt()));
    record.setAsOf(Instant.ofEpochMilli(asOf));
    return record;
  }

  /** The same for the same movement, whenever it is found; another for any other. */
  private static String changeId(String dealId, WaterfallMovement movement) {
    return String.join(
        "|",
        dealId,
        movement.eventId() == null ? "" : movement.eventId(),
        Long.toString(movement.occurredAt()),
        movement.period().name(),
        movement.cause().name(),
        movement.transferred() == null ? "" : movement.transferred().name(),
        Long.toString(movement.delta()));
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static List<StageTotal> stages(Sums sums, @Nullable Trailing trailing) {
    // Sorted, so that equal sums are equal bytes.
    TreeMap<StageKey, StageTotal> stages = new TreeMap<>();
    sums.stages()
        .forEach(
            (key, tally) -> {
              StageTotal total = stages.computeIfAbsent(key, ToContract::stage);
              total.setCount(StageMeasure.OPEN_COUNT.of(tally));
              total.setAmount(StageMeasure.OPEN_AMOUNT.of(tally));
            });
    if (trailing != null) {
      trailing
          .now()
          .stages()
          .forEach(
              (key, tally) ->
                  setStays(
                      stages.computeIfAbsent(key, ToContract::stage),
                      StageFlow.of(tally, trailing.before().stages().get(key))));
    }
    return List.copyOf(stages.values());
  }

  private static StageTotal stage(StageKey key) {
    StageTotal total = new StageTotal();
    total.setPipelineId(key.pipelineId());
    total.setStageId(key.stageId());
    return total;
  }

  private static void setStays(StageTotal total, StageFlow flow) {
    total.setEntered(flow.entered());
    total.setCompleted(flow.completed());
    total.setAdvanced(flow.advanced());
    total.setConversion(flow.conversion());
    total.setDaysMedian(flow.daysMedian());
    total.setDaysP90(flow.daysP90());
    total.setSlowdown(flow.slowdown());
  }

  private static List<CategoryTotal> categories(Sums sums) {
    List<CategoryTotal> categories = new ArrayList<>();
    for (ForecastCategory category : ForecastCategory.values()) {
      long count = sums.get(Measure.countOf(category));
      if (count != 0) {
        categories.add(
            new CategoryTotal(
                io.pipelinemonitor.schema.ForecastCategory.valueOf(category.name()),
                count,
                sums.get(Measure.amountOf(category))));
      }
    }
    return categories;
  }

  /**
   * The state of a deal.
   *
   * @param footprint what it adds to the figures
   * @param asOf stream time, milliseconds
   */
  static DealState dealState(
      String dealId, Deal deal, DealFootprint footprint, String reportingCurrency, long asOf) {
    Contribution contribution = footprint.contribution();
    DealFacts facts = deal.facts();
    DealState record = new DealState();
    record.setDealId(dealId);
    record.setName(facts.text(DealField.NAME));
    record.setPipelineId(facts.text(DealField.PIPELINE_ID));
    record.setStageId(facts.text(DealField.STAGE_ID));
    record.setStatus(DealStatus.valueOf(deal.status().name()));
    Long amount = facts.number(DealField.AMOUNT);
    record.setAmountMinor(amount);
    String currency = facts.text(DealField.CURRENCY);
    record.setCurrency(amount != null && currency == null ? reportingCurrency : currency);
    if (amount != null && contribution != null && contribution.converted()) {
      record.setConvertedAmount(contribution.amount());
      record.setReportingCurrency(reportingCurrency);
    }
    Long closeDate = facts.number(DealField.CLOSE_DATE);
    record.setCloseDate(closeDate == null ? null : LocalDate.ofEpochDay(closeDate));
    record.setClosedAt(nullableInstant(deal.closedAt()));
    record.setCreatedAt(instant(deal.createdAt()));
    ForecastCategory category = deal.forecastCategory();
    record.setForecastCategory(
        category == null
            ? null
            : io.pipelinemonitor.schema.ForecastCategory.valueOf(category.name()));
    record.setProbability((Double) facts.value(DealField.PROBABILITY));
    record.setOwnerId(facts.text(DealField.OWNER_ID));
    record.setAccountId(facts.text(DealField.ACCOUNT_ID));
    record.setTerritoryId(facts.text(DealField.TERRITORY_ID));
    record.setSegment(facts.text(DealField.SEGMENT));
    record.setProduct(facts.text(DealField.PRODUCT));
    record.setLeadSource(facts.text(DealField.LEAD_SOURCE));
    record.setNextStep(facts.text(DealField.NEXT_STEP));
    record.setNextStepAt(nullableInstant(facts.number(DealField.NEXT_STEP_AT)));
    record.setLossReason(facts.text(DealField.LOSS_REASON));
    Long contacts = facts.number(DealField.CONTACT_COUNT);
    record.setContactCount(contacts == null ? null : Math.toIntExact(contacts));
    record.setExistence(DealExistence.valueOf(deal.existence().name()));
    record.setMergedInto(
        deal.existence() == Existence.MERGED ? facts.text(DealField.MERGED_INTO) : null);
    record.setPeriod(contribution == null ? null : contribution.period().name());
    record.setOverdue(contribution != null && contribution.overdue());
    record.setStageHistory(stageHistory(deal));
    setRisk(record, footprint.risk());
    Stamp last = facts.lastStamp();
    record.setLastEventAt(last == null ? null : instant(last.occurredAt()));
    record.setLastEventId(last == null ? null : last.eventId());
    record.setAsOf(Instant.ofEpochMilli(asOf));
    return record;
  }

  private static void setRisk(DealState record, @Nullable RiskAssessment risk) {
    record.setRiskFactors(List.of());
    if (risk == null) {
      return;
    }
    record.setRiskScore(risk.score());
    record.setRiskBand(RiskBand.valueOf(risk.band().name()));
    List<RiskFactor> factors = new ArrayList<>();
    for (io.pipelinemonitor.jobs.domain.risk.RiskFactor factor : risk.factors()) {
      factors.add(
          new RiskFactor(
              RiskFactorName.valueOf(factor.name().name()),
              factor.points(),
              instant(factor.since()),
              factor.detail()));
    }
    record.setRiskFactors(factors);
  }

  private static List<io.pipelinemonitor.schema.StageStay> stageHistory(Deal deal) {
    List<io.pipelinemonitor.schema.StageStay> history = new ArrayList<>();
    for (StageStay stay : deal.stageStays(MOST_STAYS)) {
      history.add(
          new io.pipelinemonitor.schema.StageStay(
              stay.stageId(),
              instant(stay.enteredAt()),
              nullableInstant(stay.leftAt()),
              stay.eventId()));
    }
    return history;
  }

  private static @Nullable Instant nullableInstant(@Nullable Long micros) {
    return micros == null ? null : instant(micros);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
