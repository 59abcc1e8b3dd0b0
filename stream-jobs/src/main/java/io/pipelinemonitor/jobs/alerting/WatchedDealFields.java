package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.domain.rules.WatchedDeal;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** A deal as rules judge it, within state. Words go by name. */
final class WatchedDealFields {

  private WatchedDealFields() {}

  static void write(WatchedDeal deal, DataOutputView out) throws IOException {
    Nullables.writeText(deal.ownerName(), out);
    writeWord(deal.category(), out);
    Nullables.writeLong(deal.amount(), out);
    Integer topPercent = deal.topPercent();
    VariableLength.write(topPercent == null ? 0 : topPercent, out);
    Nullables.writeLong(deal.closeDate(), out);
    Nullables.writeText(deal.stageId(), out);
    Nullables.writeLong(deal.stageSince(), out);
    Nullables.writeLong(deal.quietSince(), out);
    VariableLength.write(deal.scopes().size(), out);
    for (Scope scope : deal.scopes()) {
      StringValue.writeString(scope.key(), out);
    }
    RiskFactorFields.write(deal.factors(), out);
    writeWord(deal.end(), out);
    Nullables.writeText(deal.movedTo(), out);
  }

  static WatchedDeal read(DataInputView in) throws IOException {
    String ownerName = Nullables.readText(in);
    ForecastCategory category = readWord(ForecastCategory.class, in);
    Long amount = Nullables.readLong(in);
    int topPercent = VariableLength.read(in);
    Long closeDate = Nullables.readLong(in);
    String stageId = Nullables.readText(in);
    Long stageSince = Nullables.readLong(in);
    Long quietSince = Nullables.readLong(in);
    List<Scope> scopes = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      scopes.add(Scope.ofKey(StringValue.readString(in)));
    }
    return new WatchedDeal(
        ownerName,
        category,
        amount,
        topPercent == 0 ? null : (Integer) topPercent,
        closeDate,
        stageId,
        stageSince,
        quietSince,
        scopes,
        RiskFactorFields.read(in),
        readWord(DealEnd.class, in),
        Nullables.readText(in));
  }

  static void writeWord(@Nullable Enum<?> word, DataOutputView out) throws IOException {
    Nullables.writeText(word == null ? null : word.name(), out);
  }

  static <E extends Enum<E>> @Nullable E readWord(Class<E> type, DataInputView in)
      throws IOException {
    String word = Nullables.readText(in);
    return word == null ? null : Enum.valueOf(type, word);
  }
}
