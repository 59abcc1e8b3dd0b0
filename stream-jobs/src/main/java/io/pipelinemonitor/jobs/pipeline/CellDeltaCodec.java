package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Version 2: scope, bucket, tick, sums. It never leaves a job that runs: there is no version to
 * read back.
 */
public final class CellDeltaCodec implements Codec<CellDelta> {

  private static final long serialVersionUID = 1L;

  private static final SumsCodec SUMS = new SumsCodec();

  @Override
  public Class<CellDelta> type() {
    return CellDelta.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public CellDelta copy(CellDelta delta) {
    return new CellDelta(delta.scope(), delta.bucket(), delta.tick(), delta.sums().copy());
  }

  @Override
  public void write(CellDelta delta, DataOutputView out) throws IOException {
    StringValue.writeString(delta.scope(), out);
    StringValue.writeString(delta.bucket(), out);
    out.writeLong(delta.tick());
    SUMS.write(delta.sums(), out);
  }

  @Override
  public CellDelta read(DataInputView in, int version) throws IOException {
    String scope = StringValue.readString(in);
    String bucket = StringValue.readString(in);
    long tick = in.readLong();
    return new CellDelta(scope, bucket, tick, SUMS.read(in, SUMS.version()));
  }
}
