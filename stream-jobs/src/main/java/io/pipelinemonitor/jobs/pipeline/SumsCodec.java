package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.metrics.Tally;
import io.pipelinemonitor.jobs.domain.metrics.Transfer;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Version 2: the numbers that are not zero, as code and value; then the stages, each with its own;
 * then the transfers.
 *
 * <p>Version 1 had only count and amount of each stage, and no transfers.
 */
public final class SumsCodec implements Codec<Sums> {

  private static final long serialVersionUID = 1L;

  private static final int STAGE_COUNT = 0;
  private static final int STAGE_AMOUNT = 1;

  @Override
  public Class<Sums> type() {
    return Sums.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Sums copy(Sums sums) {
    return sums.copy();
  }

  @Override
  public void write(Sums sums, DataOutputView out) throws IOException {
    writeTally(sums.measures(), out);
    VariableLength.write(sums.stages().size(), out);
    for (Map.Entry<StageKey, Tally> stage : sums.stages().entrySet()) {
      StringValue.writeString(stage.getKey().pipelineId(), out);
      StringValue.writeString(stage.getKey().stageId(), out);
      writeTally(stage.getValue(), out);
    }
    VariableLength.write(sums.transfers().size(), out);
    for (Map.Entry<Transfer, Long> transfer : sums.transfers().entrySet()) {
      StringValue.writeString(transfer.getKey().from(), out);
      StringValue.writeString(transfer.getKey().to(), out);
      VariableLength.writeSigned(transfer.getValue(), out);
    }
  }

  private static void writeTally(Tally tally, DataOutputView out) throws IOException {
    VariableLength.write(tally.size(), out);
    int previous = 0;
    for (int i = 0; i < tally.size(); i++) {
      VariableLength.write(tally.codeAt(i) - previous, out);
      VariableLength.writeSigned(tally.valueAt(i), out);
      previous = tally.codeAt(i);
    }
  }

  @Override
  public Sums read(DataInputView in, int version) throws IOException {
    boolean first = version == 1;
    Tally measures = readTally(in, first);
    int stageCount = VariableLength.read(in);
    Map<StageKey, Tally> stages = new HashMap<>();
    for (int i = 0; i < stageCount; i++) {
      StageKey key = new StageKey(StringValue.readString(in), StringValue.readString(in));
      stages.put(key, first ? readCountAndAmount(in) : readTally(in, false));
    }
    Map<Transfer, Long> transfers = new HashMap<>(0);
    for (int left = first ? 0 : VariableLength.read(in); left > 0; left--) {
      Transfer transfer = new Transfer(StringValue.readString(in), StringValue.readString(in));
      transfers.put(transfer, VariableLength.readSigned(in));
    }
    return new Sums(measures, stages, transfers);
  }

  private static Tally readTally(DataInputView in, boolean wholeCodes) throws IOException {
    Tally tally = new Tally();
    int previous = 0;
    for (int left = VariableLength.read(in); left > 0; left--) {
      int code = VariableLength.read(in) + (wholeCodes ? 0 : previous);
      tally.add(code, VariableLength.readSigned(in));
      previous = code;
    }
    return tally;
  }

  private static Tally readCountAndAmount(DataInputView in) throws IOException {
    Tally tally = new Tally();
    tally.add(STAGE_COUNT, VariableLength.readSigned(in));
    tally.add(STAGE_AMOUNT, VariableLength.readSigned(in));
    return tally;
  }
}
