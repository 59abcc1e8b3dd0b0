package io.pipelinemonitor.local.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.pipeline.SnapshotFields;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.CategoryTotal;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.StageTotal;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Policy POLICY = JobSettings.of(Map.of()).policy();
  private static final long TODAY = LocalDate.of(2026, 2, 10).toEpochDay();
  private static final String KEY = "UNIT:emea|2026-Q1";

  private final Map<String, PipelineSnapshot> published = new HashMap<>();
  private final SortedMap<String, SortedMap<String, Object>> recomputed = new TreeMap<>();

  @Test
  void agreesOnSnapshotsWithTheSameFieldsWheneverTheyWereMade() {
    publish(snapshot("2026-Q1").build());
    recomputed.put(KEY, SnapshotFields.of(snapshot("2026-Q1").setAsOf(Instant.EPOCH).build()));

    Comparison comparison = compare();

    assertThat(comparison.isAgreement()).isTrue();
    assertThat(comparison.agreeing()).isEqualTo(1);
    assertThat(comparison.snapshots()).isEqualTo(1);
  }

  @Test
  void namesEachFieldThatDiffersWithBothValues() {
    publish(snapshot("2026-Q1").setOpenAmount(5).setCoverageToGo(null).build());
    recomputed.put(
        KEY, SnapshotFields.of(snapshot("2026-Q1").setOpenAmount(6).setCoverageToGo(2.5).build()));

    Comparison comparison = compare();

    assertThat(comparison.agreeing()).isZero();
    assertThat(comparison.snapshots()).isEqualTo(1);
    assertThat(comparison.differences())
        .extracting(Difference::toString)
        .containsExactly(
            KEY + "  coverageToGo: the topic says nothing, recomputed 2.5",
            KEY + "  openAmount: the topic says 5, recomputed 6");
  }

  @Test
  void namesSnapshotsThatOneSideLacks() {
    publish(snapshot("2026-Q1").build());
    recomputed.put("UNIT:apac|2026-Q1", new TreeMap<>(Map.of("openCount", 1L)));

    assertThat(compare().differences())
        .extracting(Difference::key, Difference::field)
        .containsExactly(tuple("UNIT:apac|2026-Q1", "snapshot"), tuple(KEY, "snapshot"));
  }

  @Test
  void takesAnEmptySnapshotForTheLastWordOnFiguresThatAreGone() {
    publish(
        snapshot("2026-Q1")
            .setOpenCount(0)
            .setQuota(null)
            .setRepsWithQuota(0)
            .setStages(List.of())
            .build());

    assertThat(compare().isAgreement()).isTrue();
    assertThat(compare().snapshots()).isZero();
  }

  @Test
  void leavesOutPeriodsThatAreNoLongerReported() {
    publish(snapshot("2020-Q1").build());

    assertThat(compare().snapshots()).isZero();
  }

  @Test
  void writesFieldsAsTheRecomputationDoes() {
    assertThat(SnapshotFields.of(snapshot("2026-Q1").build()))
        .containsEntry("scopeType", "UNIT")
        .containsEntry("periodStart", LocalDate.of(2026, 1, 1).toEpochDay())
        .containsEntry("repsWithQuota", 3L)
        .containsEntry("attained", false)
        .containsEntry("scopePath", List.of("acme"))
        .containsEntry(
            "stages",
            List.of(
                new TreeMap<>(
                    Map.of(
                        "pipelineId", "new",
                        "stageId", "talks",
                        "count", 2L,
                        "amount", 7L,
                        "entered", 0L,
                        "completed", 0L,
                        "advanced", 0L))))
        .containsEntry(
            "categories",
            List.of(new TreeMap<>(Map.of("category", "COMMIT", "count", 2L, "amount", 7L))))
        .doesNotContainKeys("asOf", "ownerId");
  }

  private Comparison compare() {
    return Comparison.of(published, recomputed, POLICY, TODAY);
  }

  private void publish(PipelineSnapshot snapshot) {
    published.put(Topics.SNAPSHOTS.key(snapshot), snapshot);
  }

  private static PipelineSnapshot.Builder snapshot(String period) {
    return PipelineSnapshot.newBuilder()
        .setScopeType(ScopeType.UNIT)
        .setScopeId("emea")
        .setPeriod(period)
        .setAsOf(Instant.parse("2026-02-10T12:00:00Z"))
        .setScopePath(List.of("acme"))
        .setPeriodStart(LocalDate.of(2026, 1, 1))
        .setPeriodEnd(LocalDate.of(2026, 4, 1))
        .setCurrency("USD")
        .setOpenCount(2)
        .setOpenAmount(7)
        .setStages(
            List.of(
                StageTotal.newBuilder()
                    .setPipelineId("new")
                    .setStageId("talks")
                    .setCount(2)
                    .setAmount(7)
                    .build()))
        .setCategories(List.of(new CategoryTotal(ForecastCategory.COMMIT, 2L, 7L)))
        .setQuota(100L)
        .setRepsWithQuota(3);
  }
}
