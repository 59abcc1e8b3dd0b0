package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.explanation.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a pipeline snapshot that a rule can watch. Its published name is never changed: rules
 * and state are stored by it. The labels begin a sentence: "Coverage of Northern Europe is 2.7×
 * what is left to sell".
 */
public enum Metric {
  OPEN_COUNT("openCount", Measured.COUNT, "The number of open deals"),
  OPEN_AMOUNT("openAmount", Measured.MONEY, "Open pipeline"),
  WEIGHTED_AMOUNT("weightedAmount", Measured.MONEY, "Weighted pipeline"),
  QUALIFIED_AMOUNT("qualifiedAmount", Measured.MONEY, "Qualified pipeline"),
  BOOKED_COUNT("bookedCount", Measured.COUNT, "The number of deals won"),
  BOOKED_AMOUNT("bookedAmount", Measured.MONEY, "Booked business"),
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
  COVERAGE_FULL("coverageFull", Measured.COVERAGE_OF_QUOTA, "Coverage of the full quota"),
  COVERAGE_TO_GO("coverageToGo", Measured.COVERAGE_TO_GO, "Coverage"),
  COVERAGE_WEIGHTED("coverageWeighted", Measured.COVERAGE_TO_GO, "Weighted coverage"),
  COVERAGE_QUALIFIED("coverageQualified", Measured.COVERAGE_TO_GO, "Qualified coverage"),
  PIPELINE_NEEDED("pipelineNeeded", Measured.MONEY, "The pipeline still needed"),
  ATTAINMENT("attainment", Measured.SHARE_OF_QUOTA, "Attainment"),
  REPS_WITH_QUOTA("repsWithQuota", Measured.COUNT, "The number of reps with a quota"),
  REPS_AT_QUOTA_COUNT("repsAtQuotaCount", Measured.COUNT, "The number of reps at quota"),
  REPS_ON_PACE_COUNT("repsOnPaceCount", Measured.COUNT, "The number of reps on pace"),
  REPS_AT_QUOTA("repsAtQuota", Measured.SHARE_OF_REPS, "The share of reps at quota"),
  REPS_ON_PACE("repsOnPace", Measured.SHARE_OF_REPS, "The share of reps on pace"),
  COMMIT_AMOUNT("commitAmount", Measured.MONEY, "Booked and committed business"),
  PROJECTED_AMOUNT("projectedAmount", Measured.MONEY, "The projection"),
  FORECAST_DRIFT("forecastDrift", Measured.SHARE_OF_COMMIT, "Forecast drift");

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
  private final String label;

  Metric(String publishedName, Measured measured, String label) {
    this.publishedName = publishedName;
    this.measured = measured;
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
    return switch (this) {
      case OPEN_AMOUNT, COVERAGE_FULL, COVERAGE_TO_GO, PIPELINE_NEEDED -> Money.OPEN;
      case BOOKED_AMOUNT, ATTAINMENT -> Money.BOOKED;
      case OPEN_COUNT,
          WEIGHTED_AMOUNT,
          QUALIFIED_AMOUNT,
          BOOKED_COUNT,
          LOST_COUNT,
          LOST_AMOUNT,
          OVERDUE_COUNT,
          OVERDUE_AMOUNT,
          UNCONVERTED_COUNT,
          UNKNOWN_OWNER_COUNT,
          UNKNOWN_STAGE_COUNT,
          QUOTA,
          COVERAGE_WEIGHTED,
          COVERAGE_QUALIFIED,
          REPS_WITH_QUOTA,
          REPS_AT_QUOTA_COUNT,
          REPS_ON_PACE_COUNT,
          REPS_AT_QUOTA,
          REPS_ON_PACE,
          COMMIT_AMOUNT,
          PROJECTED_AMOUNT,
          FORECAST_DRIFT ->
          null;
    };
  }

  /** How people call it, at the start of a sentence. */
  public String label() {
    return label;
  }
}
