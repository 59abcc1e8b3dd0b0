package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.BurstFacts;
import io.pipelinemonitor.jobs.domain.incident.Silence;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * The silence of a burst on its way to all tasks, under its author: from when it is known, for more
 * scopes as it spreads, until it is taken back.
 *
 * <p>Version 1: the version, the cause by name, and the scopes unless it is of all.
 */
final class BurstSilence {

  private static final int VERSION = 1;

  private BurstSilence() {}

  /** Begins the silence, or extends it to further scopes. */
  static PlanRecord begin(BurstFacts facts, long atMillis) {
    DataOutputSerializer out = new DataOutputSerializer(64);
    try {
      out.writeByte(VERSION);
      StringValue.writeString(facts.cause().name(), out);
      out.writeBoolean(!facts.scopes().isEmpty());
      if (!facts.scopes().isEmpty()) {
        TouchFields.writeScopes(facts.scopes(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return record(facts, atMillis, out.getCopyOfBuffer());
  }

  /** Ends it. */
  static PlanRecord end(BurstFacts facts, long atMillis) {
    return record(facts, atMillis, null);
  }

  private static PlanRecord record(BurstFacts facts, long atMillis, byte @Nullable [] value) {
    return new PlanRecord(Topics.DEAL_EVENTS.name(), facts.author().key(), "", atMillis, value);
  }

  /** Whether the record is of a burst. */
  static boolean isOne(PlanRecord record) {
    return record.topic().equals(Topics.DEAL_EVENTS.name());
  }

  /** Whether the record begins or extends the silence of a burst. */
  static boolean isBegun(PlanRecord record) {
    return isOne(record) && record.value() != null;
  }

  /** What {@link #begin} wrote, from a moment on, stream time in microseconds. */
  static Silence read(byte[] value, long from) {
    DataInputDeserializer in = new DataInputDeserializer(value);
    try {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException("the silence of a burst has an unknown version " + version);
      }
      Suppression cause = Suppression.valueOf(StringValue.readString(in));
      Set<Scope> scopes = in.readBoolean() ? TouchFields.readScopes(in) : null;
      return Silence.during(cause, scopes, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
