package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How many, then day, booked and projected amount and coverage (not a number: none) of each. */
public final class MidnightsCodec implements Codec<Midnights> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<Midnights> type() {
    return Midnights.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Midnights copy(Midnights midnights) {
    return new Midnights(new TreeMap<>(midnights.byDay()));
  }

  @Override
  public void write(Midnights midnights, DataOutputView out) throws IOException {
    out.writeInt(midnights.byDay().size());
    for (Map.Entry<Long, Midnights.Standing> entry : midnights.byDay().entrySet()) {
      Midnights.Standing standing = entry.getValue();
      out.writeInt(Math.toIntExact(entry.getKey()));
      out.writeLong(standing.booked());
      out.writeLong(standing.projected());
      out.writeDouble(standing.coverageToGo() == null ? Double.NaN : standing.coverageToGo());
    }
  }

  @Override
  public Midnights read(DataInputView in, int version) throws IOException {
    int count = in.readInt();
    TreeMap<Long, Midnights.Standing> byDay = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      long day = in.readInt();
      long booked = in.readLong();
      long projected = in.readLong();
      double coverage = in.readDouble();
      byDay.put(
          day,
          new Midnights.Standing(
              booked, projected, Double.isNaN(coverage) ? null : (Double) coverage));
    }
    return new Midnights(byDay);
  }
}
