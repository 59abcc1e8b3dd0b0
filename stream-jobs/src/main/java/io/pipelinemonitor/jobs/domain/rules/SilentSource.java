package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.List;
import java.util.Map;

/**
 * What rules need to know of a source: when something last came from it. Times are stream time in
 * microseconds.
 */
public final class SilentSource {

  private static final long DAY = 86_400L * FiscalCalendar.MICROS_PER_SECOND;

  /** After a silence of that length the source is taken to be gone. */
  public static final long FORGOTTEN_AFTER = 30 * DAY;

  private SilentSource() {}

  /**
   * The periods whose incidents hear of it at that moment: the running one, and on its first day
   * the one before, whose incidents may still recover.
   */
  public static List<FiscalPeriod> periodsAt(long at, FiscalCalendar calendar) {
    FiscalPeriod running = calendar.periodAt(at);
    return at < calendar.startOfDay(running.startDay()) + DAY
        ? List.of(calendar.periodOf(running.startDay() - 1), running)
        : List.of(running);
  }

  /** When the period after the one that is running begins. */
  public static long nextPeriodAfter(long at, FiscalCalendar calendar) {
    return calendar.startOfDay(calendar.periodAt(at).endDay());
  }

  /**
   * That something last came from the source at {@code heardAt}.
   *
   * @param currency ISO 4217, what figures are stated in
   */
  public static Observation observation(
      String source, FiscalPeriod period, long heardAt, String currency, FiscalCalendar calendar) {
    long days = calendar.epochDay(heardAt) - period.startDay();
    double elapsed = (double) days / (period.endDay() - period.startDay());
    return new Observation(
        new Scope(ScopeType.SOURCE, source),
        period.name(),
        heardAt,
        source,
        List.of(),
        null,
        Math.max(0, Math.min(1, elapsed)),
        currency,
        0,
        0,
        null,
        false,
        null,
        Map.of(),
        Map.of(),
        null);
  }
}
