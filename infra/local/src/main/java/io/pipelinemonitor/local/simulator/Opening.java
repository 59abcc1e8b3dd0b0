package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.schema.FxRate;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What is reported before anything happens, the plan, and what is reported whatever happens: new
 * exchange rates and heartbeats.
 *
 * @param startMicros when the simulation begins, microseconds since the epoch
 * @param endMicros when its last record arrives
 */
public record Opening(long startMicros, long endMicros) {

  private static final String HEARTBEAT_SOURCE = "simulator";

  /** The opening of the quarters from one to another. */
  public static Opening of(Timing first, FiscalPeriod last) {
    return new Opening(
        first.startOf(first.quarter().startDay()),
        first.startOf(last.endDay()) - 15 * Timing.MINUTE);
  }

  /** When the plan and what the CRM already held have arrived. */
  public long loadedMicros() {
    return startMicros + 30 * Timing.MINUTE;
  }

  /**
   * Organisation, sales processes, exchange rates and the quotas of the quarter before, of the
   * first and of the one after it.
   */
  public void publishPlan(
      SalesOrganisation organisation, ExchangeRates rates, Timing first, Journal journal) {
    LongSupplier arrivals = every(startMicros, 20_000);
    organisation.units().forEach(unit -> journal.add(arrivals.getAsLong(), Topics.ORG_UNITS, unit));
    organisation
        .members()
        .forEach(member -> journal.add(arrivals.getAsLong(), Topics.ORG_MEMBERS, member));
    for (Process process : Process.values()) {
      journal.add(
          arrivals.getAsLong(),
          Topics.SALES_PROCESSES,
          process.definition(Journal.instant(startMicros - 30 * 24 * Timing.HOUR)));
    }
    for (FxRate rate : rates.definitions()) {
      long known = first.startOf(rate.getEffectiveFrom().toEpochDay());
      if (known < endMicros) {
        journal.add(Math.max(known, arrivals.getAsLong()), Topics.FX_RATES, rate);
      }
    }
    List.of(
            organisation.quotas(first.before(), -1),
            organisation.quotas(first.quarter(), 0),
            organisation.quotas(first.next(), 1))
        .forEach(
            quotas ->
                quotas.forEach(quota -> journal.add(arrivals.getAsLong(), Topics.QUOTAS, quota)));
  }

  /** Says every quarter of an hour that time passes. */
  public void beat(Journal journal) {
    LongSupplier arrivals = every(startMicros, 15 * Timing.MINUTE);
    for (long at = arrivals.getAsLong(); at <= endMicros; at = arrivals.getAsLong()) {
      journal.add(
          at,
          Topics.HEARTBEAT,
          Heartbeat.newBuilder().setSource(HEARTBEAT_SOURCE).setAt(Journal.instant(at)).build());
    }
  }

  /** Moments one after another, {@code step} microseconds apart. */
  public static LongSupplier every(long first, long step) {
    long[] next = {first - step};
    return () -> next[0] += step;
  }
}
