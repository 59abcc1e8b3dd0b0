package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.drift.ScopeMidnights;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Version 1: of each period its fields, and by day what it was expected to end with. */
public final class ScopeMidnightsCodec implements Codec<ScopeMidnights> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<ScopeMidnights> type() {
    return ScopeMidnights.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ScopeMidnights copy(ScopeMidnights midnights) {
    return midnights.copy();
  }

  @Override
  public void write(ScopeMidnights midnights, DataOutputView out) throws IOException {
    VariableLength.write(midnights.projections().size(), out);
    for (Map.Entry<FiscalPeriod, TreeMap<Long, Long>> entry : midnights.projections().entrySet()) {
      FiscalPeriod period = entry.getKey();
      StringValue.writeString(period.name(), out);
      VariableLength.writeSigned(period.index(), out);
      VariableLength.writeSigned(period.startDay(), out);
      VariableLength.writeSigned(period.endDay(), out);
      VariableLength.write(entry.getValue().size(), out);
      for (Map.Entry<Long, Long> midnight : entry.getValue().entrySet()) {
        VariableLength.writeSigned(midnight.getKey() - period.startDay(), out);
        VariableLength.writeSigned(midnight.getValue(), out);
      }
    }
  }

  @Override
  public ScopeMidnights read(DataInputView in, int version) throws IOException {
    Map<FiscalPeriod, TreeMap<Long, Long>> projections = new HashMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      FiscalPeriod period =
          new FiscalPeriod(
              StringValue.readString(in),
              (int) VariableLength.readSigned(in),
              VariableLength.readSigned(in),
              VariableLength.readSigned(in));
      TreeMap<Long, Long> byDay = new TreeMap<>();
      for (int days = VariableLength.read(in); days > 0; days--) {
        byDay.put(period.startDay() + VariableLength.readSigned(in), VariableLength.readSigned(in));
      }
      projections.put(period, byDay);
    }
    return new ScopeMidnights(projections);
  }
}
