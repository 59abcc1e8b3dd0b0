package io.pipelinemonitor.schema.topic;

import java.util.Map;

/** How long a topic keeps its records. */
public enum Retention {
  /**
   * The latest record of each key; a tombstone (null value) deletes the key. Tombstones themselves
   * are kept for ten years: a default rule that somebody deleted must not come back at the next
   * start because nobody remembers.
   */
  COMPACTED,

  /**
   * Every record, for ever. Kafka's retention goes by record timestamp, so any limit would delete
   * loaded history at once; backtests and rebuilds replay it.
   */
  BY_TIME;

  private static final String TEN_YEARS_MILLIS = "315360000000";

  /** Kafka's topic settings for this retention, by Kafka's names. */
  public Map<String, String> settings() {
    return switch (this) {
      case COMPACTED ->
          Map.of("cleanup.policy", "compact", "delete.retention.ms", TEN_YEARS_MILLIS);
      case BY_TIME -> Map.of("cleanup.policy", "delete", "retention.ms", "-1");
    };
  }
}
