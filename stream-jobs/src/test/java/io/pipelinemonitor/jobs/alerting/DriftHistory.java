package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.topic.Topic;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a unit was expected to end its quarters with. In earlier ones it gained and lost 1 % by
 * turns, half of them in turn with the others, so that nothing is usual. 2026-Q1 stays as it began,
 * and from its fortieth day on loses 2 % a day for ten days. Then it stays.
 */
final class DriftHistory {

  static final int SLIDES_FROM = 40;
  private static final int SLIDES_FOR = 10;
  static final long LOCKED = 1_000_000_00;

  private final AlertInputs inputs;
  private final FiscalCalendar calendar;

  DriftHistory(AlertInputs inputs, FiscalCalendar calendar) {
    this.inputs = inputs;
    this.calendar = calendar;
  }

  /** Days of 2026-Q1, and before them so many quarters. */
  List<RawRecord> midnights(Topic<?> topic, int earlier, int days, String unitId) {
    List<RawRecord> records = new ArrayList<>();
    FiscalPeriod period = period("2026-Q1");
    records.addAll(of(topic, period, days, unitId));
    for (int before = 0; before < earlier; before++) {
      period = calendar.periodOf(period.startDay() - 1);
      records.addAll(of(topic, period, (int) (period.endDay() - period.startDay()), unitId));
    }
    return records;
  }

  FiscalPeriod period(String name) {
    FiscalPeriod period = calendar.periodNamed(name);
    if (period == null) {
      throw new IllegalArgumentException(name);
    }
    return period;
  }

  private List<RawRecord> of(Topic<?> topic, FiscalPeriod period, int days, String unitId) {
    List<RawRecord> records = new ArrayList<>();
    for (int passed = 0; passed <= days; passed++) {
      records.add(midnight(topic, period, passed, unitId, projected(period, passed)));
    }
    return records;
  }

  RawRecord midnight(
      Topic<?> topic, FiscalPeriod period, int passed, String unitId, long projected) {
    long day = period.startDay() + passed;
    Instant at = Instant.EPOCH.plus(calendar.startOfDay(day), ChronoUnit.MICROS);
    PipelineSnapshot snapshot =
        PipelineSnapshot.newBuilder(AlertInputs.snapshot(0, unitId, 3.5))
            .setPeriod(period.name())
            .setAsOf(at)
            .setPeriodStart(LocalDate.ofEpochDay(period.startDay()))
            .setPeriodEnd(LocalDate.ofEpochDay(period.endDay()))
            .setPeriodElapsed(period.elapsed(day))
            .setBookedAmount(day == period.endDay() ? projected : 0)
            .setProjectedAmount(projected)
            .setProjectionLearnt(true)
            .build();
    return inputs.figures(topic, snapshot);
  }

  private static long projected(FiscalPeriod period, int passed) {
    if (period.name().equals("2026-Q1")) {
      int slid = Math.max(0, Math.min(SLIDES_FOR, passed - SLIDES_FROM));
      return LOCKED - slid * LOCKED / 50;
    }
    return LOCKED + (period.index() + passed) % 2 * LOCKED / 100;
  }
}
