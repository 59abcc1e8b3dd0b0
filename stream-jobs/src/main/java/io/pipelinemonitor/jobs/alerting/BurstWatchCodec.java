package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.Author;
import io.pipelinemonitor.jobs.domain.burst.Burst;
import io.pipelinemonitor.jobs.domain.burst.BurstPolicy;
import io.pipelinemonitor.jobs.domain.burst.BurstWatch;
import io.pipelinemonitor.jobs.domain.burst.Touch;
import io.pipelinemonitor.jobs.domain.burst.UnitShare;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMoves;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Version 1: the changes to come, those of the last minutes, and the burst that is not over, with
 * its deals, how often it set or cleared what, its scopes and what it did to amounts (in version 1
 * of {@link ScopeMovesCodec}). Version 2: changes in version 2 of {@link TouchFields}, and of a
 * burst its share of a unit, if it is one by that, with the deals of the unit.
 */
public final class BurstWatchCodec implements Codec<BurstWatch> {

  private static final long serialVersionUID = 1L;
  private static final int MOVES_VERSION = 1;

  @Override
  public Class<BurstWatch> type() {
    return BurstWatch.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public BurstWatch copy(BurstWatch watch) {
    return watch.copy();
  }

  @Override
  public void write(BurstWatch watch, DataOutputView out) throws IOException {
    TouchFields.writeAll(watch.toCome(), out);
    TouchFields.writeAll(watch.recent(), out);
    Burst burst = watch.burst();
    out.writeBoolean(burst != null);
    if (burst != null) {
      writeBurst(burst, out);
    }
  }

  @Override
  public BurstWatch read(DataInputView in, int version) throws IOException {
    List<Touch> toCome = TouchFields.readAll(in, version);
    List<Touch> recent = TouchFields.readAll(in, version);
    return new BurstWatch(
        BurstPolicy.STANDARD, toCome, recent, in.readBoolean() ? readBurst(in, version) : null);
  }

  private static void writeBurst(Burst burst, DataOutputView out) throws IOException {
    TouchFields.writeAuthor(burst.author(), out);
    StringValue.writeString(burst.cause().name(), out);
    out.writeLong(burst.from());
    out.writeLong(burst.openedAt());
    out.writeLong(burst.latest());
    out.writeLong(burst.lastMoment());
    VariableLength.write(burst.toldDeals(), out);
    out.writeBoolean(burst.lifted());
    VariableLength.writeSigned(burst.sequence(), out);
    writeDeals(burst.deals(), out);
    VariableLength.write(burst.fields().size(), out);
    for (Map.Entry<DealField, Integer> field : burst.fields().entrySet()) {
      VariableLength.write(field.getKey().ordinal(), out);
      VariableLength.write(field.getValue(), out);
    }
    TouchFields.writeScopes(burst.scopes(), out);
    VariableLength.write(burst.money().size(), out);
    for (Map.Entry<String, ScopeMoves> money : burst.money().entrySet()) {
      StringValue.writeString(money.getKey(), out);
      new ScopeMovesCodec().write(money.getValue(), out);
    }
    UnitShare share = burst.share();
    out.writeBoolean(share != null);
    if (share != null) {
      StringValue.writeString(share.unit().key(), out);
      StringValue.writeString(share.name(), out);
      VariableLength.write(share.openDeals(), out);
      writeDeals(burst.unitDeals(), out);
    }
  }

  /** In order, so that the same deals are the same bytes. */
  private static void writeDeals(Set<String> deals, DataOutputView out) throws IOException {
    VariableLength.write(deals.size(), out);
    for (String dealId : new TreeSet<>(deals)) {
      StringValue.writeString(dealId, out);
    }
  }

  private static Set<String> readDeals(DataInputView in) throws IOException {
    Set<String> deals = new HashSet<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      deals.add(StringValue.readString(in));
    }
    return deals;
  }

  private static Burst readBurst(DataInputView in, int version) throws IOException {
    Author author = TouchFields.readAuthor(in);
    Burst burst =
        new Burst(
            author,
            Suppression.valueOf(StringValue.readString(in)),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            VariableLength.read(in),
            in.readBoolean(),
            VariableLength.readSigned(in));
    Set<String> deals = readDeals(in);
    Map<DealField, Integer> fields = new EnumMap<>(DealField.class);
    for (int left = VariableLength.read(in); left > 0; left--) {
      fields.put(DealField.at(VariableLength.read(in)), VariableLength.read(in));
    }
    Set<Scope> scopes = TouchFields.readScopes(in);
    Map<String, ScopeMoves> money = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      money.put(StringValue.readString(in), new ScopeMovesCodec().read(in, MOVES_VERSION));
    }
    burst.restore(deals, fields, scopes, money);
    if (version > 1 && in.readBoolean()) {
      Scope unit = Scope.ofKey(StringValue.readString(in));
      String name = StringValue.readString(in);
      int openDeals = VariableLength.read(in);
      Set<String> unitDeals = readDeals(in);
      burst.restore(new UnitShare(unit, name, unitDeals.size(), openDeals), unitDeals);
    }
    return burst;
  }
}
