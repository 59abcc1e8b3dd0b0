package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.DealEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Some fiscal quarters of a made-up software company, as its CRM, its calendars and its planning
 * tool report them. Instants are microseconds since the epoch.
 *
 * <p>It begins with the plan and with what the CRM already holds, which arrives as an import in the
 * first half hour, and ends about when the last quarter does.
 *
 * @param quarters the quarters, the earliest first
 * @param next the quarter after the last
 * @param companyId the root unit, which stands for the company
 * @param unitNames names of the units by their identifiers, the company first, each region before
 *     its teams
 * @param reps how many people sell when it begins
 * @param startMicros when the first record arrives
 * @param loadedMicros when the plan and what the CRM already held have arrived
 * @param endMicros when the last record arrives
 * @param records every record, in the order of its arrival
 */
public record Simulation(
    List<FiscalPeriod> quarters,
    FiscalPeriod next,
    String companyId,
    Map<String, String> unitNames,
    int reps,
    long startMicros,
    long loadedMicros,
    long endMicros,
    List<SimulatedRecord> records) {

  /** The last of the quarters. */
  public FiscalPeriod lastQuarter() {
    return quarters.get(quarters.size() - 1);
  }

  public long deals() {
    return distinct(DealEvent.class, DealEvent::getDealId);
  }

  /** How many deal events there are, repetitions included. */
  public long dealEvents() {
    return records.stream().filter(record -> record.value() instanceof DealEvent).count();
  }

  /** How many of the deal events are sent a second time. */
  public long repeatedDealEvents() {
    return dealEvents() - distinct(DealEvent.class, DealEvent::getEventId);
  }

  public long activities() {
    return distinct(ActivityEvent.class, ActivityEvent::getActivityId);
  }

  private <T extends SpecificRecord> long distinct(Class<T> type, Function<T, String> identity) {
    return records.stream()
        .map(SimulatedRecord::value)
        .filter(type::isInstance)
        .map(type::cast)
        .map(identity)
        .distinct()
        .count();
  }
}
