package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.explanation.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a pipeline snapshot that a rule can watch; a part of one is named after a dot. Its
 * published name is never changed: rules are stored by it. State is stored by place: new ones are
 * added at the end. The labels begin a sentence: "Coverage of Northern Europe is 2.7× what is left
 * to sell".
 */
public enum Metric {
  OPEN_COUNT("openCount", Measured.COUNT, "The number of open deals"),
  OPEN_AMOUNT("openAmount", Measured.MONEY, Money.OPEN, "Open pipeline"),
  WEIGHTED_AMOUNT("weightedAmount", Measured.MONEY, "Weighted pipeline"),
  QUALIFIED_AMOUNT("qualifiedAmount", Measured.MONEY, "Qualified pipeline"),
  BOOKED_COUNT("bookedCount", Measured.COUNT, "The number of deals won"),
  BOOKED_AMOUNT("bookedAmount", Measured.MONEY, Money.BOOKED, "Booked business"),
  LOST_COUNT("lostCount", Measured.COUNT, "The number of deals lost"),
  LOST_AMOUNT("lostAmount", Measured.MONEY, "Lost business"),
  OVERDUE_COUNT("overdueCount", Measured.COUNT, "The number of overdue deals"),
  OVERDUE_AMOUNT("overdueAmount", Measured.MONEY, "Overdue pipeline"),
  UNCONVERTED_COUNT(
      "unconvertedCount", Measured.COUNT, "The number of deals without an exchange rate"),
  UNKNOWN_OWNER_COUNT(
      "unknownOwnerCount", Measured.COUNT, "The number of open deals without a known owner"),
  UNKNOWN_STAGE_COUNT(
      "unknownStageCount", Measured.COUNT, "The number of open deals without a known stage"),
  QUOTA("quota", Measured.MONEY, "The quota"),
  COVERAGE_FULL(
      "coverageFull", Measured.COVERAGE_OF_QUOTA, Money.OPEN, "Coverage of the full quota"),
  COVERAGE_TO_GO("coverageToGo", Measured.COVERAGE_TO_GO, Money.OPEN, "Coverage"),
  COVERAGE_WEIGHTED("coverageWeighted", Measured.COVERAGE_TO_GO, "Weighted coverage"),
  COVERAGE_QUALIFIED("coverageQualified", Measured.COVERAGE_TO_GO, "Qualified coverage"),
  PIPELINE_NEEDED("pipelineNeeded", Measured.MONEY, Money.OPEN, "The pipeline still needed"),
  ATTAINMENT("attainment", Measured.SHARE_OF_QUOTA, Money.BOOKED, "Attainment"),
  REPS_WITH_QUOTA("repsWithQuota", Measured.COUNT, "The number of reps with a quota"),
  REPS_AT_QUOTA_COUNT("repsAtQuotaCount", Measured.COUNT, "The number of reps at quota"),
  REPS_ON_PACE_COUNT("repsOnPaceCount", Measured.COUNT, "The number of reps on pace"),
  REPS_AT_QUOTA("repsAtQuota", Measured.SHARE_OF_REPS, "The share of reps at quota"),
  REPS_ON_PACE("repsOnPace", Measured.SHARE_OF_REPS, "The share of reps on pace"),
  COMMIT_AMOUNT("commitAmount", Measured.MONEY, "Booked and committed business"),
  PROJECTED_AMOUNT("projectedAmount", Measured.MONEY, Money.BOOKED_AND_OPEN, "The projection"),
  FORECAST_DRIFT("forecastDrift", Measured.SHARE_OF_COMMIT, Money.BOOKED_AND_OPEN, "The forecast"),
  SUBMITTED_COMMIT("submittedCommit", Measured.MONEY, "The submitted commit"),
  BEST_CASE_AMOUNT("bestCaseAmount", Measured.MONEY, "Booked, committed and best-case business"),
  PROJECTED_LOW(
      "projectedLow", Measured.MONEY, Money.BOOKED_AND_OPEN, "The low end of the projection"),
  PROJECTED_HIGH(
      "projectedHigh", Measured.MONEY, Money.BOOKED_AND_OPEN, "The high end of the projection"),
  FORECAST_DRIFT_WEEK(
      "forecastDriftWeek",
      Measured.SHARE_OF_WEEK_BEFORE,
      Money.BOOKED_AND_OPEN,
      "The change in a week of the projection"),
  FORECAST_VARIANCE("forecastVariance", Measured.SHARE_OF_BOOKED, "The variance of the forecast"),
  WINDOW_WON_COUNT("windowWonCount", Measured.COUNT, "The number of deals won lately"),
  WINDOW_WON_AMOUNT("windowWonAmount", Measured.MONEY, "Business won lately"),
  WINDOW_LOST_COUNT("windowLostCount", Measured.COUNT, "The number of deals lost lately"),
  WINDOW_LOST_AMOUNT("windowLostAmount", Measured.MONEY, "Business lost lately"),
  WINDOW_CREATED_COUNT("windowCreatedCount", Measured.COUNT, "The number of deals created lately"),
  WIN_RATE("winRate", Measured.SHARE, "The win rate"),
  WIN_RATE_VALUE("winRateValue", Measured.SHARE, "The win rate by amount"),
  WIN_RATE_COHORT("winRateCohort", Measured.SHARE, "The win rate of the deals created lately"),
  AVERAGE_DEAL_SIZE("averageDealSize", Measured.MONEY, "The average deal size"),
  CYCLE_DAYS("cycleDays", Measured.DAYS, "The mean sales cycle"),
  CYCLE_DAYS_MEDIAN("cycleDaysMedian", Measured.DAYS, "The median sales cycle"),
  VELOCITY_PER_DAY("velocityPerDay", Measured.MONEY_PER_DAY, "Velocity"),
  STAGE_SLOWDOWN("stageSlowdown", Measured.SLOWDOWN, "The time spent in the slowest stage"),
  AT_RISK_COUNT("atRiskCount", Measured.COUNT, "The number of deals at risk"),
  AT_RISK_AMOUNT("atRiskAmount", Measured.MONEY, "Pipeline at risk"),
  AT_RISK_COMMIT("atRiskCommit", Measured.MONEY, "Committed pipeline at risk"),
  AT_RISK_COMMIT_SHARE(
      "atRiskCommitShare", Measured.SHARE, "The share at risk of the committed pipeline"),
  RISK_SHARE("riskShare", Measured.SHARE, "The share at risk of the pipeline"),
  WATCH_COUNT("watchCount", Measured.COUNT, "The number of deals to watch"),
  WATCH_AMOUNT("watchAmount", Measured.MONEY, "Pipeline to watch"),
  UNTOUCHED_OPEN_AMOUNT("untouchedOpenAmount", Measured.MONEY, "Untouched pipeline"),
  HYGIENE_SCORE("hygieneScore", Measured.SHARE, "The share of deals in good order"),
  MISSING_AMOUNT("missingAmount", Measured.COUNT, "The number of open deals without an amount"),
  MISSING_OWNER("missingOwner", Measured.COUNT, "The number of open deals without an owner"),
  MISSING_NEXT_STEP(
      "missingNextStep", Measured.COUNT, "The number of open deals without a next step"),
  MISSING_CLOSE_DATE(
      "missingCloseDate", Measured.COUNT, "The number of open deals without a close date"),
  STAGE_SKIPPED("stageSkipped", Measured.COUNT, "The number of open deals that skipped a stage"),
  DUPLICATE_SUSPECTS(
      "duplicateSuspects", Measured.COUNT, "The number of deals that may be duplicates"),
  PACING_COVERAGE_TO_GO("pacing.coverageToGo", Measured.PACE, Money.OPEN, "The pace of coverage"),
  PACING_BOOKED_AMOUNT(
      "pacing.bookedAmount", Measured.PACE, Money.BOOKED, "The pace of booked business"),
  PACING_PROJECTED_AMOUNT(
      "pacing.projectedAmount", Measured.PACE, Money.BOOKED_AND_OPEN, "The pace of the projection"),
  ACTIVITY_WEEK("activityWeek", Measured.COUNT, "The weekly number of activities"),
  ACTIVITY_WEEK_EMAILS("activityWeek.emails", Measured.COUNT, "The weekly number of mails"),
  ACTIVITY_WEEK_CALLS("activityWeek.calls", Measured.COUNT, "The weekly number of calls"),
  ACTIVITY_WEEK_MEETINGS("activityWeek.meetings", Measured.COUNT, "The weekly number of meetings"),
  ACTIVITY_WEEK_TASKS("activityWeek.tasks", Measured.COUNT, "The weekly number of tasks done"),
  ACTIVITY_WEEK_NOTES("activityWeek.notes", Measured.COUNT, "The weekly number of notes"),
  ACTIVITY_WEEK_MESSAGES("activityWeek.messages", Measured.COUNT, "The weekly number of messages"),
  ACTIVITY_WEEK_DEALS_TOUCHED(
      "activityWeek.dealsTouched", Measured.COUNT, "The weekly number of deals touched"),
  ACTIVITY_MONTH("activityMonth", Measured.COUNT, "The four-week number of activities"),
  ACTIVITY_MONTH_EMAILS("activityMonth.emails", Measured.COUNT, "The four-week number of mails"),
  ACTIVITY_MONTH_CALLS("activityMonth.calls", Measured.COUNT, "The four-week number of calls"),
  ACTIVITY_MONTH_MEETINGS(
      "activityMonth.meetings", Measured.COUNT, "The four-week number of meetings"),
  ACTIVITY_MONTH_TASKS("activityMonth.tasks", Measured.COUNT, "The four-week number of tasks done"),
  ACTIVITY_MONTH_NOTES("activityMonth.notes", Measured.COUNT, "The four-week number of notes"),
  ACTIVITY_MONTH_MESSAGES(
      "activityMonth.messages", Measured.COUNT, "The four-week number of messages"),
  ACTIVITY_MONTH_DEALS_TOUCHED(
      "activityMonth.dealsTouched", Measured.COUNT, "The four-week number of deals touched"),
  WATERFALL_CREATED("waterfall.created", Measured.MONEY, "Pipeline created since the period began"),
  WATERFALL_PULLED_IN(
      "waterfall.pulledIn", Measured.MONEY, "Pipeline pulled in since the period began"),
  WATERFALL_PUSHED_IN(
      "waterfall.pushedIn", Measured.MONEY, "Pipeline pushed in since the period began"),
  WATERFALL_INCREASED(
      "waterfall.increased", Measured.MONEY, "Growth of open deals since the period began"),
  WATERFALL_DECREASED(
      "waterfall.decreased", Measured.MONEY, "Shrinkage of open deals since the period began"),
  WATERFALL_PUSHED_OUT(
      "waterfall.pushedOut", Measured.MONEY, "Pipeline pushed out since the period began"),
  WATERFALL_PULLED_OUT(
      "waterfall.pulledOut", Measured.MONEY, "Pipeline pulled out since the period began"),
  WATERFALL_WON("waterfall.won", Measured.MONEY, "Pipeline won since the period began"),
  WATERFALL_LOST("waterfall.lost", Measured.MONEY, "Pipeline lost since the period began"),
  WATERFALL_WEEK_CREATED("waterfallWeek.created", Measured.MONEY, "Pipeline created within a week"),
  WATERFALL_WEEK_PULLED_IN(
      "waterfallWeek.pulledIn", Measured.MONEY, "Pipeline pulled in within a week"),
  WATERFALL_WEEK_PUSHED_IN(
      "waterfallWeek.pushedIn", Measured.MONEY, "Pipeline pushed in within a week"),
  WATERFALL_WEEK_INCREASED(
      "waterfallWeek.increased", Measured.MONEY, "Growth of open deals within a week"),
  WATERFALL_WEEK_DECREASED(
      "waterfallWeek.decreased", Measured.MONEY, "Shrinkage of open deals within a week"),
  WATERFALL_WEEK_PUSHED_OUT(
      "waterfallWeek.pushedOut", Measured.MONEY, "Pipeline pushed out within a week"),
  WATERFALL_WEEK_PULLED_OUT(
      "waterfallWeek.pulledOut", Measured.MONEY, "Pipeline pulled out within a week"),
  WATERFALL_WEEK_WON("waterfallWeek.won", Measured.MONEY, "Pipeline won within a week"),
  WATERFALL_WEEK_LOST("waterfallWeek.lost", Measured.MONEY, "Pipeline lost within a week"),
  SILENT_HOURS("silentHours", Measured.WORKING_HOURS, "The silence");

  private static final Map<String, Metric> BY_NAME = new HashMap<>();
  private static final List<String> NAMES;

  static {
    List<String> names = new ArrayList<>();
    for (Metric metric : values()) {
      BY_NAME.put(metric.publishedName, metric);
      names.add(metric.publishedName);
    }
    NAMES = Collections.unmodifiableList(names);
  }

  private final String publishedName;
  private final Measured measured;
  private final @Nullable Money money;
  private final String label;

  /** One that is not explained by deals. */
  Metric(String publishedName, Measured measured, String label) {
    this(publishedName, measured, null, label);
  }

  Metric(String publishedName, Measured measured, @Nullable Money money, String label) {
    this.publishedName = publishedName;
    this.measured = measured;
    this.money = money;
    this.label = label;
  }

  /** The metric of that name in a snapshot, for example {@code coverageToGo}; null if unknown. */
  public static @Nullable Metric named(String publishedName) {
    return BY_NAME.get(publishedName);
  }

  /** The names of all of them, as snapshots spell them. */
  public static List<String> names() {
    return NAMES;
  }

  /** The name under which a snapshot publishes it. */
  public String publishedName() {
    return publishedName;
  }

  /** What it is counted in. */
  public Measured measured() {
    return measured;
  }

  /**
   * The amount whose movements explain it; of a ratio, the money above the line. Null: it is not
   * explained by deals.
   */
  public @Nullable Money money() {
    return money;
  }

  /** Whether it has a value only once the period has ended. */
  public boolean isKnownAtEnd() {
    return this == FORECAST_VARIANCE;
  }

  /** How people call it, at the start of a sentence. */
  public String label() {
    return label;
  }
}
