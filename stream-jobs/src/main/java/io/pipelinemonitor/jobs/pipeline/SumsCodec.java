package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.Measure;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import io.pipelinemonitor.jobs.domain.metrics.StageSums;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Version 1: the measures that are not zero, as ordinal and value, then the stages. */
public final class SumsCodec implements Codec<Sums> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<Sums> type() {
    return Sums.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Sums copy(Sums sums) {
    return sums.copy();
  }

  @Override
  public void write(Sums sums, DataOutputView out) throws IOException {
    long[] values = sums.values();
    int present = 0;
    for (long value : values) {
      present += value != 0 ? 1 : 0;
    }
    VariableLength.write(present, out);
    for (int ordinal = 0; ordinal < values.length; ordinal++) {
      if (values[ordinal] != 0) {
        VariableLength.write(ordinal, out);
        VariableLength.writeSigned(values[ordinal], out);
      }
    }
    VariableLength.write(sums.stages().size(), out);
    for (Map.Entry<StageKey, StageSums> stage : sums.stages().entrySet()) {
      StringValue.writeString(stage.getKey().pipelineId(), out);
      StringValue.writeString(stage.getKey().stageId(), out);
      VariableLength.writeSigned(stage.getValue().count(), out);
      VariableLength.writeSigned(stage.getValue().amount(), out);
    }
  }

  @Override
  public Sums read(DataInputView in, int version) throws IOException {
    long[] values = new long[Measure.count()];
    for (int left = VariableLength.read(in); left > 0; left--) {
      int ordinal = VariableLength.read(in);
      values[ordinal] = VariableLength.readSigned(in);
    }
    int stageCount = VariableLength.read(in);
    Map<StageKey, StageSums> stages = new HashMap<>();
    for (int i = 0; i < stageCount; i++) {
      StageKey key = new StageKey(StringValue.readString(in), StringValue.readString(in));
      long count = VariableLength.readSigned(in);
      stages.put(key, new StageSums(count, VariableLength.readSigned(in)));
    }
    return new Sums(values, stages);
  }
}
