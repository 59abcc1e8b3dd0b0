package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.AccountDeals;
import io.pipelinemonitor.jobs.domain.metrics.OpenDealOfAccount;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Version 1: each deal with its identifier. */
public final class AccountDealsCodec implements Codec<AccountDeals> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<AccountDeals> type() {
    return AccountDeals.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public AccountDeals copy(AccountDeals deals) {
    return deals.copy();
  }

  @Override
  public void write(AccountDeals deals, DataOutputView out) throws IOException {
    VariableLength.write(deals.deals().size(), out);
    for (Map.Entry<String, OpenDealOfAccount> entry : deals.deals().entrySet()) {
      StringValue.writeString(entry.getKey(), out);
      OpenDealOfAccountCodec.write(entry.getValue(), out);
    }
  }

  @Override
  public AccountDeals read(DataInputView in, int version) throws IOException {
    SortedMap<String, OpenDealOfAccount> deals = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      deals.put(StringValue.readString(in), OpenDealOfAccountCodec.read(in));
    }
    return new AccountDeals(deals);
  }
}
