package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.incident.Command;
import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.Silence;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.inhibition.Step;
import io.pipelinemonitor.jobs.domain.rules.ActiveWindow;
import io.pipelinemonitor.jobs.domain.rules.ChangeMeasure;
import io.pipelinemonitor.jobs.domain.rules.DealsDraft;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.LevelDraft;
import io.pipelinemonitor.jobs.domain.rules.MOfN;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Pace;
import io.pipelinemonitor.jobs.domain.rules.RuleDraft;
import io.pipelinemonitor.jobs.domain.rules.RuleMode;
import io.pipelinemonitor.jobs.domain.rules.RulePeriod;
import io.pipelinemonitor.jobs.domain.rules.RuleType;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.ActivityTotals;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.CategoryTotal;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.MetricPace;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RuleDeals;
import io.pipelinemonitor.schema.RuleLevel;
import io.pipelinemonitor.schema.StageTotal;
import io.pipelinemonitor.schema.Waterfall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The records of the contract as the domain of alerts knows them. */
final class FromContract {

  private static final int FEWEST_STAYS = 10;

  private FromContract() {}

  /** A rule as it was written; the domain looks at it. */
  static RuleDraft rule(AlertRule rule) {
    io.pipelinemonitor.schema.ActiveWindow window = rule.getActiveWindow();
    io.pipelinemonitor.schema.MOfN mOfN = rule.getMOfN();
    io.pipelinemonitor.schema.Materiality materiality = rule.getMateriality();
    return new RuleDraft(
        rule.getRuleId(),
        rule.getVersion(),
        rule.getName(),
        rule.getEnabled(),
        known(RuleMode.class, rule.getMode()),
        known(RuleType.class, rule.getType()),
        known(ScopeType.class, rule.getScope().getTypes()),
        rule.getScope().getInclude(),
        rule.getScope().getExclude(),
        known(RulePeriod.class, rule.getPeriods()),
        rule.getMinQuotaMinor(),
        rule.getMinOpenAmountMinor(),
        rule.getCurrency(),
        rule.getMetric(),
        rule.getOverSeconds(),
        known(ChangeMeasure.class, rule.getChangeIn()),
        deals(rule.getDeals()),
        known(Direction.class, rule.getDirection()),
        rule.getLevels().stream().map(FromContract::level).toList(),
        rule.getKeepFiringForSeconds(),
        rule.getCooldownSeconds(),
        window == null ? null : new ActiveWindow(window.getFromPct(), window.getToPct()),
        mOfN == null ? null : new MOfN(mOfN.getM(), mOfN.getN()),
        rule.getMinObservations(),
        rule.getStaleAfterSeconds(),
        materiality == null
            ? null
            : new Materiality(materiality.getAbsolute(), materiality.getPercent()),
        rule.getRemindEverySeconds());
  }

  private static @Nullable DealsDraft deals(@Nullable RuleDeals deals) {
    return deals == null
        ? null
        : new DealsDraft(
            known(
                io.pipelinemonitor.jobs.domain.deal.ForecastCategory.class, deals.getCategories()),
            deals.getTopShare());
  }

  private static LevelDraft level(RuleLevel level) {
    return new LevelDraft(
        known(Severity.class, level.getSeverity()),
        level.getFire(),
        level.getClear(),
        level.getForSeconds());
  }

  /** What somebody asks of one incident; a command of any other kind is none. */
  static Command command(AlertCommand command) throws UnusableRecordException {
    Command.Kind kind = known(Command.Kind.class, command.getCommand());
    if (kind == null) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE, "command is none that this version knows");
    }
    Instant until = command.getUntil();
    return new Command(
        command.getCommandId(),
        command.getIncidentId(),
        kind,
        command.getIssuedBy(),
        until == null ? null : (Long) micros(until),
        command.getComment());
  }

  /**
   * The silence that somebody asks for.
   *
   * @param from when it begins, stream time in microseconds
   */
  static Silence silence(AlertCommand command, long from) throws UnusableRecordException {
    ScopeType scopeType =
        command.getScopeType() == null ? null : known(ScopeType.class, command.getScopeType());
    String problem = null;
    if (command.getScopeType() != null && scopeType == null) {
      problem = "scopeType is none that this version knows";
    } else if (command.getRuleId() == null && scopeType == null) {
      problem = "it would silence everything; name a ruleId, a scopeType, or a scope";
    } else if (command.getScopeId() != null && scopeType == null) {
      problem = "scopeId stands without its scopeType; name both";
    } else if (command.getUntil() == null) {
      problem = "until is missing; say when the silence ends";
    }
    if (problem != null || command.getUntil() == null) {
      throw new UnusableRecordException(DeadLetterReason.INVALID_VALUE, String.valueOf(problem));
    }
    return new Silence(
        new Silence.Matcher(command.getRuleId(), scopeType, command.getScopeId()),
        from,
        micros(command.getUntil()));
  }

  /** A step of an incident that this job has written before. */
  static Step step(AlertEvent event) {
    return new Step(
        new Scope(ScopeType.valueOf(event.getScopeType().name()), event.getScopeId()),
        event.getScopePath(),
        event.getOwnerId(),
        event.getIncidentId(),
        event.getSequence(),
        Transition.valueOf(event.getTransition().name()),
        IncidentState.valueOf(event.getState().name()),
        Severity.valueOf(event.getSeverity().name()),
        event.getSuppressedBy().stream()
            .map(cause -> Suppression.valueOf(cause.name()))
            .collect(Collectors.toSet()),
        micros(event.getEvaluatedAt()));
  }

  /** The figures that rules can watch. */
  static Observation observation(PipelineSnapshot snapshot) throws UnusableRecordException {
    ScopeType type = known(ScopeType.class, snapshot.getScopeType());
    if (type == null) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE, "scopeType is none that this version knows");
    }
    int digits = fractionDigits(snapshot.getCurrency());
    StageTotal slowestStage = slowestStage(snapshot);
    return new Observation(
        new Scope(type, snapshot.getScopeId()),
        snapshot.getPeriod(),
        micros(snapshot.getAsOf()),
        snapshot.getScopeName(),
        snapshot.getScopePath(),
        snapshot.getOwnerId(),
        snapshot.getPeriodElapsed(),
        snapshot.getCurrency(),
        snapshot.getOpenAmount(),
        snapshot.getBookedAmount(),
        snapshot.getQuota(),
        snapshot.getAttained(),
        slowestStage == null ? null : slowestStage.getStageId(),
        values(snapshot, slowestStage, digits),
        paces(snapshot, digits),
        null);
  }

  /** Of a handful of stays the median says nothing. */
  private static @Nullable StageTotal slowestStage(PipelineSnapshot snapshot) {
    StageTotal slowest = null;
    double most = 0;
    for (StageTotal stage : snapshot.getStages()) {
      Double slowdown = stage.getSlowdown();
      if (slowdown != null && stage.getCompleted() >= FEWEST_STAYS && slowdown > most) {
        slowest = stage;
        most = slowdown;
      }
    }
    return slowest;
  }

  private static Map<Metric, Pace> paces(PipelineSnapshot snapshot, int digits) {
    Map<Metric, Pace> paces = new EnumMap<>(Metric.class);
    for (MetricPace pace : snapshot.getPacing()) {
      Metric metric = Metric.named(pace.getMetric());
      if (metric != null) {
        double median =
            metric.measured().isMoney()
                ? BigDecimal.valueOf(pace.getMedian()).movePointLeft(digits).doubleValue()
                : pace.getMedian();
        paces.put(metric, new Pace(median, pace.getPeriods()));
      }
    }
    return paces;
  }

  private static Map<Metric, Double> values(
      PipelineSnapshot snapshot, @Nullable StageTotal slowestStage, int digits) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      Number published = published(metric, snapshot, slowestStage);
      if (published != null) {
        values.put(
            metric,
            metric.measured().isMoney()
                ? BigDecimal.valueOf(published.longValue(), digits).doubleValue()
                : published.doubleValue());
      }
    }
    return values;
  }

  private static @Nullable Number published(
      Metric metric, PipelineSnapshot snapshot, @Nullable StageTotal slowestStage) {
    return switch (metric) {
      case OPEN_COUNT -> snapshot.getOpenCount();
      case OPEN_AMOUNT -> snapshot.getOpenAmount();
      case WEIGHTED_AMOUNT -> snapshot.getWeightedAmount();
      case QUALIFIED_AMOUNT -> snapshot.getQualifiedAmount();
      case BOOKED_COUNT -> snapshot.getBookedCount();
      case BOOKED_AMOUNT -> snapshot.getBookedAmount();
      case LOST_COUNT -> snapshot.getLostCount();
      case LOST_AMOUNT -> snapshot.getLostAmount();
      case OVERDUE_COUNT -> snapshot.getOverdueCount();
      case OVERDUE_AMOUNT -> snapshot.getOverdueAmount();
      case UNCONVERTED_COUNT -> snapshot.getUnconvertedCount();
      case UNKNOWN_OWNER_COUNT -> snapshot.getUnknownOwnerCount();
      case UNKNOWN_STAGE_COUNT -> snapshot.getUnknownStageCount();
      case QUOTA -> snapshot.getQuota();
      case COVERAGE_FULL -> snapshot.getCoverageFull();
      case COVERAGE_TO_GO -> snapshot.getCoverageToGo();
      case COVERAGE_WEIGHTED -> snapshot.getCoverageWeighted();
      case COVERAGE_QUALIFIED -> snapshot.getCoverageQualified();
      case PIPELINE_NEEDED -> snapshot.getPipelineNeeded();
      case ATTAINMENT -> snapshot.getAttainment();
      case REPS_WITH_QUOTA -> snapshot.getRepsWithQuota();
      case REPS_AT_QUOTA_COUNT -> snapshot.getRepsAtQuotaCount();
      case REPS_ON_PACE_COUNT -> snapshot.getRepsOnPaceCount();
      case REPS_AT_QUOTA -> snapshot.getRepsAtQuota();
      case REPS_ON_PACE -> snapshot.getRepsOnPace();
      case COMMIT_AMOUNT -> snapshot.getCommitAmount();
      case PROJECTED_AMOUNT -> snapshot.getProjectedAmount();
      case FORECAST_DRIFT -> snapshot.getForecastDrift();
      case SUBMITTED_COMMIT -> snapshot.getSubmittedCommit();
      case BEST_CASE_AMOUNT -> snapshot.getBestCaseAmount();
      case PROJECTED_LOW -> snapshot.getProjectedLow();
      case PROJECTED_HIGH -> snapshot.getProjectedHigh();
      case FORECAST_DRIFT_WEEK -> snapshot.getForecastDriftWeek();
      case FORECAST_VARIANCE -> snapshot.getForecastVariance();
      case WINDOW_WON_COUNT -> snapshot.getWindowWonCount();
      case WINDOW_WON_AMOUNT -> snapshot.getWindowWonAmount();
      case WINDOW_LOST_COUNT -> snapshot.getWindowLostCount();
      case WINDOW_LOST_AMOUNT -> snapshot.getWindowLostAmount();
      case WINDOW_CREATED_COUNT -> snapshot.getWindowCreatedCount();
      case WIN_RATE -> snapshot.getWinRate();
      case WIN_RATE_VALUE -> snapshot.getWinRateValue();
      case WIN_RATE_COHORT -> snapshot.getWinRateCohort();
      case AVERAGE_DEAL_SIZE -> snapshot.getAverageDealSize();
      case CYCLE_DAYS -> snapshot.getCycleDays();
      case CYCLE_DAYS_MEDIAN -> snapshot.getCycleDaysMedian();
      case VELOCITY_PER_DAY -> snapshot.getVelocityPerDay();
      case STAGE_SLOWDOWN -> slowestStage == null ? null : slowestStage.getSlowdown();
      case AT_RISK_COUNT -> snapshot.getAtRiskCount();
      case AT_RISK_AMOUNT -> snapshot.getAtRiskAmount();
      case AT_RISK_COMMIT -> snapshot.getAtRiskCommit();
      case AT_RISK_COMMIT_SHARE -> atRiskCommitShare(snapshot);
      case RISK_SHARE -> snapshot.getRiskShare();
      case WATCH_COUNT -> snapshot.getWatchCount();
      case WATCH_AMOUNT -> snapshot.getWatchAmount();
      case UNTOUCHED_OPEN_AMOUNT -> snapshot.getUntouchedOpenAmount();
      case HYGIENE_SCORE -> snapshot.getHygieneScore();
      case MISSING_AMOUNT -> snapshot.getMissingAmount();
      case MISSING_OWNER -> snapshot.getMissingOwner();
      case MISSING_NEXT_STEP -> snapshot.getMissingNextStep();
      case MISSING_CLOSE_DATE -> snapshot.getMissingCloseDate();
      case STAGE_SKIPPED -> snapshot.getStageSkipped();
      case DUPLICATE_SUSPECTS -> snapshot.getDuplicateSuspects();
      case PACING_COVERAGE_TO_GO -> paceIndex(Metric.COVERAGE_TO_GO, snapshot);
      case PACING_BOOKED_AMOUNT -> paceIndex(Metric.BOOKED_AMOUNT, snapshot);
      case PACING_PROJECTED_AMOUNT -> paceIndex(Metric.PROJECTED_AMOUNT, snapshot);
      case ACTIVITY_WEEK -> of(snapshot.getActivityWeek(), FromContract::allKinds);
      case ACTIVITY_WEEK_EMAILS -> of(snapshot.getActivityWeek(), ActivityTotals::getEmails);
      case ACTIVITY_WEEK_CALLS -> of(snapshot.getActivityWeek(), ActivityTotals::getCalls);
      case ACTIVITY_WEEK_MEETINGS -> of(snapshot.getActivityWeek(), ActivityTotals::getMeetings);
      case ACTIVITY_WEEK_TASKS -> of(snapshot.getActivityWeek(), ActivityTotals::getTasks);
      case ACTIVITY_WEEK_NOTES -> of(snapshot.getActivityWeek(), ActivityTotals::getNotes);
      case ACTIVITY_WEEK_MESSAGES -> of(snapshot.getActivityWeek(), ActivityTotals::getMessages);
      case ACTIVITY_WEEK_DEALS_TOUCHED ->
          of(snapshot.getActivityWeek(), ActivityTotals::getDealsTouched);
      case ACTIVITY_MONTH -> of(snapshot.getActivityMonth(), FromContract::allKinds);
      case ACTIVITY_MONTH_EMAILS -> of(snapshot.getActivityMonth(), ActivityTotals::getEmails);
      case ACTIVITY_MONTH_CALLS -> of(snapshot.getActivityMonth(), ActivityTotals::getCalls);
      case ACTIVITY_MONTH_MEETINGS -> of(snapshot.getActivityMonth(), ActivityTotals::getMeetings);
      case ACTIVITY_MONTH_TASKS -> of(snapshot.getActivityMonth(), ActivityTotals::getTasks);
      case ACTIVITY_MONTH_NOTES -> of(snapshot.getActivityMonth(), ActivityTotals::getNotes);
      case ACTIVITY_MONTH_MESSAGES -> of(snapshot.getActivityMonth(), ActivityTotals::getMessages);
      case ACTIVITY_MONTH_DEALS_TOUCHED ->
          of(snapshot.getActivityMonth(), ActivityTotals::getDealsTouched);
      case WATERFALL_CREATED -> of(snapshot.getWaterfall(), Waterfall::getCreated);
      case WATERFALL_PULLED_IN -> of(snapshot.getWaterfall(), Waterfall::getPulledIn);
      case WATERFALL_PUSHED_IN -> of(snapshot.getWaterfall(), Waterfall::getPushedIn);
      case WATERFALL_INCREASED -> of(snapshot.getWaterfall(), Waterfall::getIncreased);
      case WATERFALL_DECREASED -> of(snapshot.getWaterfall(), Waterfall::getDecreased);
      case WATERFALL_PUSHED_OUT -> of(snapshot.getWaterfall(), Waterfall::getPushedOut);
      case WATERFALL_PULLED_OUT -> of(snapshot.getWaterfall(), Waterfall::getPulledOut);
      case WATERFALL_WON -> of(snapshot.getWaterfall(), Waterfall::getWon);
      case WATERFALL_LOST -> of(snapshot.getWaterfall(), Waterfall::getLost);
      case WATERFALL_WEEK_CREATED -> of(snapshot.getWaterfallWeek(), Waterfall::getCreated);
      case WATERFALL_WEEK_PULLED_IN -> of(snapshot.getWaterfallWeek(), Waterfall::getPulledIn);
      case WATERFALL_WEEK_PUSHED_IN -> of(snapshot.getWaterfallWeek(), Waterfall::getPushedIn);
      case WATERFALL_WEEK_INCREASED -> of(snapshot.getWaterfallWeek(), Waterfall::getIncreased);
      case WATERFALL_WEEK_DECREASED -> of(snapshot.getWaterfallWeek(), Waterfall::getDecreased);
      case WATERFALL_WEEK_PUSHED_OUT -> of(snapshot.getWaterfallWeek(), Waterfall::getPushedOut);
      case WATERFALL_WEEK_PULLED_OUT -> of(snapshot.getWaterfallWeek(), Waterfall::getPulledOut);
      case WATERFALL_WEEK_WON -> of(snapshot.getWaterfallWeek(), Waterfall::getWon);
      case WATERFALL_WEEK_LOST -> of(snapshot.getWaterfallWeek(), Waterfall::getLost);
      case SILENT_HOURS, RISK_SCORE -> null;
    };
  }

  private static <T> @Nullable Number of(@Nullable T whole, ToLongFunction<T> part) {
    return whole == null ? null : (Long) part.applyAsLong(whole);
  }

  private static long allKinds(ActivityTotals totals) {
    return totals.getEmails()
        + totals.getCalls()
        + totals.getMeetings()
        + totals.getTasks()
        + totals.getNotes()
        + totals.getMessages();
  }

  private static @Nullable Double atRiskCommitShare(PipelineSnapshot snapshot) {
    for (CategoryTotal total : snapshot.getCategories()) {
      if (total.getCategory() == ForecastCategory.COMMIT && total.getAmount() > 0) {
        return (double) snapshot.getAtRiskCommit() / total.getAmount();
      }
    }
    return null;
  }

  private static @Nullable Double paceIndex(Metric metric, PipelineSnapshot snapshot) {
    for (MetricPace pace : snapshot.getPacing()) {
      if (pace.getMetric().equals(metric.publishedName())) {
        return pace.getPaceIndex();
      }
    }
    return null;
  }

  private static int fractionDigits(String currency) throws UnusableRecordException {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException notACurrency) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE,
          "currency is '" + currency + "'; it takes an ISO 4217 code such as EUR");
    }
  }

  private static <E extends Enum<E>> List<@Nullable E> known(
      Class<E> type, List<? extends Enum<?>> words) {
    List<@Nullable E> known = new ArrayList<>();
    words.forEach(word -> known.add(known(type, word)));
    return known;
  }

  /** The same word in the domain; null for one that it does not have. */
  static <E extends Enum<E>> @Nullable E known(Class<E> type, Enum<?> word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(word.name()))
        .findAny()
        .orElse(null);
  }

  /** Microseconds since the epoch. */
  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }
}
