package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import java.util.ArrayList;
import java.util.List;

/**
 * When a rule watches the figures of one period. All instants are stream time, microseconds.
 *
 * <p>While {@link #opensAt} holds, the rule opens and escalates incidents. Outside, it does
 * neither, but an open incident still steps down, recovers and resolves, until {@code closesAt}.
 *
 * @param spans when it opens incidents, in order and apart from each other
 * @param closesAt when what is still open is resolved for good
 */
public record Watch(List<Span> spans, long closesAt) {

  /** No such instant. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * A stretch of time.
   *
   * @param from inclusive, microseconds
   * @param until exclusive, microseconds
   */
  public record Span(long from, long until) {}

  /**
   * When the rule watches {@code period}. What is known only once the period has ended is watched
   * for the grace, whatever the rule's window.
   *
   * @param graceMicros how long after the last watched moment open incidents may still recover
   */
  public static Watch of(
      AlertRule rule, FiscalPeriod period, FiscalCalendar calendar, long graceMicros) {
    List<Span> spans = new ArrayList<>(2);
    if (rule.metric().isKnownAtEnd() && rule.periods().contains(RulePeriod.CURRENT)) {
      long end = calendar.startOfDay(period.endDay());
      return new Watch(List.of(new Span(end, end + graceMicros)), end + graceMicros);
    }
    if (rule.periods().contains(RulePeriod.NEXT)) {
      addSpan(spans, rule.activeWindow(), calendar.periodOf(period.startDay() - 1), calendar);
    }
    if (rule.periods().contains(RulePeriod.CURRENT)) {
      addSpan(spans, rule.activeWindow(), period, calendar);
    }
    long lastDay =
        rule.periods().contains(RulePeriod.CURRENT) ? period.endDay() : period.startDay();
    return new Watch(List.copyOf(spans), calendar.startOfDay(lastDay) + graceMicros);
  }

  /** The window counts in the period that is running then, also for a rule on the next one. */
  private static void addSpan(
      List<Span> spans, ActiveWindow window, FiscalPeriod running, FiscalCalendar calendar) {
    long from = calendar.startOfDay(dayAt(window.fromPct(), running));
    long until = calendar.startOfDay(dayAt(window.toPct(), running));
    if (from >= until) {
      return;
    }
    int last = spans.size() - 1;
    if (last >= 0 && spans.get(last).until() == from) {
      spans.set(last, new Span(spans.get(last).from(), until));
    } else {
      spans.add(new Span(from, until));
    }
  }

  /** The first day by whose start that share of the period has passed. */
  private static long dayAt(double percent, FiscalPeriod period) {
    return period.startDay()
        + (long) Math.ceil(percent * (period.endDay() - period.startDay()) / 100);
  }

  /** Whether the rule opens and escalates incidents at that moment. */
  public boolean opensAt(long micros) {
    for (Span span : spans) {
      if (micros >= span.from() && micros < span.until()) {
        return true;
      }
    }
    return false;
  }

  /** The next moment after {@code micros} at which {@link #opensAt} changes; or NEVER. */
  public long changesAfter(long micros) {
    for (Span span : spans) {
      if (micros < span.from()) {
        return span.from();
      }
      if (micros < span.until()) {
        return span.until();
      }
    }
    return NEVER;
  }
}
