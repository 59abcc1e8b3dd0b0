package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Version 1: account, deal, tick, the open deal if there is one. */
public final class AccountChangeCodec implements Codec<AccountChange> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<AccountChange> type() {
    return AccountChange.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public AccountChange copy(AccountChange change) {
    return change;
  }

  @Override
  public void write(AccountChange change, DataOutputView out) throws IOException {
    StringValue.writeString(change.accountId(), out);
    StringValue.writeString(change.dealId(), out);
    out.writeLong(change.tick());
    out.writeBoolean(change.deal() != null);
    if (change.deal() != null) {
      OpenDealOfAccountCodec.write(change.deal(), out);
    }
  }

  @Override
  public AccountChange read(DataInputView in, int version) throws IOException {
    String accountId = StringValue.readString(in);
    String dealId = StringValue.readString(in);
    long tick = in.readLong();
    return new AccountChange(
        accountId, dealId, in.readBoolean() ? OpenDealOfAccountCodec.read(in) : null, tick);
  }
}
