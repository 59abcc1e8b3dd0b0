package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.explanation.DealMoves;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMoves;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Version 1: the first day that is known of, what deals did by amount and deal, and the movements
 * to come. Words go by name.
 */
public final class ScopeMovesCodec implements Codec<ScopeMoves> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<ScopeMoves> type() {
    return ScopeMoves.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ScopeMoves copy(ScopeMoves moves) {
    return moves.copy();
  }

  @Override
  public void write(ScopeMoves moves, DataOutputView out) throws IOException {
    out.writeLong(moves.keptFrom());
    VariableLength.write(moves.deals().size(), out);
    for (Map.Entry<Money, TreeMap<String, DealMoves>> ofMoney : moves.deals().entrySet()) {
      StringValue.writeString(ofMoney.getKey().name(), out);
      VariableLength.write(ofMoney.getValue().size(), out);
      for (Map.Entry<String, DealMoves> deal : ofMoney.getValue().entrySet()) {
        StringValue.writeString(deal.getKey(), out);
        writeDeal(deal.getValue(), out);
      }
    }
    VariableLength.write(moves.toCome().size(), out);
    for (ScopeMove move : moves.toCome()) {
      writeMove(move, out);
    }
  }

  @Override
  public ScopeMoves read(DataInputView in, int version) throws IOException {
    long keptFrom = in.readLong();
    Map<Money, TreeMap<String, DealMoves>> deals = new EnumMap<>(Money.class);
    for (int left = VariableLength.read(in); left > 0; left--) {
      TreeMap<String, DealMoves> ofMoney = new TreeMap<>();
      deals.put(Money.valueOf(StringValue.readString(in)), ofMoney);
      for (int more = VariableLength.read(in); more > 0; more--) {
        ofMoney.put(StringValue.readString(in), readDeal(in));
      }
    }
    List<ScopeMove> toCome = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      toCome.add(readMove(in));
    }
    return new ScopeMoves(deals, toCome, keptFrom);
  }

  private static void writeDeal(DealMoves deal, DataOutputView out) throws IOException {
    Nullables.writeText(deal.name(), out);
    Nullables.writeText(deal.ownerId(), out);
    VariableLength.writeSigned(deal.standing(), out);
    out.writeLong(deal.asOf());
    VariableLength.write(deal.moves().size(), out);
    for (DealMoves.Move move : deal.moves()) {
      VariableLength.writeSigned(move.day(), out);
      HappenedFields.write(move.what(), out);
      VariableLength.writeSigned(move.delta(), out);
    }
  }

  private static DealMoves readDeal(DataInputView in) throws IOException {
    String name = Nullables.readText(in);
    String ownerId = Nullables.readText(in);
    long standing = VariableLength.readSigned(in);
    long asOf = in.readLong();
    List<DealMoves.Move> moves = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      moves.add(
          new DealMoves.Move(
              VariableLength.readSigned(in),
              HappenedFields.read(in),
              VariableLength.readSigned(in)));
    }
    return new DealMoves(name, ownerId, standing, asOf, List.copyOf(moves));
  }

  static void writeMove(ScopeMove move, DataOutputView out) throws IOException {
    StringValue.writeString(move.scope().key(), out);
    StringValue.writeString(move.period(), out);
    StringValue.writeString(move.money().name(), out);
    StringValue.writeString(move.dealId(), out);
    Nullables.writeText(move.name(), out);
    Nullables.writeText(move.ownerId(), out);
    HappenedFields.write(move.what(), out);
    VariableLength.writeSigned(move.delta(), out);
    VariableLength.writeSigned(move.standing(), out);
    out.writeLong(move.asOf());
  }

  static ScopeMove readMove(DataInputView in) throws IOException {
    return new ScopeMove(
        Scope.ofKey(StringValue.readString(in)),
        StringValue.readString(in),
        Money.valueOf(StringValue.readString(in)),
        StringValue.readString(in),
        Nullables.readText(in),
        Nullables.readText(in),
        HappenedFields.read(in),
        VariableLength.readSigned(in),
        VariableLength.readSigned(in),
        in.readLong());
  }
}
