package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.Fact;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Version 2: as-of and timer, first and last event, the stamps that the facts share, then each
 * field's facts as a stamp's number and a value, then the activities. Version 1 had no activities.
 * Enums go by ordinal: append only.
 */
public final class DealEntryCodec implements Codec<DealEntry> {

  private static final long serialVersionUID = 1L;

  private static final Existence[] EXISTENCES = Existence.values();
  private static final ForecastCategory[] CATEGORIES = ForecastCategory.values();
  private static final StatusFact[] STATUSES = StatusFact.values();

  @Override
  public Class<DealEntry> type() {
    return DealEntry.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public DealEntry copy(DealEntry entry) {
    return new DealEntry(entry.facts.copy(), entry.activities.copy(), entry.asOf, entry.timer);
  }

  @Override
  public void write(DealEntry entry, DataOutputView out) throws IOException {
    out.writeLong(entry.asOf);
    out.writeLong(entry.timer);
    out.writeLong(entry.facts.firstOccurredAt());
    Map<Stamp, Integer> numbers = new HashMap<>();
    Stamp last = entry.facts.lastStamp();
    if (last != null) {
      numbers.put(last, 0);
    }
    int fields = DealField.count();
    for (int ordinal = 0; ordinal < fields; ordinal++) {
      for (Fact fact : entry.facts.history(DealField.at(ordinal))) {
        numbers.putIfAbsent(fact.stamp(), numbers.size());
      }
    }
    Stamp[] stamps = new Stamp[numbers.size()];
    numbers.forEach((stamp, number) -> stamps[number] = stamp);
    VariableLength.write(stamps.length, out);
    for (Stamp stamp : stamps) {
      out.writeLong(stamp.occurredAt());
      out.writeBoolean(stamp.sequence() != Stamp.NO_SEQUENCE);
      if (stamp.sequence() != Stamp.NO_SEQUENCE) {
        out.writeLong(stamp.sequence());
      }
      StringValue.writeString(stamp.eventId(), out);
    }
    VariableLength.write(fields, out);
    for (int ordinal = 0; ordinal < fields; ordinal++) {
      Fact[] facts = entry.facts.history(DealField.at(ordinal));
      VariableLength.write(facts.length, out);
      for (Fact fact : facts) {
        VariableLength.write(number(numbers, fact.stamp()), out);
        writeValue(fact.value(), out);
      }
    }
    ActivityFactsCodec.write(entry.activities, out);
  }

  private static int number(Map<Stamp, Integer> numbers, Stamp stamp) {
    Integer number = numbers.get(stamp);
    if (number == null) {
      throw new IllegalStateException("a stamp without a number: " + stamp);
    }
    return number;
  }

  private static void writeValue(@Nullable Object value, DataOutputView out) throws IOException {
    out.writeBoolean(value != null);
    if (value instanceof String text) {
      StringValue.writeString(text, out);
    } else if (value instanceof Long number) {
      VariableLength.writeSigned(number, out);
    } else if (value instanceof Double number) {
      out.writeDouble(number);
    } else if (value instanceof Enum<?> symbol) {
      out.writeByte(symbol.ordinal());
    } else if (value != null) {
      throw new IOException("no encoding for a value of " + value.getClass());
    }
  }

  @Override
  public DealEntry read(DataInputView in, int version) throws IOException {
    long asOf = in.readLong();
    long timer = in.readLong();
    long firstOccurredAt = in.readLong();
    Stamp[] stamps = new Stamp[VariableLength.read(in)];
    for (int i = 0; i < stamps.length; i++) {
      long occurredAt = in.readLong();
      long sequence = in.readBoolean() ? in.readLong() : Stamp.NO_SEQUENCE;
      stamps[i] = new Stamp(occurredAt, sequence, StringValue.readString(in));
    }
    DealFacts empty = new DealFacts();
    Fact[][] facts = new Fact[DealField.count()][];
    int written = VariableLength.read(in);
    for (int ordinal = 0; ordinal < facts.length; ordinal++) {
      DealField field = DealField.at(ordinal);
      // A field added after this was written has no facts yet.
      Fact[] known = ordinal < written ? new Fact[VariableLength.read(in)] : empty.history(field);
      for (int i = 0; i < known.length; i++) {
        known[i] = new Fact(stamps[VariableLength.read(in)], readValue(field, in));
      }
      facts[ordinal] = known;
    }
    return new DealEntry(
        new DealFacts(facts, firstOccurredAt, stamps.length == 0 ? null : stamps[0]),
        version == 1 ? new ActivityFacts() : ActivityFactsCodec.read(in),
        asOf,
        timer);
  }

  private static @Nullable Object readValue(DealField field, DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    Class<?> type = field.type();
    if (type == String.class) {
      return StringValue.readString(in);
    }
    if (type == Long.class) {
      return VariableLength.readSigned(in);
    }
    if (type == Double.class) {
      return in.readDouble();
    }
    int ordinal = in.readByte();
    if (type == Existence.class) {
      return EXISTENCES[ordinal];
    }
    return type == StatusFact.class ? STATUSES[ordinal] : CATEGORIES[ordinal];
  }
}
