package io.pipelinemonitor.schema.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Records of any type, filled from their schema: the same ones every time, no two fields alike. */
public final class Samples {

  private static final Instant FIRST_INSTANT = Instant.parse("2026-02-01T09:30:00.123456Z");
  private static final LocalDate FIRST_DAY = LocalDate.parse("2026-03-31");

  private Samples() {}

  /** A record with every field filled, and two items in every list. */
  public static <T extends SpecificRecord> T full(Class<T> type) {
    return type.cast(record(Records.schema(type), true, 1));
  }

  /** A record with only those fields filled that have no default. */
  public static <T extends SpecificRecord> T bare(Class<T> type) {
    return type.cast(record(Records.schema(type), false, 1));
  }

  private static SpecificRecord record(Schema schema, boolean full, int seed) {
    SpecificRecord record =
        (SpecificRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
    for (Schema.Field field : schema.getFields()) {
      Object value =
          full || !field.hasDefaultValue()
              ? value(field.schema(), field, full, seed * 10 + field.pos())
              : SpecificData.get()
                  .deepCopy(field.schema(), SpecificData.get().getDefaultValue(field));
      record.put(field.pos(), value);
    }
    return record;
  }

  private static @Nullable Object value(Schema schema, Schema.Field field, boolean full, int seed) {
    String logical = schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
    return switch (schema.getType()) {
      case STRING -> text(field, seed);
      case INT -> logical.equals("date") ? FIRST_DAY.plusDays(seed) : (Object) seed;
      case LONG ->
          logical.equals("timestamp-micros")
              ? FIRST_INSTANT.plusSeconds(3_600L * seed)
              : (Object) (100L * seed + 7);
      case DOUBLE -> seed + 0.25;
      case BOOLEAN -> seed % 2 == 0;
      case BYTES -> ByteBuffer.wrap(("bytes " + seed).getBytes(StandardCharsets.UTF_8));
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield SpecificData.get().createEnum(symbols.get(seed % (symbols.size() - 1)), schema);
      }
      case RECORD -> record(schema, full, seed);
      case ARRAY ->
          full
              ? List.of(
                  required(schema.getElementType(), field, seed),
                  required(schema.getElementType(), field, seed + 1))
              : List.of();
      case UNION -> value(schema.getTypes().get(1), field, full, seed);
      case MAP, FIXED, FLOAT, NULL ->
          throw new IllegalArgumentException("no sample of " + schema.getType());
    };
  }

  private static Object required(Schema schema, Schema.Field field, int seed) {
    Object value = value(schema, field, true, seed);
    if (value == null) {
      throw new IllegalArgumentException("no sample of " + schema);
    }
    return value;
  }

  private static String text(Schema.Field field, int seed) {
    if (field.getProp("fieldNamesOf") != null) {
      return seed % 2 == 0 ? "amountMinor" : "nextStep";
    }
    return switch (field.name()) {
      case "currency" -> "USD";
      case "reportingCurrency" -> "JPY";
      case "rate" -> "1.0842";
      case "period", "otherPeriod" -> "2026-Q" + (1 + seed % 4);
      case "name", "summary", "message", "comment" -> field.name() + " " + seed + " é€ \"\\";
      default -> field.name() + "-" + seed;
    };
  }
}
