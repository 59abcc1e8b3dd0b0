package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.OpenDeals;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Version 1: how many deals are open by unit, and how many more from each moment on. */
public final class OpenDealsCodec implements Codec<OpenDeals> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<OpenDeals> type() {
    return OpenDeals.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public OpenDeals copy(OpenDeals open) {
    return open.copy();
  }

  @Override
  public void write(OpenDeals open, DataOutputView out) throws IOException {
    writeCounts(open.settled(), out);
    VariableLength.write(open.toCome().size(), out);
    for (Map.Entry<Long, Map<Scope, Integer>> more : open.toCome().entrySet()) {
      out.writeLong(more.getKey());
      writeCounts(more.getValue(), out);
    }
  }

  @Override
  public OpenDeals read(DataInputView in, int version) throws IOException {
    Map<Scope, Integer> settled = readCounts(in);
    Map<Long, Map<Scope, Integer>> toCome = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      toCome.put(in.readLong(), readCounts(in));
    }
    return new OpenDeals(settled, toCome);
  }

  /** In order, so that the same counts are the same bytes. */
  private static void writeCounts(Map<Scope, Integer> counts, DataOutputView out)
      throws IOException {
    Map<String, Integer> inOrder = new TreeMap<>();
    counts.forEach((unit, count) -> inOrder.put(unit.key(), count));
    VariableLength.write(inOrder.size(), out);
    for (Map.Entry<String, Integer> count : inOrder.entrySet()) {
      StringValue.writeString(count.getKey(), out);
      VariableLength.writeSigned(count.getValue(), out);
    }
  }

  private static Map<Scope, Integer> readCounts(DataInputView in) throws IOException {
    Map<Scope, Integer> counts = new HashMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      counts.put(Scope.ofKey(StringValue.readString(in)), (int) VariableLength.readSigned(in));
    }
    return counts;
  }
}
