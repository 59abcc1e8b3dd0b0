package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.AccountDeals;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sees the open deals of each account side by side, and says which of them look as if they were
 * entered twice.
 *
 * <p>State: the open deals of the account. It ends with the last of them.
 */
final class AccountFunction extends KeyedProcessFunction<String, AccountChange, CellDelta> {

  private static final long serialVersionUID = 1L;

  static final String UID = "account-deals";

  private static final ValueStateDescriptor<AccountDeals> DEALS =
      new ValueStateDescriptor<>("deals", CodecType.of(new AccountDealsCodec()));

  private transient ValueState<AccountDeals> deals;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  AccountFunction() {}

  @Override
  public void open(OpenContext context) {
    deals = getRuntimeContext().getState(DEALS);
  }

  @Override
  public void processElement(AccountChange change, Context context, Collector<CellDelta> out)
      throws Exception {
    AccountDeals known = deals.value();
    AccountDeals ofAccount = known == null ? new AccountDeals(new TreeMap<>()) : known;
    DeltaBuffer buffer = new DeltaBuffer();
    ofAccount.replace(
        change.dealId(),
        change.deal(),
        (scope, bucket) -> buffer.sums(scope, bucket, change.tick()));
    if (ofAccount.deals().isEmpty()) {
      deals.clear();
    } else {
      deals.update(ofAccount);
    }
    buffer.drain(Long.MAX_VALUE, out::collect);
  }
}
