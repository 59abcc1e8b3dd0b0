package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.OutcomeObservation;
import io.pipelinemonitor.jobs.domain.learning.DealLessons;
import io.pipelinemonitor.jobs.domain.learning.LessonChange;
import io.pipelinemonitor.jobs.domain.learning.StayObservation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Version 1: the midnight, the scopes' keys, what is added, what is withdrawn. */
public final class LessonChangeCodec implements Codec<LessonChange> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<LessonChange> type() {
    return LessonChange.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public LessonChange copy(LessonChange change) {
    return change;
  }

  @Override
  public void write(LessonChange change, DataOutputView out) throws IOException {
    out.writeLong(change.midnight());
    VariableLength.write(change.scopes().size(), out);
    for (Scope scope : change.scopes()) {
      StringValue.writeString(scope.key(), out);
    }
    writeLessons(change.added(), out);
    writeLessons(change.withdrawn(), out);
  }

  @Override
  public LessonChange read(DataInputView in, int version) throws IOException {
    long midnight = in.readLong();
    List<Scope> scopes = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      scopes.add(Scope.ofKey(StringValue.readString(in)));
    }
    return new LessonChange(midnight, List.copyOf(scopes), readLessons(in), readLessons(in));
  }

  private static void writeLessons(DealLessons lessons, DataOutputView out) throws IOException {
    VariableLength.write(lessons.outcomes().size(), out);
    for (OutcomeObservation outcome : lessons.outcomes()) {
      VariableLength.writeSigned(outcome.period(), out);
      VariableLength.write(outcome.stretch(), out);
      StringValue.writeString(outcome.kind().name(), out);
      out.writeBoolean(outcome.dealClass() != null);
      if (outcome.dealClass() != null) {
        DealClasses.write(outcome.dealClass(), out);
      }
      VariableLength.writeSigned(outcome.amount(), out);
      out.writeBoolean(outcome.won());
      VariableLength.writeSigned(outcome.wonAmount(), out);
    }
    VariableLength.write(lessons.stays().size(), out);
    for (StayObservation stay : lessons.stays()) {
      VariableLength.writeSigned(stay.period(), out);
      StageKeys.write(stay.stage(), out);
      out.writeBoolean(stay.toWin());
      VariableLength.writeSigned(stay.micros(), out);
    }
  }

  private static DealLessons readLessons(DataInputView in) throws IOException {
    List<OutcomeObservation> outcomes = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      outcomes.add(
          new OutcomeObservation(
              (int) VariableLength.readSigned(in),
              VariableLength.read(in),
              OutcomeObservation.Kind.valueOf(StringValue.readString(in)),
              in.readBoolean() ? (DealClass) DealClasses.read(in) : null,
              VariableLength.readSigned(in),
              in.readBoolean(),
              VariableLength.readSigned(in)));
    }
    List<StayObservation> stays = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      stays.add(
          new StayObservation(
              (int) VariableLength.readSigned(in),
              StageKeys.read(in),
              in.readBoolean(),
              VariableLength.readSigned(in)));
    }
    return new DealLessons(List.copyOf(outcomes), List.copyOf(stays));
  }
}
