package io.pipelinemonitor.local.verify;

import org.jspecify.annotations.Nullable;

/**
 * A figure on which the topic and the recomputation do not agree.
 *
 * @param key of the snapshot, {@code TYPE:id|period}
 * @param field of the snapshot; {@value #WHOLE} if one side has no such snapshot
 * @param published what the topic says; null for nothing
 * @param recomputed what follows from the input topics; null for nothing
 */
public record Difference(
    String key, String field, @Nullable Object published, @Nullable Object recomputed) {

  static final String WHOLE = "snapshot";

  @Override
  public String toString() {
    return "%s  %s: the topic says %s, recomputed %s"
        .formatted(key, field, words(published), words(recomputed));
  }

  private static Object words(@Nullable Object value) {
    return value == null ? "nothing" : value;
  }
}
