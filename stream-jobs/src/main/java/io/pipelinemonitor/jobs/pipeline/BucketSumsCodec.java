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

/** Each bucket with its sums, of the version of {@link SumsCodec}. */
public final class BucketSumsCodec implements Codec<BucketSums> {

  private static final long serialVersionUID = 1L;

  private static final SumsCodec SUMS = new SumsCodec();

  @Override
  public Class<BucketSums> type() {
    return BucketSums.class;
  }

  @Override
  public int version() {
    return SUMS.version();
  }

  @Override
  public BucketSums copy(BucketSums sums) {
    Map<String, Sums> copied = new HashMap<>();
    sums.byBucket().forEach((bucket, change) -> copied.put(bucket, change.copy()));
    return new BucketSums(copied);
  }

  @Override
  public void write(BucketSums sums, DataOutputView out) throws IOException {
    VariableLength.write(sums.byBucket().size(), out);
    for (Map.Entry<String, Sums> entry : sums.byBucket().entrySet()) {
      StringValue.writeString(entry.getKey(), out);
      SUMS.write(entry.getValue(), out);
    }
  }

  @Override
  public BucketSums read(DataInputView in, int version) throws IOException {
    int buckets = VariableLength.read(in);
    Map<String, Sums> byBucket = new HashMap<>();
    for (int i = 0; i < buckets; i++) {
      String bucket = StringValue.readString(in);
      byBucket.put(bucket, SUMS.read(in, version));
    }
    return new BucketSums(byBucket);
  }
}
