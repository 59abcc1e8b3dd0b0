package io.pipelinemonitor.alerts.board;

import io.pipelinemonitor.alerts.board.Families.Point;
import io.pipelinemonitor.schema.ActivityTotals;
import io.pipelinemonitor.schema.CategoryTotal;
import io.pipelinemonitor.schema.MetricPace;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.StageTotal;
import io.pipelinemonitor.schema.Waterfall;
import io.pipelinemonitor.schema.json.MinorUnits;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a scope and period as metrics. Money is in major units of the currency that its
 * label names, times are in seconds, shares and ratios are plain numbers. What is null in the
 * snapshot has no series.
 */
final class Figures {

  private static final double DAY_SECONDS = Duration.ofDays(1).toSeconds();
  private static final String PREFIX = "pipeline_";

  /** What a number counts. */
  private enum Kind {
    PLAIN,
    /** Minor units in the record, major units and a currency in the metric. */
    MONEY,
    /** Days in the record, seconds in the metric. */
    DAYS
  }

  private record Figure<T>(Gauge gauge, Kind kind, Function<T, @Nullable Number> value) {}

  private static <T> Figure<T> plain(
      String name, String help, Function<T, @Nullable Number> value) {
    return new Figure<>(new Gauge(PREFIX + name, help), Kind.PLAIN, value);
  }

  private static <T> Figure<T> money(
      String name, String help, Function<T, @Nullable Number> value) {
    return new Figure<>(new Gauge(PREFIX + name, help), Kind.MONEY, value);
  }

  private static <T> Figure<T> days(String name, String help, Function<T, @Nullable Number> value) {
    return new Figure<>(new Gauge(PREFIX + name, help), Kind.DAYS, value);
  }

  private static final List<Figure<PipelineSnapshot>> OF_SCOPE =
      List.of(
          plain("open_deals", "Open deals.", PipelineSnapshot::getOpenCount),
          money("open_amount", "Amount of open deals.", PipelineSnapshot::getOpenAmount),
          money(
              "weighted_amount",
              "Amount of open deals times their probability.",
              PipelineSnapshot::getWeightedAmount),
          money(
              "qualified_amount",
              "Amount of open deals in qualified stages.",
              PipelineSnapshot::getQualifiedAmount),
          plain("booked_deals", "Deals won in the period.", PipelineSnapshot::getBookedCount),
          money("booked_amount", "Amount won in the period.", PipelineSnapshot::getBookedAmount),
          plain("lost_deals", "Deals lost in the period.", PipelineSnapshot::getLostCount),
          money("lost_amount", "Amount lost in the period.", PipelineSnapshot::getLostAmount),
          plain(
              "overdue_deals",
              "Open deals whose close date has passed.",
              PipelineSnapshot::getOverdueCount),
          money(
              "overdue_amount",
              "Amount of open deals whose close date has passed.",
              PipelineSnapshot::getOverdueAmount),
          plain(
              "unconverted_deals",
              "Deals whose amount has no exchange rate.",
              PipelineSnapshot::getUnconvertedCount),
          plain(
              "unknown_owner_deals",
              "Open deals whose owner is not known.",
              PipelineSnapshot::getUnknownOwnerCount),
          plain(
              "unknown_stage_deals",
              "Open deals whose stage is not defined.",
              PipelineSnapshot::getUnknownStageCount),
          money("quota_amount", "The quota.", PipelineSnapshot::getQuota),
          plain(
              "coverage_full_ratio",
              "Open amount divided by the quota.",
              PipelineSnapshot::getCoverageFull),
          plain(
              "coverage_to_go_ratio",
              "Open amount divided by what of the quota is not booked.",
              PipelineSnapshot::getCoverageToGo),
          plain(
              "coverage_weighted_ratio",
              "Weighted amount divided by what of the quota is not booked.",
              PipelineSnapshot::getCoverageWeighted),
          plain(
              "coverage_qualified_ratio",
              "Qualified amount divided by what of the quota is not booked.",
              PipelineSnapshot::getCoverageQualified),
          money(
              "needed_amount",
              "Open amount that is missing for coverage to reach its target.",
              PipelineSnapshot::getPipelineNeeded),
          plain(
              "attained",
              "1 where the quota is booked, else 0.",
              snapshot -> snapshot.getAttained() ? 1 : 0),
          plain(
              "attainment_ratio",
              "Booked amount divided by the quota.",
              PipelineSnapshot::getAttainment),
          plain("reps_with_quota", "Reps with a quota.", PipelineSnapshot::getRepsWithQuota),
          plain(
              "reps_at_quota",
              "Reps who have booked their quota.",
              PipelineSnapshot::getRepsAtQuotaCount),
          plain(
              "reps_on_pace",
              "Reps who have booked the elapsed part of their quota.",
              PipelineSnapshot::getRepsOnPaceCount),
          plain(
              "reps_at_quota_ratio",
              "Share of the reps with a quota who have booked it.",
              PipelineSnapshot::getRepsAtQuota),
          plain(
              "reps_on_pace_ratio",
              "Share of the reps with a quota who have booked its elapsed part.",
              PipelineSnapshot::getRepsOnPace),
          days(
              "window_seconds",
              "Length of the trailing window of velocity and stages.",
              PipelineSnapshot::getWindowDays),
          plain(
              "window_won_deals",
              "Deals won in the trailing window.",
              PipelineSnapshot::getWindowWonCount),
          money(
              "window_won_amount",
              "Amount won in the trailing window.",
              PipelineSnapshot::getWindowWonAmount),
          plain(
              "window_lost_deals",
              "Deals lost in the trailing window.",
              PipelineSnapshot::getWindowLostCount),
          money(
              "window_lost_amount",
              "Amount lost in the trailing window.",
              PipelineSnapshot::getWindowLostAmount),
          plain(
              "window_created_deals",
              "Deals created in the trailing window.",
              PipelineSnapshot::getWindowCreatedCount),
          plain(
              "win_rate_ratio",
              "Share of the deals closed in the window that were won.",
              PipelineSnapshot::getWinRate),
          plain("win_rate_value_ratio", "The same by amount.", PipelineSnapshot::getWinRateValue),
          plain(
              "win_rate_cohort_ratio",
              "Share of the deals created in the window that are won by now.",
              PipelineSnapshot::getWinRateCohort),
          money(
              "average_deal_amount",
              "Mean amount of the deals won in the window.",
              PipelineSnapshot::getAverageDealSize),
          days(
              "cycle_mean_seconds",
              "Mean time from creation to win of the deals won in the window.",
              PipelineSnapshot::getCycleDays),
          days(
              "cycle_median_seconds",
              "Median time from creation to win of the deals won in the window.",
              PipelineSnapshot::getCycleDaysMedian),
          money(
              "velocity_amount_per_day",
              "Open deals times win rate times deal size divided by the cycle: money a day.",
              PipelineSnapshot::getVelocityPerDay),
          plain("at_risk_deals", "Open deals at risk.", PipelineSnapshot::getAtRiskCount),
          money("at_risk_amount", "Amount of deals at risk.", PipelineSnapshot::getAtRiskAmount),
          money(
              "at_risk_commit_amount",
              "Amount of deals at risk that are forecast as commit.",
              PipelineSnapshot::getAtRiskCommit),
          plain("watch_deals", "Open deals to be watched.", PipelineSnapshot::getWatchCount),
          money("watch_amount", "Amount of deals to be watched.", PipelineSnapshot::getWatchAmount),
          plain(
              "risk_ratio",
              "Share of the open amount that is at risk.",
              PipelineSnapshot::getRiskShare),
          money(
              "untouched_amount",
              "Amount of open deals that nobody has touched lately.",
              PipelineSnapshot::getUntouchedOpenAmount),
          plain(
              "missing_amount_deals",
              "Open deals without an amount.",
              PipelineSnapshot::getMissingAmount),
          plain(
              "missing_owner_deals",
              "Open deals without an owner.",
              PipelineSnapshot::getMissingOwner),
          plain(
              "missing_next_step_deals",
              "Open deals without a next step.",
              PipelineSnapshot::getMissingNextStep),
          plain(
              "missing_close_date_deals",
              "Open deals without a close date.",
              PipelineSnapshot::getMissingCloseDate),
          plain(
              "stage_skipped_deals",
              "Open deals that skipped a stage.",
              PipelineSnapshot::getStageSkipped),
          plain(
              "duplicate_suspect_deals",
              "Open deals that look like another one.",
              PipelineSnapshot::getDuplicateSuspects),
          plain(
              "hygiene_ratio",
              "Share of the open deals in good order.",
              PipelineSnapshot::getHygieneScore),
          money(
              "commit_amount",
              "Booked, and open deals forecast as commit.",
              PipelineSnapshot::getCommitAmount),
          money(
              "best_case_amount",
              "Commit, and open deals forecast as best case.",
              PipelineSnapshot::getBestCaseAmount),
          money(
              "submitted_commit_amount",
              "The commit that was submitted last.",
              PipelineSnapshot::getSubmittedCommit),
          plain(
              "submitted_commit_timestamp_seconds",
              "When it was submitted.",
              snapshot -> seconds(snapshot.getSubmittedCommitAt())),
          money(
              "projected_amount",
              "What the period is expected to end with.",
              PipelineSnapshot::getProjectedAmount),
          money(
              "projected_low_amount",
              "One in ten periods ends with less.",
              PipelineSnapshot::getProjectedLow),
          money(
              "projected_high_amount",
              "One in ten periods ends with more.",
              PipelineSnapshot::getProjectedHigh),
          plain(
              "projection_learnt",
              "1 where the projection is learnt from earlier periods, else 0.",
              snapshot -> snapshot.getProjectionLearnt() ? 1 : 0),
          plain(
              "forecast_drift_ratio",
              "How far the projection is off the submitted commit, as a share of it.",
              PipelineSnapshot::getForecastDrift),
          plain(
              "forecast_variance_ratio",
              "How far the commit at the start was off what was booked at the end.",
              PipelineSnapshot::getForecastVariance),
          money(
              "projected_week_ago_amount",
              "The projection of a week ago.",
              PipelineSnapshot::getProjectedWeekAgo),
          plain(
              "forecast_drift_week_ratio",
              "How far the projection has moved in a week, as a share of it.",
              PipelineSnapshot::getForecastDriftWeek),
          plain(
              "as_of_timestamp_seconds",
              "Stream time as of which the figures are.",
              snapshot -> seconds(snapshot.getAsOf())));

  private static final List<Figure<StageTotal>> OF_STAGE =
      List.of(
          plain("stage_open_deals", "Open deals in the stage.", StageTotal::getCount),
          money("stage_open_amount", "Amount of open deals in the stage.", StageTotal::getAmount),
          plain(
              "stage_entered_deals",
              "How often a deal entered the stage in the trailing window.",
              StageTotal::getEntered),
          plain(
              "stage_completed_deals",
              "Stays in the stage that ended in the trailing window.",
              StageTotal::getCompleted),
          plain(
              "stage_advanced_deals",
              "Stays that ended in a later stage or a win.",
              StageTotal::getAdvanced),
          plain(
              "stage_conversion_ratio",
              "Share of the ended stays that ended in a later stage or a win.",
              StageTotal::getConversion),
          days(
              "stage_stay_median_seconds",
              "Median length of these stays.",
              StageTotal::getDaysMedian),
          days(
              "stage_stay_p90_seconds",
              "90th percentile of the length of these stays.",
              StageTotal::getDaysP90),
          plain(
              "stage_slowdown_ratio",
              "Median stay divided by that of the window before.",
              StageTotal::getSlowdown));

  private static final List<Figure<CategoryTotal>> OF_CATEGORY =
      List.of(
          plain("category_open_deals", "Open deals in the category.", CategoryTotal::getCount),
          money(
              "category_open_amount",
              "Amount of open deals in the category.",
              CategoryTotal::getAmount));

  private static final Gauge WATERFALL =
      new Gauge(
          PREFIX + "waterfall_amount",
          "What moved the open amount since the start of the period, or over seven days; what takes"
              + " away is below zero, and together they are the open amount.");

  /** With the sign with which they add up to the open amount. */
  private static final Map<String, Function<Waterfall, Long>> MOVEMENTS =
      Map.ofEntries(
          Map.entry("opening", Waterfall::getOpening),
          Map.entry("created", Waterfall::getCreated),
          Map.entry("pulled_in", Waterfall::getPulledIn),
          Map.entry("pushed_in", Waterfall::getPushedIn),
          Map.entry("increased", Waterfall::getIncreased),
          Map.entry("reopened", Waterfall::getReopened),
          Map.entry("restored", Waterfall::getRestored),
          Map.entry("transferred_in", Waterfall::getTransferredIn),
          Map.entry("decreased", waterfall -> -waterfall.getDecreased()),
          Map.entry("pushed_out", waterfall -> -waterfall.getPushedOut()),
          Map.entry("pulled_out", waterfall -> -waterfall.getPulledOut()),
          Map.entry("won", waterfall -> -waterfall.getWon()),
          Map.entry("lost", waterfall -> -waterfall.getLost()),
          Map.entry("deleted", waterfall -> -waterfall.getDeleted()),
          Map.entry("merged", waterfall -> -waterfall.getMerged()),
          Map.entry("transferred_out", waterfall -> -waterfall.getTransferredOut()),
          Map.entry("exchange_rates", Waterfall::getFxEffect));

  private static final Gauge ACTIVITIES =
      new Gauge(PREFIX + "activities", "Completed activities, by kind, over seven or 28 days.");

  private static final Map<String, Function<ActivityTotals, Long>> ACTIVITY_KINDS =
      Map.of(
          "email", ActivityTotals::getEmails,
          "call", ActivityTotals::getCalls,
          "meeting", ActivityTotals::getMeetings,
          "task", ActivityTotals::getTasks,
          "note", ActivityTotals::getNotes,
          "message", ActivityTotals::getMessages);

  private static final Gauge TOUCHED =
      new Gauge(PREFIX + "touched_deals", "Deals that had an activity, over seven or 28 days.");

  private static final Gauge PACE =
      new Gauge(
          PREFIX + "pace_ratio",
          "The figure now divided by its median at the same part of earlier periods.");
  private static final Gauge EARLIER_AMOUNT =
      new Gauge(
          PREFIX + "earlier_amount",
          "Where an amount stood at the same part of earlier periods, by percentile.");
  private static final Gauge EARLIER_RATIO =
      new Gauge(
          PREFIX + "earlier_ratio",
          "Where a ratio stood at the same part of earlier periods, by percentile.");

  private Figures() {}

  /** All series of one scope and period. */
  static List<Point> of(PipelineSnapshot snapshot) {
    double minorUnits = Math.pow(10, MinorUnits.decimals(snapshot.getCurrency()));
    String name = snapshot.getScopeName();
    Labels plain =
        Labels.of(
            "period",
            snapshot.getPeriod(),
            "scope",
            snapshot.getScopeId(),
            "scope_name",
            name == null ? snapshot.getScopeId() : name,
            "scope_type",
            snapshot.getScopeType().name().toLowerCase(Locale.ROOT));
    Labels money = plain.add("currency", snapshot.getCurrency());
    Writer writer = new Writer(plain, money, minorUnits);
    writer.add(OF_SCOPE, snapshot);
    for (StageTotal stage : snapshot.getStages()) {
      writer
          .with("process", stage.getPipelineId())
          .with("stage", stage.getStageId())
          .add(OF_STAGE, stage);
    }
    for (CategoryTotal category : snapshot.getCategories()) {
      writer
          .with("category", category.getCategory().name().toLowerCase(Locale.ROOT))
          .add(OF_CATEGORY, category);
    }
    waterfall(writer.with("over", "period"), snapshot.getWaterfall());
    waterfall(writer.with("over", "week"), snapshot.getWaterfallWeek());
    activities(writer.with("over", "week"), snapshot.getActivityWeek());
    activities(writer.with("over", "month"), snapshot.getActivityMonth());
    snapshot.getPacing().forEach(pace -> pacing(writer, pace));
    return writer.points;
  }

  private static void waterfall(Writer writer, @Nullable Waterfall waterfall) {
    if (waterfall != null) {
      MOVEMENTS.forEach(
          (movement, amount) ->
              writer
                  .with("movement", movement)
                  .add(WATERFALL, Kind.MONEY, amount.apply(waterfall)));
    }
  }

  private static void activities(Writer writer, @Nullable ActivityTotals totals) {
    if (totals != null) {
      ACTIVITY_KINDS.forEach(
          (kind, count) ->
              writer.with("kind", kind).add(ACTIVITIES, Kind.PLAIN, count.apply(totals)));
      writer.add(TOUCHED, Kind.PLAIN, totals.getDealsTouched());
    }
  }

  private static void pacing(Writer all, MetricPace pace) {
    boolean isMoney = pace.getMetric().endsWith("Amount");
    Gauge earlier = isMoney ? EARLIER_AMOUNT : EARLIER_RATIO;
    Kind kind = isMoney ? Kind.MONEY : Kind.PLAIN;
    Writer writer = all.with("figure", underscored(pace.getMetric()));
    writer.add(PACE, Kind.PLAIN, pace.getPaceIndex());
    writer.with("percentile", "10").add(earlier, kind, pace.getP10());
    writer.with("percentile", "50").add(earlier, kind, pace.getMedian());
    writer.with("percentile", "90").add(earlier, kind, pace.getP90());
  }

  /** A name of the contract as Prometheus spells names: coverageToGo is coverage_to_go. */
  static String underscored(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static @Nullable Double seconds(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli() / 1_000.0;
  }

  /** Writes series that share labels to one list. */
  private static final class Writer {
    private final Labels plain;
    private final Labels money;
    private final double minorUnits;
    private final List<Point> points;

    Writer(Labels plain, Labels money, double minorUnits) {
      this(plain, money, minorUnits, new ArrayList<>());
    }

    private Writer(Labels plain, Labels money, double minorUnits, List<Point> points) {
      this.plain = plain;
      this.money = money;
      this.minorUnits = minorUnits;
      this.points = points;
    }

    Writer with(String label, String value) {
      return new Writer(plain.add(label, value), money.add(label, value), minorUnits, points);
    }

    <T> void add(List<Figure<T>> figures, T of) {
      figures.forEach(figure -> add(figure.gauge, figure.kind, figure.value.apply(of)));
    }

    void add(Gauge gauge, Kind kind, @Nullable Number value) {
      if (value == null) {
        return;
      }
      double number = value.doubleValue();
      points.add(
          switch (kind) {
            case PLAIN -> new Point(gauge, plain, number);
            case MONEY -> new Point(gauge, money, number / minorUnits);
            case DAYS -> new Point(gauge, plain, number * DAY_SECONDS);
          });
    }
  }
}
