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
   * The same, but a record stays for at least a week after it was superseded. For what one job
   * writes and the next one follows step by step: a reader that lags behind, or was down for a
   * weekend, would otherwise miss what happened in between, and judge differently. Records of
   * loaded history are as old as what they tell, and Kafka goes by their timestamps; so segments
   * are closed by size alone, and the last one of each partition is never compacted.
   */
  COMPACTED_LATER,

  /**
   * Every record, for ever. Kafka's retention goes by record timestamp, so any limit would delete
   * loaded history at once; backtests and rebuilds replay it.
   */
  BY_TIME;

  private static final String TEN_YEARS_MILLIS = "315360000000";
  private static final String WEEK_MILLIS = "604800000";
  private static final String SEGMENT_BYTES = Integer.toString(256 * 1024 * 1024);

  /** Whether only the latest record of a key is sure to be there. */
  public boolean isCompacted() {
    return this != BY_TIME;
  }

  /** Kafka's topic settings for this retention, by Kafka's names. */
  public Map<String, String> settings() {
    return switch (this) {
      case COMPACTED ->
          Map.of("cleanup.policy", "compact", "delete.retention.ms", TEN_YEARS_MILLIS);
      case COMPACTED_LATER ->
          Map.of(
              "cleanup.policy", "compact",
              "delete.retention.ms", TEN_YEARS_MILLIS,
              "min.compaction.lag.ms", WEEK_MILLIS,
              "segment.ms", TEN_YEARS_MILLIS,
              "segment.bytes", SEGMENT_BYTES);
      case BY_TIME -> Map.of("cleanup.policy", "delete", "retention.ms", "-1");
    };
  }
}
