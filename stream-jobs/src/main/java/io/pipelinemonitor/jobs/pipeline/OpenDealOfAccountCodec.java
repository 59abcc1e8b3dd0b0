package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.OpenDealOfAccount;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The bytes of an open deal of an account, as part of others. */
final class OpenDealOfAccountCodec {

  private OpenDealOfAccountCodec() {}

  static void write(OpenDealOfAccount deal, DataOutputView out) throws IOException {
    Long amount = deal.amount();
    out.writeBoolean(amount != null);
    if (amount != null) {
      VariableLength.writeSigned(amount, out);
    }
    StringValue.writeString(deal.currency(), out);
    out.writeLong(deal.createdAt());
    StringValue.writeString(deal.period().name(), out);
    out.writeInt(deal.period().index());
    out.writeLong(deal.period().startDay());
    out.writeLong(deal.period().endDay());
    StringValue.writeString(deal.scopes().ownerId(), out);
    StringValue.writeString(deal.scopes().segment(), out);
    StringValue.writeString(deal.scopes().product(), out);
    StringValue.writeString(deal.scopes().territoryId(), out);
    StringValue.writeString(deal.scopes().pipelineId(), out);
    out.writeBoolean(deal.clean());
  }

  static OpenDealOfAccount read(DataInputView in) throws IOException {
    return new OpenDealOfAccount(
        in.readBoolean() ? (Long) VariableLength.readSigned(in) : null,
        StringValue.readString(in),
        in.readLong(),
        new FiscalPeriod(StringValue.readString(in), in.readInt(), in.readLong(), in.readLong()),
        new DealScopes(
            StringValue.readString(in),
            StringValue.readString(in),
            StringValue.readString(in),
            StringValue.readString(in),
            StringValue.readString(in)),
        in.readBoolean());
  }
}
