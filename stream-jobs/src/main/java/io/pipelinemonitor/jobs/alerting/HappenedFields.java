package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** What happened to a deal, within state: the cause by name, other period, event, time. */
final class HappenedFields {

  private HappenedFields() {}

  static void write(Happened what, DataOutputView out) throws IOException {
    StringValue.writeString(what.cause().name(), out);
    Nullables.writeText(what.otherPeriod(), out);
    Nullables.writeText(what.eventId(), out);
    out.writeLong(what.occurredAt());
  }

  static Happened read(DataInputView in) throws IOException {
    return new Happened(
        MovementCause.valueOf(StringValue.readString(in)),
        Nullables.readText(in),
        Nullables.readText(in),
        in.readLong());
  }
}
