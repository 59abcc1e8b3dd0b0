package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.dealwatch.DealSighting;
import io.pipelinemonitor.jobs.domain.dealwatch.DealWatch;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** Version 1: the deal as it was published last, and whether rules were told of it. */
public final class DealWatchCodec implements Codec<DealWatch> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<DealWatch> type() {
    return DealWatch.class;
  }

  @Override
  public int version() {
    return 1;
  }

  /** Everything in it is immutable. */
  @Override
  public DealWatch copy(DealWatch watch) {
    return watch;
  }

  @Override
  public void write(DealWatch watch, DataOutputView out) throws IOException {
    DealSighting deal = watch.sighting();
    StringValue.writeString(deal.dealId(), out);
    Nullables.writeText(deal.name(), out);
    Nullables.writeText(deal.period(), out);
    WatchedDealFields.writeWord(deal.end(), out);
    DealBookCodec.writeScopes(deal.scopes(), out);
    WatchedDealFields.writeWord(deal.category(), out);
    Nullables.writeLong(deal.amount(), out);
    Nullables.writeLong(deal.closeDate(), out);
    Nullables.writeText(deal.stageId(), out);
    Nullables.writeLong(deal.stageSince(), out);
    Nullables.writeLong(deal.quietSince(), out);
    Integer score = deal.riskScore();
    Nullables.writeLong(score == null ? null : (Long) score.longValue(), out);
    RiskFactorFields.write(deal.factors(), out);
    out.writeLong(deal.asOf());
    out.writeBoolean(watch.told());
  }

  @Override
  public DealWatch read(DataInputView in, int version) throws IOException {
    DealSighting deal =
        new DealSighting(
            StringValue.readString(in),
            Nullables.readText(in),
            Nullables.readText(in),
            WatchedDealFields.readWord(DealEnd.class, in),
            DealBookCodec.readScopes(in),
            WatchedDealFields.readWord(ForecastCategory.class, in),
            Nullables.readLong(in),
            Nullables.readLong(in),
            Nullables.readText(in),
            Nullables.readLong(in),
            Nullables.readLong(in),
            score(Nullables.readLong(in)),
            RiskFactorFields.read(in),
            in.readLong());
    return new DealWatch(deal, in.readBoolean());
  }

  private static @Nullable Integer score(@Nullable Long stored) {
    return stored == null ? null : (Integer) stored.intValue();
  }
}
