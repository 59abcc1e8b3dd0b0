package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Version 1: each period with its sums. */
public final class PeriodSumsCodec implements Codec<PeriodSums> {

  private static final long serialVersionUID = 1L;

  private static final SumsCodec SUMS = new SumsCodec();

  @Override
  public Class<PeriodSums> type() {
    return PeriodSums.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public PeriodSums copy(PeriodSums sums) {
    Map<String, Sums> copied = new HashMap<>();
    sums.byPeriod().forEach((period, change) -> copied.put(period, change.copy()));
    return new PeriodSums(copied);
  }

  @Override
  public void write(PeriodSums sums, DataOutputView out) throws IOException {
    VariableLength.write(sums.byPeriod().size(), out);
    for (Map.Entry<String, Sums> entry : sums.byPeriod().entrySet()) {
      StringValue.writeString(entry.getKey(), out);
      SUMS.write(entry.getValue(), out);
    }
  }

  @Override
  public PeriodSums read(DataInputView in, int version) throws IOException {
    int periods = VariableLength.read(in);
    Map<String, Sums> byPeriod = new HashMap<>();
    for (int i = 0; i < periods; i++) {
      String period = StringValue.readString(in);
      byPeriod.put(period, SUMS.read(in, SUMS.version()));
    }
    return new PeriodSums(byPeriod);
  }
}
