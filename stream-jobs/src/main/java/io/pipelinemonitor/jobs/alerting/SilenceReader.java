package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.incident.Silence;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.topic.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the silences among what every task knows: those that people asked for, and of bursts. */
final class SilenceReader {

  private static final Logger LOG = LoggerFactory.getLogger(SilenceReader.class);

  private final CommandReader commands;

  SilenceReader(CommandReader commands) {
    this.commands = commands;
  }

  /** Whether the record begins or ends a silence, of the name {@link PlanRecord#identity}. */
  static boolean isOne(PlanRecord record) {
    return record.topic().equals(Topics.COMMANDS.name()) || BurstSilence.isOne(record);
  }

  /**
   * The silence that a record begins; null: it ends one.
   *
   * @param from when that takes effect, stream time in microseconds
   */
  @Nullable Silence read(PlanRecord record, long from) {
    byte[] value = record.value();
    if (value == null) {
      return null;
    }
    if (BurstSilence.isOne(record)) {
      return BurstSilence.read(value, from);
    }
    try {
      return commands.readAgain(value, from) instanceof Asked.OfSilence asked
          ? asked.silence()
          : null;
    } catch (UnusableRecordException e) {
      LOG.warn("silence '{}' is left out: {}", record.key(), e.text());
      return null;
    }
  }
}
