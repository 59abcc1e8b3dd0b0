package io.pipelinemonitor.jobs.domain.oracle;

import static io.pipelinemonitor.jobs.domain.risk.DealStory.PROCESS;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.day;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.micros;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.activity.Activities;
import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The oracle against a risk that was worked out by hand. */
class RiskOracleTest {

  private final List<DealEvent> events = new ArrayList<>();
  private final List<Activity> activities = new ArrayList<>();

  @Test
  void riskIsWhatWasWorkedOutByHand() {
    event("2026-01-01T00:00:00Z")
        .with(DealField.PIPELINE_ID, "new")
        .with(DealField.STAGE_ID, "talks")
        .with(DealField.NAME, "Acme")
        .with(DealField.AMOUNT, 100L)
        .with(DealField.CLOSE_DATE, day("2026-03-15"))
        .with(DealField.NEXT_STEP, "call");
    event("2026-02-01T00:00:00Z").with(DealField.CLOSE_DATE, day("2026-04-15"));
    event("2026-02-10T00:00:00Z").with(DealField.CLOSE_DATE, day("2026-07-15"));
    event("2026-02-20T00:00:00Z").with(DealField.AMOUNT, 75L);
    event("2026-02-25T00:00:00Z").with(DealField.STAGE_ID, "offer");
    activities.add(
        Activities.call("one", micros("2026-02-20T00:00:00Z")).with("x", "y").activity());
    activities.add(Activities.call("two", micros("2026-03-04T00:00:00Z")).automated().activity());

    // Untouched since 20 February: 15. Pushed twice: 10. Back on 25 February: 10. Down 25 %: 10.
    assertThat(risk("2026-03-07T00:00:00Z"))
        .containsEntry("riskScore", 45L)
        .containsEntry("riskBand", "WATCH")
        .containsEntry(
            "riskFactors",
            List.of(
                factor("NO_RECENT_ACTIVITY", 15, "2026-03-06T00:00:00Z"),
                factor("CLOSE_DATE_PUSHED", 10, "2026-02-10T00:00:00Z"),
                factor("STAGE_REGRESSED", 10, "2026-02-25T00:00:00Z"),
                factor("AMOUNT_DROPPED", 10, "2026-02-20T00:00:00Z")));
  }

  @Test
  void aClosedDealHasNone() {
    event("2026-01-01T00:00:00Z")
        .with(DealField.PIPELINE_ID, "new")
        .with(DealField.STAGE_ID, "won");

    assertThat(risk("2026-03-07T00:00:00Z")).isNull();
  }

  private DealEvent event(String instant) {
    DealEvent event =
        new DealEvent(instant, "A", DealEventType.UPDATED, micros(instant), Stamp.NO_SEQUENCE);
    events.add(event);
    return event;
  }

  private @Nullable SortedMap<String, Object> risk(String now) {
    return RiskOracle.of(
        events,
        activities,
        List.of(PROCESS),
        StageStatistics.NONE,
        RiskPolicy.DEFAULT,
        new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC),
        micros(now));
  }

  private static Map<String, Object> factor(String name, long points, String since) {
    return Map.of("factor", name, "points", points, "since", micros(since));
  }
}
