package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.forecast.ClassOutcomes;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.PeriodOutcomes;
import io.pipelinemonitor.jobs.domain.forecast.ScopeOutcomes;
import io.pipelinemonitor.jobs.domain.forecast.Stretches;
import io.pipelinemonitor.jobs.domain.learning.ScopeLessons;
import io.pipelinemonitor.jobs.domain.learning.StageDurations;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import io.pipelinemonitor.jobs.domain.metrics.Tally;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Version 1: the outcomes of each period (for each stretch the classes of open deals, what was won
 * before and what came later; then the wins), and the lengths of stays by period and stage.
 */
public final class ScopeLessonsCodec implements Codec<ScopeLessons> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<ScopeLessons> type() {
    return ScopeLessons.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ScopeLessons copy(ScopeLessons lessons) {
    return lessons.copy();
  }

  @Override
  public void write(ScopeLessons lessons, DataOutputView out) throws IOException {
    SortedMap<Integer, PeriodOutcomes> outcomes = lessons.outcomes().periods();
    VariableLength.write(outcomes.size(), out);
    for (Map.Entry<Integer, PeriodOutcomes> entry : outcomes.entrySet()) {
      VariableLength.writeSigned(entry.getKey(), out);
      writeOutcomes(entry.getValue(), out);
    }
    SortedMap<Integer, SortedMap<StageKey, StageDurations.Counts>> durations =
        lessons.durations().periods();
    VariableLength.write(durations.size(), out);
    for (Map.Entry<Integer, SortedMap<StageKey, StageDurations.Counts>> entry :
        durations.entrySet()) {
      VariableLength.writeSigned(entry.getKey(), out);
      VariableLength.write(entry.getValue().size(), out);
      for (Map.Entry<StageKey, StageDurations.Counts> stage : entry.getValue().entrySet()) {
        StageKeys.write(stage.getKey(), out);
        writeTally(stage.getValue().stays(), out);
        writeTally(stage.getValue().toWin(), out);
      }
    }
  }

  @Override
  public ScopeLessons read(DataInputView in, int version) throws IOException {
    ScopeOutcomes outcomes = new ScopeOutcomes();
    for (int left = VariableLength.read(in); left > 0; left--) {
      outcomes.add((int) VariableLength.readSigned(in), readOutcomes(in));
    }
    StageDurations durations = new StageDurations();
    for (int left = VariableLength.read(in); left > 0; left--) {
      int period = (int) VariableLength.readSigned(in);
      for (int stages = VariableLength.read(in); stages > 0; stages--) {
        durations.add(
            period, StageKeys.read(in), new StageDurations.Counts(readTally(in), readTally(in)));
      }
    }
    return new ScopeLessons(outcomes, durations);
  }

  private static void writeOutcomes(PeriodOutcomes outcomes, DataOutputView out)
      throws IOException {
    VariableLength.write(Stretches.COUNT, out);
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      Map<DealClass, ClassOutcomes> open = outcomes.open(stretch);
      VariableLength.write(open.size(), out);
      for (Map.Entry<DealClass, ClassOutcomes> entry : open.entrySet()) {
        DealClasses.write(entry.getKey(), out);
        VariableLength.writeSigned(entry.getValue().count(), out);
        VariableLength.writeSigned(entry.getValue().amount(), out);
        VariableLength.writeSigned(entry.getValue().squares(), out);
        VariableLength.writeSigned(entry.getValue().wonCount(), out);
        VariableLength.writeSigned(entry.getValue().wonAmount(), out);
      }
      VariableLength.writeSigned(outcomes.bookedBefore(stretch), out);
      VariableLength.writeSigned(outcomes.cameLater(stretch), out);
    }
    VariableLength.writeSigned(outcomes.wonCount(), out);
    VariableLength.writeSigned(outcomes.wonAmount(), out);
    VariableLength.writeSigned(outcomes.wonSquares(), out);
  }

  private static PeriodOutcomes readOutcomes(DataInputView in) throws IOException {
    PeriodOutcomes outcomes = new PeriodOutcomes();
    int stretches = VariableLength.read(in);
    for (int stretch = 0; stretch < stretches; stretch++) {
      for (int left = VariableLength.read(in); left > 0; left--) {
        outcomes.addOpen(
            stretch,
            DealClasses.read(in),
            new ClassOutcomes(
                VariableLength.readSigned(in),
                VariableLength.readSigned(in),
                VariableLength.readSigned(in),
                VariableLength.readSigned(in),
                VariableLength.readSigned(in)));
      }
      outcomes.addWon(stretch, VariableLength.readSigned(in), VariableLength.readSigned(in));
    }
    outcomes.addWins(
        VariableLength.readSigned(in),
        VariableLength.readSigned(in),
        VariableLength.readSigned(in));
    return outcomes;
  }

  private static void writeTally(Tally tally, DataOutputView out) throws IOException {
    VariableLength.write(tally.size(), out);
    for (int place = 0; place < tally.size(); place++) {
      VariableLength.write(tally.codeAt(place), out);
      VariableLength.writeSigned(tally.valueAt(place), out);
    }
  }

  private static Tally readTally(DataInputView in) throws IOException {
    Tally tally = new Tally();
    for (int left = VariableLength.read(in); left > 0; left--) {
      tally.add(VariableLength.read(in), VariableLength.readSigned(in));
    }
    return tally;
  }
}
