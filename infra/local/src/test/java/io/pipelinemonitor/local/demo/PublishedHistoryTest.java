package io.pipelinemonitor.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.forecast.scoring.AmountScore;
import io.pipelinemonitor.jobs.domain.forecast.scoring.Method;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.PipelineSnapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PublishedHistoryTest {

  private static final FiscalCalendar CALENDAR = JobSettings.of(Map.of()).policy().calendar();

  private final PublishedHistory history =
      new PublishedHistory(
          CALENDAR,
          List.of(
              Objects.requireNonNull(CALENDAR.periodNamed("2025-Q4")),
              Objects.requireNonNull(CALENDAR.periodNamed("2026-Q1"))));

  @Test
  void scoresWhatWasPublishedWhileTheQuarterRan() {
    // A third of the 92 days of one quarter, and of the 90 of the next, has passed.
    history.add(company("2025-Q4", "2025-10-31").setBookedAmount(100).build());
    history.add(company("2025-Q4", "2026-01-01").setBookedAmount(400).build());
    history.add(learnt(company("2026-Q1", "2025-10-31")).build());
    history.add(
        learnt(company("2026-Q1", "2026-01-31"))
            .setBookedAmount(200)
            .setWeightedAmount(40)
            .build());
    history.addEnd(company("2026-Q1", "2026-03-31").setBookedAmount(1_000).build());

    assertThat(bias(Method.PROJECTION)).isCloseTo((900 - 1_000) / 1_000.0, within(1e-12));
    assertThat(bias(Method.STAGE_WEIGHTED)).isCloseTo((240 - 1_000) / 1_000.0, within(1e-12));
    assertThat(bias(Method.BOOKED_BY_SHARE)).isCloseTo((800 - 1_000) / 1_000.0, within(1e-12));
    assertThat(score(Method.PROJECTION, ScopeType.COMPANY).coverage()).isEqualTo(1);
  }

  @Test
  void leavesOutWhoIsNobodyInTheOrganisationAndWhoHoldsNoDeal() {
    history.add(
        learnt(company("2026-Q1", "2026-01-31"))
            .setScopeType(io.pipelinemonitor.schema.ScopeType.REP)
            .setScopeId("web-form")
            .build());
    history.add(
        learnt(company("2026-Q1", "2026-01-31"))
            .setScopeType(io.pipelinemonitor.schema.ScopeType.REP)
            .setScopeId("ann")
            .setScopePath(List.of("northgate", "emea"))
            .setOpenCount(0)
            .build());

    assertThat(score(Method.PROJECTION, ScopeType.REP).count()).isZero();
  }

  @Test
  void knowsByItsKeyWhichSnapshotItCanUse() {
    assertThat(history.concerns("COMPANY:company|2026-Q1")).isTrue();
    assertThat(history.concerns("REP:a|b|2025-Q4")).isTrue();
    assertThat(history.concerns("UNIT:emea|2026-Q2")).isFalse();
    assertThat(history.concerns("SEGMENT:enterprise|2026-Q1")).isFalse();
  }

  private double bias(Method method) {
    return score(method, ScopeType.COMPANY).bias();
  }

  private AmountScore score(Method method, ScopeType level) {
    return history.forecasts().score().amounts(method, level, 0.33);
  }

  private static PipelineSnapshot.Builder learnt(PipelineSnapshot.Builder snapshot) {
    return snapshot
        .setProjectionLearnt(true)
        .setProjectedAmount(900L)
        .setProjectedLow(700L)
        .setProjectedHigh(1_200L);
  }

  private static PipelineSnapshot.Builder company(String period, String midnight) {
    return PipelineSnapshot.newBuilder()
        .setScopeType(io.pipelinemonitor.schema.ScopeType.COMPANY)
        .setScopeId("company")
        .setPeriod(period)
        .setAsOf(Instant.parse(midnight + "T00:00:00Z"))
        .setPeriodStart(LocalDate.parse("2025-10-01"))
        .setPeriodEnd(LocalDate.parse("2026-01-01"))
        .setCurrency("USD")
        .setOpenCount(2);
  }
}
