package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.schema.PipelineSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Published snapshots in the form that the oracle has. */
final class PublishedSnapshots {

  private PublishedSnapshots() {}

  /** By key; snapshots of scopes that hold nothing any more are left out. */
  static SortedMap<String, SortedMap<String, Object>> of(Map<String, PipelineSnapshot> snapshots) {
    SortedMap<String, SortedMap<String, Object>> fields = new TreeMap<>();
    snapshots.forEach(
        (key, snapshot) -> {
          if (!SnapshotFields.isEmpty(snapshot)) {
            fields.put(key, SnapshotFields.of(snapshot));
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
}
