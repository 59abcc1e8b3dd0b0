package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Stages within other states. */
final class StageKeys {

  private StageKeys() {}

  static void write(StageKey stage, DataOutputView out) throws IOException {
    StringValue.writeString(stage.pipelineId(), out);
    StringValue.writeString(stage.stageId(), out);
  }

  static StageKey read(DataInputView in) throws IOException {
    return new StageKey(StringValue.readString(in), StringValue.readString(in));
  }
}
