package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.DealEdit;
import io.pipelinemonitor.jobs.domain.burst.DealTouches;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Version 1: the changes to come by their moment, and the latest that were told of. */
public final class DealTouchesCodec implements Codec<DealTouches> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<DealTouches> type() {
    return DealTouches.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public DealTouches copy(DealTouches touches) {
    return touches.copy();
  }

  @Override
  public void write(DealTouches touches, DataOutputView out) throws IOException {
    VariableLength.write(touches.toCome().size(), out);
    for (Map.Entry<Long, List<DealEdit>> moment : touches.toCome().entrySet()) {
      out.writeLong(moment.getKey());
      VariableLength.write(moment.getValue().size(), out);
      for (DealEdit edit : moment.getValue()) {
        writeEdit(edit, out);
      }
    }
    VariableLength.write(touches.told().size(), out);
    for (Map.Entry<String, DealTouches.Told> told : touches.told().entrySet()) {
      StringValue.writeString(told.getKey(), out);
      TouchFields.writeAuthor(told.getValue().author(), out);
      out.writeLong(told.getValue().moment());
    }
  }

  @Override
  public DealTouches read(DataInputView in, int version) throws IOException {
    Map<Long, List<DealEdit>> toCome = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      long moment = in.readLong();
      List<DealEdit> edits = new ArrayList<>();
      for (int more = VariableLength.read(in); more > 0; more--) {
        edits.add(readEdit(in));
      }
      toCome.put(moment, edits);
    }
    Map<String, DealTouches.Told> told = new LinkedHashMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      told.put(
          StringValue.readString(in),
          new DealTouches.Told(TouchFields.readAuthor(in), in.readLong()));
    }
    return new DealTouches(toCome, told);
  }

  private static void writeEdit(DealEdit edit, DataOutputView out) throws IOException {
    TouchFields.writeAuthor(edit.author(), out);
    StringValue.writeString(edit.eventId(), out);
    out.writeLong(edit.at());
    TouchFields.writeFields(edit.fields(), out);
    DealBookCodec.writeScopes(edit.named(), out);
  }

  private static DealEdit readEdit(DataInputView in) throws IOException {
    return new DealEdit(
        TouchFields.readAuthor(in),
        StringValue.readString(in),
        in.readLong(),
        TouchFields.readFields(in),
        DealBookCodec.readScopes(in));
  }
}
