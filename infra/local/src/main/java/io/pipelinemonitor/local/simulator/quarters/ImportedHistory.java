package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.local.simulator.Timing;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.EventOrigin;
import io.pipelinemonitor.schema.ForecastSubmission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened before the systems were connected, as an import brings it: all in one batch, in its
 * order, once.
 */
public final class ImportedHistory {

  private static final String BATCH = "initial-import";

  private ImportedHistory() {}

  /**
   * The records with those that came before {@code startMicros} turned into an import.
   *
   * @param records in the order of their arrival
   * @param from deals without a change since then are left out
   * @param activitiesFrom so are earlier activities
   * @param arrivesFrom when the import begins to arrive, microseconds
   * @param arrivesUntil when it has arrived
   */
  public static List<SimulatedRecord> of(
      List<SimulatedRecord> records,
      long startMicros,
      Instant from,
      Instant activitiesFrom,
      long arrivesFrom,
      long arrivesUntil) {
    Map<String, Instant> lastChanges = new HashMap<>();
    for (SimulatedRecord record : records) {
      if (record.value() instanceof DealEvent event && record.at() < startMicros) {
        lastChanges.merge(event.getDealId(), event.getOccurredAt(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    List<SimulatedRecord> imported = new ArrayList<>();
    List<SimulatedRecord> live = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (SimulatedRecord record : records) {
      if (record.at() >= startMicros) {
        live.add(record);
      } else if (record.value() instanceof DealEvent event) {
        Instant last = lastChanges.getOrDefault(event.getDealId(), Instant.MIN);
        if (!last.isBefore(from) && seen.add(event.getEventId())) {
          imported.add(record);
        }
      } else if (record.value() instanceof ActivityEvent activity
          && !activity.getOccurredAt().isBefore(activitiesFrom)) {
        imported.add(record);
      } else if (record.value() instanceof ForecastSubmission) {
        imported.add(record);
      }
    }
    long step =
        Math.min(Timing.MINUTE / 60, (arrivesUntil - arrivesFrom) / Math.max(1, imported.size()));
    List<SimulatedRecord> all = new ArrayList<>(live);
    for (int i = 0; i < imported.size(); i++) {
      all.add(arriving(imported.get(i), arrivesFrom + i * step));
    }
    return all;
  }

  private static SimulatedRecord arriving(SimulatedRecord record, long at) {
    return record.value() instanceof DealEvent event
        ? new SimulatedRecord(
            at,
            record.topic(),
            record.key(),
            DealEvent.newBuilder(event)
                .setOrigin(EventOrigin.IMPORT)
                .setBatchId(BATCH)
                .setActorId(Crm.ADMINISTRATOR)
                .build())
        : new SimulatedRecord(at, record.topic(), record.key(), record.value());
  }
}
