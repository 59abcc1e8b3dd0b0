package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Pace;
import io.pipelinemonitor.schema.ActivityTotals;
import io.pipelinemonitor.schema.CategoryTotal;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.MetricPace;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.StageTotal;
import io.pipelinemonitor.schema.Waterfall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FromContractTest {

  /** Figures that are made of several, or of one part of a list. */
  private static final Set<String> DERIVED =
      Set.of(
          "stageSlowdown",
          "atRiskCommitShare",
          "pacing.coverageToGo",
          "pacing.bookedAmount",
          "pacing.projectedAmount",
          "activityWeek",
          "activityMonth");

  /** Figures of single deals. */
  private static final Set<String> OF_DEALS = Set.of("riskScore");

  /** Numbers that say what the figures are of, or that no rule can do anything with. */
  private static final Set<String> NOT_WATCHED =
      Set.of("periodElapsed", "windowDays", "projectedWeekAgo");

  /** Parts of the waterfall that are rare, or that another metric says. */
  private static final Set<String> NOT_WATCHED_PARTS =
      Set.of(
          "opening",
          "reopened",
          "restored",
          "transferredIn",
          "deleted",
          "merged",
          "transferredOut",
          "fxEffect");

  @Test
  void letsEveryNumberOfASnapshotBeWatched() {
    Set<String> expected = new TreeSet<>(DERIVED);
    expected.addAll(OF_DEALS);
    for (Schema.Field field : PipelineSnapshot.getClassSchema().getFields()) {
      Schema type = present(field.schema());
      if (isNumber(type) && !NOT_WATCHED.contains(field.name())) {
        expected.add(field.name());
      } else if (type.getType() == Schema.Type.RECORD) {
        for (Schema.Field part : type.getFields()) {
          if (!NOT_WATCHED_PARTS.contains(part.name())) {
            expected.add(field.name() + '.' + part.name());
          }
        }
      }
    }
    // Of sources, which have no snapshots.
    expected.add(Metric.SILENT_HOURS.publishedName());
    assertThat(new TreeSet<>(Metric.names())).isEqualTo(expected);
  }

  private static Schema present(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(1) : schema;
  }

  private static boolean isNumber(Schema type) {
    return switch (type.getType()) {
      case INT, LONG, DOUBLE, FLOAT ->
          type.getLogicalType() == null || type.getLogicalType() instanceof LogicalTypes.Decimal;
      default -> false;
    };
  }

  @Test
  void readsPartsAndMoneyInMajorUnits() throws Exception {
    PipelineSnapshot snapshot = AlertInputs.snapshot(1, "north", 2.7);
    snapshot.setVelocityPerDay(12_345_67L);
    snapshot.setWinRate(0.25);
    snapshot.setActivityWeek(new ActivityTotals(1L, 2L, 3L, 4L, 5L, 6L, 7L));
    Waterfall week = new Waterfall();
    week.setPushedOut(1_50L);
    snapshot.setWaterfallWeek(week);
    Observation observation = FromContract.observation(snapshot);
    assertThat(observation.values())
        .contains(
            entry(Metric.VELOCITY_PER_DAY, 12_345.67),
            entry(Metric.WIN_RATE, 0.25),
            entry(Metric.ACTIVITY_WEEK, 21.0),
            entry(Metric.ACTIVITY_WEEK_MEETINGS, 3.0),
            entry(Metric.ACTIVITY_WEEK_DEALS_TOUCHED, 7.0),
            entry(Metric.WATERFALL_WEEK_PUSHED_OUT, 1.5))
        .doesNotContainKeys(
            Metric.ACTIVITY_MONTH,
            Metric.WATERFALL_WON,
            Metric.STAGE_SLOWDOWN,
            Metric.AT_RISK_COMMIT_SHARE,
            Metric.PACING_COVERAGE_TO_GO);
    assertThat(observation.paces()).isEmpty();
  }

  @Test
  void findsTheSlowestStageOfThoseWithEnoughStays() throws Exception {
    PipelineSnapshot snapshot = AlertInputs.snapshot(1, "north", 2.7);
    List<StageTotal> stages = new ArrayList<>();
    stages.add(stage("offer", 40, 1.2));
    stages.add(stage("talks", 10, 1.7));
    stages.add(stage("legal", 9, 9.0));
    stages.add(stage("new", 90, null));
    snapshot.setStages(stages);
    Observation observation = FromContract.observation(snapshot);
    assertThat(observation.value(Metric.STAGE_SLOWDOWN)).isEqualTo(1.7);
    assertThat(observation.slowestStage()).isEqualTo("talks");
  }

  private static StageTotal stage(String stageId, long completed, @Nullable Double slowdown) {
    return StageTotal.newBuilder()
        .setPipelineId("new")
        .setStageId(stageId)
        .setCompleted(completed)
        .setSlowdown(slowdown)
        .build();
  }

  @Test
  void comparesTheCommitAtRiskWithTheOpenCommit() throws Exception {
    PipelineSnapshot snapshot = AlertInputs.snapshot(1, "north", 2.7);
    snapshot.setAtRiskCommit(30_00);
    snapshot.setCategories(
        List.of(
            new CategoryTotal(ForecastCategory.PIPELINE, 9L, 900_00L),
            new CategoryTotal(ForecastCategory.COMMIT, 2L, 120_00L)));
    assertThat(FromContract.observation(snapshot).value(Metric.AT_RISK_COMMIT_SHARE))
        .isEqualTo(0.25);
    snapshot.setCategories(List.of(new CategoryTotal(ForecastCategory.COMMIT, 2L, 0L)));
    assertThat(FromContract.observation(snapshot).value(Metric.AT_RISK_COMMIT_SHARE)).isNull();
  }

  @Test
  void readsThePaceInTheMetricsUnit() throws Exception {
    PipelineSnapshot snapshot = AlertInputs.snapshot(1, "north", 2.7);
    snapshot.setPacing(
        List.of(
            new MetricPace("coverageToGo", 3, 2.0, 3.0, 4.0, 0.9),
            new MetricPace("bookedAmount", 8, 100_00.0, 200_50.0, 300_00.0, null),
            new MetricPace("ofALaterVersion", 8, 1.0, 2.0, 3.0, 1.0)));
    Observation observation = FromContract.observation(snapshot);
    assertThat(observation.paces())
        .containsOnly(
            entry(Metric.COVERAGE_TO_GO, new Pace(3.0, 3)),
            entry(Metric.BOOKED_AMOUNT, new Pace(200.5, 8)));
    assertThat(observation.value(Metric.PACING_COVERAGE_TO_GO)).isEqualTo(0.9);
    assertThat(observation.value(Metric.PACING_BOOKED_AMOUNT)).isNull();
  }
}
