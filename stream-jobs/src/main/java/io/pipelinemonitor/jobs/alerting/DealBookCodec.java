package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.explanation.DealBook;
import io.pipelinemonitor.jobs.domain.explanation.DealBooking;
import io.pipelinemonitor.jobs.domain.explanation.DealChange;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.Publications;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Version 1: the movements and bookings to come, when movements were published, what the deal adds
 * where, what it is booked with, its name, and up to when repetitions are known. Words go by name.
 */
public final class DealBookCodec implements Codec<DealBook> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<DealBook> type() {
    return DealBook.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public DealBook copy(DealBook book) {
    return book.copy();
  }

  @Override
  public void write(DealBook book, DataOutputView out) throws IOException {
    VariableLength.write(book.changesToCome().size(), out);
    for (DealChange change : book.changesToCome()) {
      writeChange(change, out);
    }
    VariableLength.write(book.bookingsToCome().size(), out);
    for (DealBooking booking : book.bookingsToCome()) {
      writeBooking(booking, out);
    }
    VariableLength.write(book.publications().size(), out);
    for (Map.Entry<String, Publications> known : book.publications().entrySet()) {
      StringValue.writeString(known.getKey(), out);
      VariableLength.write(known.getValue().moments().size(), out);
      for (Map.Entry<Long, Integer> moment : known.getValue().moments().entrySet()) {
        out.writeLong(moment.getKey());
        VariableLength.write(moment.getValue(), out);
      }
    }
    VariableLength.write(book.holdings().size(), out);
    for (Map.Entry<DealBook.Holding, Long> entry : book.holdings().entrySet()) {
      DealBook.Holding holding = entry.getKey();
      StringValue.writeString(holding.money().name(), out);
      StringValue.writeString(holding.period(), out);
      StringValue.writeString(holding.scope().key(), out);
      VariableLength.writeSigned(entry.getValue(), out);
    }
    DealBooking booking = book.booking();
    out.writeBoolean(booking != null);
    if (booking != null) {
      writeBooking(booking, out);
    }
    Nullables.writeText(book.name(), out);
    out.writeLong(book.forgottenTo());
  }

  @Override
  public DealBook read(DataInputView in, int version) throws IOException {
    List<DealChange> changes = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      changes.add(readChange(in));
    }
    List<DealBooking> bookings = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      bookings.add(readBooking(in));
    }
    Map<String, Publications> publications = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      String changeId = StringValue.readString(in);
      TreeMap<Long, Integer> moments = new TreeMap<>();
      for (int more = VariableLength.read(in); more > 0; more--) {
        moments.put(in.readLong(), VariableLength.read(in));
      }
      publications.put(changeId, new Publications(moments));
    }
    Map<DealBook.Holding, Long> holdings = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      DealBook.Holding holding =
          new DealBook.Holding(
              Money.valueOf(StringValue.readString(in)),
              StringValue.readString(in),
              Scope.ofKey(StringValue.readString(in)));
      holdings.put(holding, VariableLength.readSigned(in));
    }
    DealBooking booking = in.readBoolean() ? readBooking(in) : null;
    return new DealBook(
        changes, bookings, publications, holdings, booking, Nullables.readText(in), in.readLong());
  }

  private static void writeChange(DealChange change, DataOutputView out) throws IOException {
    StringValue.writeString(change.changeId(), out);
    out.writeBoolean(change.withdrawn());
    Nullables.writeText(change.name(), out);
    StringValue.writeString(change.period(), out);
    writeScopes(change.scopes(), out);
    Scope only = change.only();
    Nullables.writeText(only == null ? null : only.key(), out);
    out.writeBoolean(change.transfer());
    VariableLength.writeSigned(change.delta(), out);
    HappenedFields.write(change.what(), out);
    out.writeLong(change.asOf());
  }

  private static DealChange readChange(DataInputView in) throws IOException {
    return new DealChange(
        StringValue.readString(in),
        in.readBoolean(),
        Nullables.readText(in),
        StringValue.readString(in),
        readScopes(in),
        scope(Nullables.readText(in)),
        in.readBoolean(),
        VariableLength.readSigned(in),
        HappenedFields.read(in),
        in.readLong());
  }

  private static @Nullable Scope scope(@Nullable String key) {
    return key == null ? null : Scope.ofKey(key);
  }

  private static void writeBooking(DealBooking booking, DataOutputView out) throws IOException {
    Nullables.writeText(booking.name(), out);
    Nullables.writeText(booking.period(), out);
    writeScopes(booking.scopes(), out);
    VariableLength.writeSigned(booking.amount(), out);
    HappenedFields.write(booking.what(), out);
    out.writeLong(booking.asOf());
  }

  private static DealBooking readBooking(DataInputView in) throws IOException {
    return new DealBooking(
        Nullables.readText(in),
        Nullables.readText(in),
        readScopes(in),
        VariableLength.readSigned(in),
        HappenedFields.read(in),
        in.readLong());
  }

  static void writeScopes(DealScopes scopes, DataOutputView out) throws IOException {
    Nullables.writeText(scopes.ownerId(), out);
    Nullables.writeText(scopes.segment(), out);
    Nullables.writeText(scopes.product(), out);
    Nullables.writeText(scopes.territoryId(), out);
    Nullables.writeText(scopes.pipelineId(), out);
  }

  static DealScopes readScopes(DataInputView in) throws IOException {
    return new DealScopes(
        Nullables.readText(in),
        Nullables.readText(in),
        Nullables.readText(in),
        Nullables.readText(in),
        Nullables.readText(in));
  }
}
