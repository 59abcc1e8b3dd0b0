package io.pipelinemonitor.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.topic.Topic;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What must hold for the records of any simulation. */
public final class ArrivalAssertions {

  private ArrivalAssertions() {}

  /** In order, within the simulation's time, and under the keys of their topics. */
  public static void assertInOrderUnderTheirKeys(Simulation simulation) {
    List<SimulatedRecord> records = simulation.records();
    assertThat(records).isSortedAccordingTo(Comparator.comparingLong(SimulatedRecord::at));
    assertThat(records.get(0).at()).isGreaterThanOrEqualTo(simulation.startMicros());
    assertThat(records.get(records.size() - 1).at()).isLessThanOrEqualTo(simulation.endMicros());
    assertNone(simulation, record -> !record.key().equals(key(record.topic(), record.value())));
  }

  public static void assertNothingReportedBeforeItHappened(Simulation simulation) {
    assertNone(simulation, record -> happened(record).isAfter(Journal.instant(record.at())));
  }

  /** An assertion a record would take a minute. */
  private static void assertNone(Simulation simulation, Predicate<SimulatedRecord> wrong) {
    assertThat(simulation.records().stream().filter(wrong).limit(5).toList()).isEmpty();
  }

  private static Instant happened(SimulatedRecord record) {
    if (record.value() instanceof DealEvent event) {
      return event.getOccurredAt();
    }
    if (record.value() instanceof ActivityEvent event) {
      return event.getOccurredAt();
    }
    return record.value() instanceof ForecastSubmission call
        ? call.getSubmittedAt()
        : Journal.instant(record.at());
  }

  private static <T extends SpecificRecord> @Nullable String key(
      Topic<T> topic, SpecificRecord value) {
    return topic.key(topic.recordType().cast(value));
  }
}
