package io.pipelinemonitor.bench;

import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Deals whose amount only ever counts up, each the only one of its rep, who is alone in a unit. So
 * what a snapshot of the unit has open tells which events are in it: those up to that count.
 */
final class Probes {

  /** Several, so that they lie in several partitions and their units with several tasks. */
  static final int COUNT = 8;

  private static final String DEAL = "probe-deal-";
  private static final String REP = "probe-rep-";
  private static final String UNIT = "probe-unit-";
  private static final String SNAPSHOT_KEY = "UNIT:" + UNIT;
  private static final long DAYS_TO_CLOSE = 10;

  private Probes() {}

  /** The units and reps of the probes, beside those of the load. */
  static List<Load.Item<?>> plan(Load load) {
    List<Load.Item<?>> plan = new ArrayList<>();
    for (int probe = 0; probe < COUNT; probe++) {
      plan.add(
          load.at(
              Topics.ORG_UNITS,
              OrgUnit.newBuilder()
                  .setUnitId(UNIT + probe)
                  .setName(UNIT + probe)
                  .setKind("unit")
                  .setParentUnitId(Load.COMPANY_UNIT)
                  .build()));
      plan.add(
          load.at(
              Topics.ORG_MEMBERS,
              OrgMember.newBuilder()
                  .setMemberId(REP + probe)
                  .setName(REP + probe)
                  .setUnitId(UNIT + probe)
                  .build()));
    }
    return plan;
  }

  /**
   * An event of a probe.
   *
   * @param count from 1, which creates the deal; the amount, in minor units
   */
  static DealEvent event(int probe, long count, Instant at) {
    DealEvent.Builder event =
        DealEvent.newBuilder()
            .setEventId(DEAL + probe + "-" + count)
            .setDealId(DEAL + probe)
            .setSource("bench-probe")
            .setType(count == 1 ? DealEventType.CREATED : DealEventType.UPDATED)
            .setOccurredAt(at)
            .setSequence(count)
            .setAmountMinor(count)
            .setCurrency("USD");
    if (count == 1) {
      event
          .setName(DEAL + probe)
          .setPipelineId(Load.PIPELINE)
          .setStageId(Load.FIRST_STAGE)
          .setOwnerId(REP + probe)
          .setCloseDate(at.atZone(ZoneOffset.UTC).toLocalDate().plusDays(DAYS_TO_CLOSE));
    }
    return event.build();
  }

  /** Which probe a record of {@code pipeline.snapshots} is about; -1 for none. */
  static int ofSnapshotKey(String key) {
    return number(key, SNAPSHOT_KEY);
  }

  /** Which probe a deal event is about; -1 for none. */
  static int ofDealKey(String key) {
    return number(key, DEAL);
  }

  private static int number(String key, String prefix) {
    return key.startsWith(prefix) ? key.charAt(prefix.length()) - '0' : -1;
  }
}
