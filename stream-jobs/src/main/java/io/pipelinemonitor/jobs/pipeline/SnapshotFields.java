package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.schema.PipelineSnapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A published snapshot in the form that the oracle has, so that the two can be compared. */
public final class SnapshotFields {

  /**
   * When a snapshot was made is not a figure; and what was known at earlier midnights does not
   * follow from what is known now.
   */
  private static final Set<String> LEFT_OUT =
      Set.of("asOf", "projectedWeekAgo", "forecastDriftWeek", "pacing");

  private SnapshotFields() {}

  /** The fields that follow from the facts, by name; those that are null are left out. */
  public static SortedMap<String, Object> of(PipelineSnapshot snapshot) {
    SortedMap<String, Object> fields = fields(snapshot);
    fields.keySet().removeAll(LEFT_OUT);
    return fields;
  }

  /** Whether there is nothing in the snapshot: the last word on figures that are gone. */
  public static boolean isEmpty(PipelineSnapshot snapshot) {
    return snapshot.getQuota() == null
        && snapshot.getRepsWithQuota() == 0
        && snapshot.getOpenCount() == 0
        && snapshot.getBookedCount() == 0
        && snapshot.getLostCount() == 0
        && snapshot.getStages().isEmpty()
        && isZero(snapshot.getWaterfall())
        && isZero(snapshot.getWaterfallWeek())
        && isZero(snapshot.getMissingCloseDate())
        && isZero(snapshot.getActivityMonth())
        && isZero(snapshot.getWindowCreatedCount())
        && isZero(snapshot.getWindowWonCount())
        && isZero(snapshot.getWindowLostCount());
  }

  private static boolean isZero(@Nullable SpecificRecord record) {
    return record == null || fields(record).values().stream().allMatch(amount -> amount.equals(0L));
  }

  private static boolean isZero(@Nullable Long count) {
    return count == null || count == 0;
  }

  private static SortedMap<String, Object> fields(SpecificRecord record) {
    SortedMap<String, Object> fields = new TreeMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = plain(record.get(field.pos()));
      if (value != null) {
        fields.put(field.name(), value);
      }
    }
    return fields;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof LocalDate day) {
      return day.toEpochDay();
    }
    if (value instanceof Instant instant) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
    if (value instanceof Enum<?> symbol) {
      return symbol.name();
    }
    if (value instanceof SpecificRecord record) {
      return fields(record);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return value;
  }
}
