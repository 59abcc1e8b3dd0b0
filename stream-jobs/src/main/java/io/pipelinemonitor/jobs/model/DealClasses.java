package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Classes of deals within other states; ages go by name. */
final class DealClasses {

  private DealClasses() {}

  static void write(DealClass dealClass, DataOutputView out) throws IOException {
    StringValue.writeString(dealClass.pipelineId(), out);
    StringValue.writeString(dealClass.stageId(), out);
    StringValue.writeString(dealClass.age().name(), out);
  }

  static DealClass read(DataInputView in) throws IOException {
    return new DealClass(
        StringValue.readString(in),
        StringValue.readString(in),
        DealAge.valueOf(StringValue.readString(in)));
  }
}
