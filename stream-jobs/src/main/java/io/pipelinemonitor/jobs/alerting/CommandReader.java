package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import org.jspecify.annotations.Nullable;

/** Reads and checks the commands on {@code monitor.commands}. */
final class CommandReader {

  private final RecordDecoder<AlertCommand> decoder;
  private final FiscalCalendar calendar;

  CommandReader(SchemaRegistryClient registry, FiscalCalendar calendar) {
    this.decoder = new RecordDecoder<>(Topics.COMMANDS, registry);
    this.calendar = calendar;
  }

  /**
   * The command in a record under its own key.
   *
   * @param from when a silence would begin, stream time in microseconds
   * @throws UnusableRecordException if the bytes are no command, or it cannot be obeyed by anybody
   */
  Asked read(String key, byte @Nullable [] value, long from) throws UnusableRecordException {
    if (value == null) {
      throw new UnusableRecordException(
          DeadLetterReason.UNEXPECTED_TOMBSTONE, "a command is never taken back by a null value");
    }
    AlertCommand command = UnusableRecordException.orThrow(decoder.decode(value));
    String expected = Topics.COMMANDS.key(command);
    if (!key.equals(expected)) {
      throw new UnusableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is '" + key + "', but the record's incidentId is '" + expected + "'");
    }
    return asked(command, from);
  }

  /** The command in a record that {@link #read} has read before. */
  Asked readAgain(byte[] value, long from) throws UnusableRecordException {
    return asked(UnusableRecordException.orThrow(decoder.decode(value)), from);
  }

  private Asked asked(AlertCommand command, long from) throws UnusableRecordException {
    if (command.getCommand() == AlertCommandType.SILENCE) {
      return new Asked.OfSilence(FromContract.silence(command, from));
    }
    String about = command.getDedupKey();
    if (about == null) {
      throw invalid("dedupKey is missing; take it from the incident's events, with its incidentId");
    }
    int afterRule = about.indexOf('|') + 1;
    int beforePeriod = about.lastIndexOf('|');
    if (afterRule == 0 || beforePeriod < afterRule) {
      throw invalid("dedupKey is '" + about + "'; it is written ruleId|scopeType:scopeId|period");
    }
    FiscalPeriod period = calendar.periodNamed(about.substring(beforePeriod + 1));
    if (period == null) {
      throw invalid("dedupKey is '" + about + "', whose period the fiscal calendar does not have");
    }
    return new Asked.OfIncident(
        scope(about, about.substring(afterRule, beforePeriod)),
        period,
        FromContract.command(command));
  }

  private static Scope scope(String about, String key) throws UnusableRecordException {
    try {
      return Scope.ofKey(key);
    } catch (IllegalArgumentException notAScope) {
      throw invalid("dedupKey is '" + about + "', and '" + key + "' is no scope");
    }
  }

  private static UnusableRecordException invalid(String message) {
    return new UnusableRecordException(DeadLetterReason.INVALID_VALUE, message);
  }
}
