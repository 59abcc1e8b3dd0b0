package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.dealwatch.AmountBucket;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Version 1: how many amounts, then each, as the distance from the one before, and its deals. */
public final class AmountBucketCodec implements Codec<AmountBucket> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<AmountBucket> type() {
    return AmountBucket.class;
  }

  @Override
  public int version() {
    return 1;
  }

  /** It never changes. */
  @Override
  public AmountBucket copy(AmountBucket bucket) {
    return bucket;
  }

  @Override
  public void write(AmountBucket bucket, DataOutputView out) throws IOException {
    VariableLength.write(bucket.size(), out);
    long before = 0;
    for (int i = 0; i < bucket.size(); i++) {
      VariableLength.writeSigned(bucket.amount(i) - before, out);
      VariableLength.write(bucket.deals(i), out);
      before = bucket.amount(i);
    }
  }

  @Override
  public AmountBucket read(DataInputView in, int version) throws IOException {
    int size = VariableLength.read(in);
    long[] amounts = new long[size];
    int[] deals = new int[size];
    long before = 0;
    for (int i = 0; i < size; i++) {
      before += VariableLength.readSigned(in);
      amounts[i] = before;
      deals[i] = VariableLength.read(in);
    }
    return AmountBucket.of(amounts, deals);
  }
}
