package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.schema.PipelineSnapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Published snapshots in the form that the oracle has. */
final class SnapshotFields {

  private SnapshotFields() {}

  /** By key; snapshots of scopes that hold nothing any more are left out. */
  static SortedMap<String, SortedMap<String, Object>> of(Map<String, PipelineSnapshot> snapshots) {
    SortedMap<String, SortedMap<String, Object>> fields = new TreeMap<>();
    snapshots.forEach(
        (key, snapshot) -> {
          if (!isEmpty(snapshot)) {
            SortedMap<String, Object> known = fields(snapshot);
            known.remove("asOf");
            fields.put(key, known);
          }
        });
    return fields;
  }

  /** Each field that differs, as one line. */
  static List<String> differences(
      SortedMap<String, SortedMap<String, Object>> expected,
      SortedMap<String, SortedMap<String, Object>> published) {
    List<String> differences = new ArrayList<>();
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(published.keySet());
    for (String key : keys) {
      SortedMap<String, Object> wanted = expected.getOrDefault(key, new TreeMap<>());
      SortedMap<String, Object> found = published.getOrDefault(key, new TreeMap<>());
      Set<String> names = new TreeSet<>(wanted.keySet());
      names.addAll(found.keySet());
      for (String name : names) {
        if (!Objects.equals(wanted.get(name), found.get(name))) {
          differences.add(
              key + " " + name + ": expected " + wanted.get(name) + " but was " + found.get(name));
        }
      }
    }
    return differences;
  }

  private static boolean isEmpty(PipelineSnapshot snapshot) {
    return snapshot.getOpenCount() == 0
        && snapshot.getBookedCount() == 0
        && snapshot.getLostCount() == 0
        && snapshot.getQuota() == null
        && snapshot.getRepsWithQuota() == 0;
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
    if (value instanceof SpecificRecord record) {
      return fields(record);
    }
    if (value instanceof Collection<?> values) {
      List<@Nullable Object> plain = new ArrayList<>();
      values.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    if (value instanceof LocalDate day) {
      return day.toEpochDay();
    }
    if (value instanceof Integer number) {
      return number.longValue();
    }
    return value instanceof Enum<?> symbol ? symbol.name() : value;
  }
}
