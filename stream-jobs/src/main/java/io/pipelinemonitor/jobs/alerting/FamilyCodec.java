package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.inhibition.Family;
import io.pipelinemonitor.jobs.domain.inhibition.Relative;
import io.pipelinemonitor.jobs.domain.inhibition.Step;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Version 1: the time decided to, then of each scope the latest step, whether it was inhibited, and
 * how many steps were added. Words go by name.
 */
public final class FamilyCodec implements Codec<Family> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<Family> type() {
    return Family.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Family copy(Family family) {
    return new Family(family.relatives(), family.decidedTo());
  }

  @Override
  public void write(Family family, DataOutputView out) throws IOException {
    out.writeLong(family.decidedTo());
    List<Relative> relatives = family.relatives();
    VariableLength.write(relatives.size(), out);
    for (Relative relative : relatives) {
      writeStep(relative.last(), out);
      out.writeBoolean(relative.inhibited());
      VariableLength.writeSigned(relative.added(), out);
    }
  }

  @Override
  public Family read(DataInputView in, int version) throws IOException {
    long decidedTo = in.readLong();
    List<Relative> relatives = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      relatives.add(new Relative(readStep(in), in.readBoolean(), VariableLength.readSigned(in)));
    }
    return new Family(relatives, decidedTo);
  }

  private static void writeStep(Step step, DataOutputView out) throws IOException {
    StringValue.writeString(step.scope().key(), out);
    VariableLength.write(step.scopePath().size(), out);
    for (String unitId : step.scopePath()) {
      StringValue.writeString(unitId, out);
    }
    Nullables.writeText(step.ownerId(), out);
    StringValue.writeString(step.incidentId(), out);
    VariableLength.writeSigned(step.sequence(), out);
    StringValue.writeString(step.transition().name(), out);
    StringValue.writeString(step.state().name(), out);
    StringValue.writeString(step.severity().name(), out);
    VariableLength.write(step.suppressedBy().size(), out);
    for (Suppression cause : new TreeSet<>(step.suppressedBy())) {
      StringValue.writeString(cause.name(), out);
    }
    out.writeLong(step.at());
  }

  private static Step readStep(DataInputView in) throws IOException {
    Scope scope = Scope.ofKey(StringValue.readString(in));
    List<String> scopePath = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      scopePath.add(StringValue.readString(in));
    }
    String ownerId = Nullables.readText(in);
    String incidentId = StringValue.readString(in);
    long sequence = VariableLength.readSigned(in);
    Transition transition = Transition.valueOf(StringValue.readString(in));
    IncidentState state = IncidentState.valueOf(StringValue.readString(in));
    Severity severity = Severity.valueOf(StringValue.readString(in));
    Set<Suppression> suppressedBy = EnumSet.noneOf(Suppression.class);
    for (int left = VariableLength.read(in); left > 0; left--) {
      suppressedBy.add(Suppression.valueOf(StringValue.readString(in)));
    }
    return new Step(
        scope,
        scopePath,
        ownerId,
        incidentId,
        sequence,
        transition,
        state,
        severity,
        suppressedBy,
        in.readLong());
  }
}
