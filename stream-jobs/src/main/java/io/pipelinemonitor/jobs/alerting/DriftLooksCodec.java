package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.drift.DriftLook;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Version 1: how many, then each look's fields in their order. */
public final class DriftLooksCodec implements Codec<DriftLooks> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<DriftLooks> type() {
    return DriftLooks.class;
  }

  @Override
  public int version() {
    return 1;
  }

  /** Everything in it is immutable. */
  @Override
  public DriftLooks copy(DriftLooks looks) {
    return looks;
  }

  @Override
  public void write(DriftLooks looks, DataOutputView out) throws IOException {
    VariableLength.write(looks.looks().size(), out);
    for (DriftLook look : looks.looks()) {
      VariableLength.writeSigned(look.day(), out);
      out.writeLong(look.at());
      VariableLength.writeSigned(look.projected(), out);
      VariableLength.writeSigned(look.baseline(), out);
      out.writeDouble(look.sigma());
      out.writeDouble(look.innovation());
    }
  }

  @Override
  public DriftLooks read(DataInputView in, int version) throws IOException {
    List<DriftLook> looks = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      looks.add(
          new DriftLook(
              VariableLength.readSigned(in),
              in.readLong(),
              VariableLength.readSigned(in),
              VariableLength.readSigned(in),
              in.readDouble(),
              in.readDouble()));
    }
    return new DriftLooks(looks);
  }
}
