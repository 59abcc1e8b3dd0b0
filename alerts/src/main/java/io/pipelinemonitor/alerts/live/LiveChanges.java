package io.pipelinemonitor.alerts.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What one batch changed. */
public final class LiveChanges {
  private final boolean news;
  private final Map<LiveTopic<?>, List<LiveChange<?>>> changes = new HashMap<>();

  /**
   * Nothing yet.
   *
   * @param news whether what is added happens now
   */
  public LiveChanges(boolean news) {
    this.news = news;
  }

  /**
   * Whether this happened since the reader had read all that was there when it began; otherwise it
   * may be long ago.
   */
  public boolean areNews() {
    return news;
  }

  /** What changed in one topic, in the order in which it came; of one key maybe several times. */
  @SuppressWarnings("unchecked") // Only add puts changes in, of the same type as the topic.
  public <T extends SpecificRecord> List<LiveChange<T>> of(LiveTopic<T> topic) {
    return (List<LiveChange<T>>) (List<?>) changes.getOrDefault(topic, List.of());
  }

  /** Adds one change; the changes of a topic keep their order. */
  public <T extends SpecificRecord> void add(LiveTopic<T> topic, LiveChange<T> change) {
    changes.computeIfAbsent(topic, first -> new ArrayList<>()).add(change);
  }

  boolean areNone() {
    return changes.isEmpty();
  }
}
