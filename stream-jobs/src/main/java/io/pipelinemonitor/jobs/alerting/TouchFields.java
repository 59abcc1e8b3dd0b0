package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.Author;
import io.pipelinemonitor.jobs.domain.burst.Touch;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * A change of a deal, within state and streams. Fields of deals go by ordinal, words by name. Since
 * version 2 it ends with the units in which the deal is open.
 */
final class TouchFields {

  private TouchFields() {}

  static void write(Touch touch, DataOutputView out) throws IOException {
    writeAuthor(touch.author(), out);
    StringValue.writeString(touch.dealId(), out);
    StringValue.writeString(touch.eventId(), out);
    out.writeLong(touch.at());
    out.writeLong(touch.moment());
    out.writeBoolean(touch.sequel());
    writeFields(touch.fields(), out);
    writeScopes(touch.scopes(), out);
    VariableLength.write(touch.moves().size(), out);
    for (ScopeMove move : touch.moves()) {
      ScopeMovesCodec.writeMove(move, out);
    }
    VariableLength.write(touch.units().size(), out);
    for (Touch.DealUnit unit : touch.units()) {
      StringValue.writeString(unit.unit().key(), out);
      StringValue.writeString(unit.name(), out);
      VariableLength.writeSigned(unit.openDeals(), out);
    }
  }

  static Touch read(DataInputView in, int version) throws IOException {
    return new Touch(
        readAuthor(in),
        StringValue.readString(in),
        StringValue.readString(in),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        readFields(in),
        readScopes(in),
        readMoves(in),
        version == 1 ? List.of() : readUnits(in));
  }

  static void writeAll(Collection<Touch> touches, DataOutputView out) throws IOException {
    VariableLength.write(touches.size(), out);
    for (Touch touch : touches) {
      write(touch, out);
    }
  }

  static List<Touch> readAll(DataInputView in, int version) throws IOException {
    List<Touch> touches = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      touches.add(read(in, version));
    }
    return touches;
  }

  static void writeAuthor(Author author, DataOutputView out) throws IOException {
    StringValue.writeString(author.kind().name(), out);
    StringValue.writeString(author.source(), out);
    StringValue.writeString(author.id(), out);
  }

  static Author readAuthor(DataInputView in) throws IOException {
    return new Author(
        Author.Kind.valueOf(StringValue.readString(in)),
        StringValue.readString(in),
        StringValue.readString(in));
  }

  static void writeFields(Set<DealField> fields, DataOutputView out) throws IOException {
    long bits = 0;
    for (DealField field : fields) {
      bits |= 1L << field.ordinal();
    }
    VariableLength.writeSigned(bits, out);
  }

  static Set<DealField> readFields(DataInputView in) throws IOException {
    long bits = VariableLength.readSigned(in);
    Set<DealField> fields = EnumSet.noneOf(DealField.class);
    for (int ordinal = 0; ordinal < DealField.count(); ordinal++) {
      if ((bits >>> ordinal & 1) == 1) {
        fields.add(DealField.at(ordinal));
      }
    }
    return fields;
  }

  /** In order, so that the same scopes are the same bytes. */
  static void writeScopes(Set<Scope> scopes, DataOutputView out) throws IOException {
    List<String> keys = scopes.stream().map(Scope::key).sorted().toList();
    VariableLength.write(keys.size(), out);
    for (String key : keys) {
      StringValue.writeString(key, out);
    }
  }

  static Set<Scope> readScopes(DataInputView in) throws IOException {
    Set<Scope> scopes = new HashSet<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      scopes.add(Scope.ofKey(StringValue.readString(in)));
    }
    return scopes;
  }

  private static List<ScopeMove> readMoves(DataInputView in) throws IOException {
    List<ScopeMove> moves = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      moves.add(ScopeMovesCodec.readMove(in));
    }
    return moves;
  }

  private static List<Touch.DealUnit> readUnits(DataInputView in) throws IOException {
    List<Touch.DealUnit> units = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      units.add(
          new Touch.DealUnit(
              Scope.ofKey(StringValue.readString(in)),
              StringValue.readString(in),
              (int) VariableLength.readSigned(in)));
    }
    return List.copyOf(units);
  }
}
