package io.pipelinemonitor.schema.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is to be remembered while one record is read: amounts whose currency has not been seen yet,
 * because it comes later or stands in an enclosing record; and what stands in for required fields.
 */
final class Reading {

  private final @Nullable SpecificRecord standIns;
  private final List<Amount> amounts = new ArrayList<>(2);

  Reading(@Nullable SpecificRecord standIns) {
    this.standIns = standIns;
  }

  /** What stands in for a required field of such a record; null when nothing does. */
  @Nullable Object standIn(Schema record, int position) {
    return standIns != null && standIns.getSchema().equals(record) ? standIns.get(position) : null;
  }

  /** How many amounts are pending; a mark for {@link #settle} and {@link #nest}. */
  int pending() {
    return amounts.size();
  }

  void add(SpecificRecord record, int position, String field, String currency, BigDecimal major) {
    amounts.add(new Amount(record, position, field, currency, major));
  }

  /** Names the place of the amounts from the mark on, seen from the enclosing record. */
  void nest(int mark, String field) {
    for (int i = mark; i < amounts.size(); i++) {
      Amount amount = amounts.get(i);
      amount.path = Mismatch.join(field, amount.path);
    }
  }

  /** Turns the amounts from the mark on into minor units where this record holds their currency. */
  void settle(int mark, RecordShape shape, SpecificRecord holder) throws Mismatch {
    int kept = mark;
    for (int i = mark; i < amounts.size(); i++) {
      Amount amount = amounts.get(i);
      int currencyPosition = shape.position(amount.currencyField);
      if (currencyPosition < 0) {
        amounts.set(kept++, amount);
      } else {
        amount.settle((String) holder.get(currencyPosition));
      }
    }
    amounts.subList(kept, amounts.size()).clear();
  }

  /** After the outermost record: an amount that is left has no currency anywhere. */
  void end() throws Mismatch {
    if (!amounts.isEmpty()) {
      amounts.get(0).settle(null);
    }
  }

  private static final class Amount {
    private final SpecificRecord record;
    private final int position;
    private final String currencyField;
    private final BigDecimal major;
    private String path;

    Amount(
        SpecificRecord record, int position, String path, String currencyField, BigDecimal major) {
      this.record = record;
      this.position = position;
      this.path = path;
      this.currencyField = currencyField;
      this.major = major;
    }

    void settle(@Nullable String currency) throws Mismatch {
      if (currency == null) {
        throw new Mismatch(path, "an amount needs its ISO-4217 '" + currencyField + "' beside it");
      }
      try {
        record.put(position, MinorUnits.toMinor(major, currency));
      } catch (IllegalArgumentException e) {
        throw new Mismatch(path, String.valueOf(e.getMessage()));
      }
    }
  }
}
