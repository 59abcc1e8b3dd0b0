package io.pipelinemonitor.alerts.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstPositionsTest {
  private static final TopicPartition PARTITION = new TopicPartition("alerts.events", 0);
  private static final Instant YESTERDAY = Instant.parse("2026-02-05T09:00:00Z");

  @Test
  void beginsWithTheFirstRecordThatIsNotHistory() {
    assertThat(FirstPositions.of(new Reader(9, 4L, 9), List.of(PARTITION), YESTERDAY))
        .containsExactly(Map.entry(PARTITION, 4L));
  }

  @Test
  void beginsAtTheEndWhereAllIsHistory() {
    assertThat(FirstPositions.of(new Reader(9, null, 9), List.of(PARTITION), YESTERDAY))
        .containsExactly(Map.entry(PARTITION, 9L));
  }

  @Test
  void doesNotPassOverWhatIsWrittenWhileItLooks() {
    assertThat(FirstPositions.of(new Reader(9, null, 10), List.of(PARTITION), YESTERDAY))
        .containsExactly(Map.entry(PARTITION, 9L));
  }

  /** A topic to which somebody writes right after it was asked for recent records. */
  private static final class Reader extends MockConsumer<byte[], byte[]> {
    private final @Nullable Long recent;
    private final long endAfterwards;

    Reader(long end, @Nullable Long recent, long endAfterwards) {
      super("earliest");
      this.recent = recent;
      this.endAfterwards = endAfterwards;
      updateEndOffsets(Map.of(PARTITION, end));
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> timestamps, Duration timeout) {
      updateEndOffsets(Map.of(PARTITION, endAfterwards));
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      found.put(
          PARTITION,
          recent == null ? null : new OffsetAndTimestamp(recent, YESTERDAY.toEpochMilli()));
      return found;
    }
  }
}
