package io.pipelinemonitor.local.tail;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.jspecify.annotations.Nullable;

/** How a tombstone looks as a line; {@code publish} takes the same. */
public final class DeletionLine {
  private DeletionLine() {}

  public static String of(@Nullable String key) {
    String escaped =
        new String(JsonStringEncoder.getInstance().quoteAsString(key == null ? "" : key));
    return "{\"$delete\":\"" + escaped + "\"}";
  }
}
