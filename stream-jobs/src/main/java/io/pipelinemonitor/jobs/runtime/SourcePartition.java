package io.pipelinemonitor.jobs.runtime;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition that a source task reads, or the task's main output, which never carries a record.
 * Moments of the wall's clock are nanoseconds of {@link ElapsedTime}.
 */
abstract class SourcePartition implements WatermarkGenerator<RawRecord> {

  static final long SECOND_NANOS = 1_000_000_000;

  /**
   * By then something is wrong with the partition, and the others are not to stand still for it.
   */
  static final long MOST_BEHIND_NANOS = 60 * SECOND_NANOS;

  private static final long NEVER = Long.MIN_VALUE;

  private @Nullable TopicPartition name;
  private long latest = Long.MIN_VALUE;
  private long readTo;
  private boolean delivered;
  private long lastDelivery = NEVER;
  private long unreadSince = NEVER;
  private long unreadTo;
  private long takenAsReadTo;

  /** As yet nothing is known of it. */
  SourcePartition() {}

  /** One of which no record has come to this task. */
  SourcePartition(TopicPartition name) {
    this.name = name;
  }

  @Override
  public final void onEvent(RawRecord record, long streamTime, WatermarkOutput output) {
    if (name == null) {
      name = new TopicPartition(record.topic(), record.partition());
    }
    delivered = true;
    latest = streamTime;
    readTo = record.offset() + 1;
    onRecord(record);
  }

  /** Takes what else is to be known of a record. */
  void onRecord(RawRecord record) {}

  /** Notes whether something has come since it was last asked. */
  final void notice(long now) {
    if (delivered) {
      delivered = false;
      lastDelivery = now;
    }
  }

  /** Whether a record has come to this task. */
  final boolean hasDelivered() {
    return lastDelivery != NEVER;
  }

  /** Which it is; null as long as no record has come. */
  final @Nullable TopicPartition name() {
    return name;
  }

  /** Stream time of its latest record, milliseconds. */
  final long latest() {
    return latest;
  }

  /** For how long nothing has come from it, if something ever has. */
  final long silentFor(long now) {
    return now - lastDelivery;
  }

  /** Whether the consumer knows of more in it. */
  final boolean holdsMore(String clientId) {
    return name != null && ConsumerBacklog.isBehind(clientId, name.topic(), name.partition());
  }

  /**
   * Whether everything before the offset {@code end} has been read. What ends a partition may be no
   * record, but the mark of a transaction, or may have been deleted, and what was read before a
   * restart is not known: one from which nothing comes for {@code patience} is taken as read.
   *
   * @param known the furthest end that is known of by now: with it all that was known of when the
   *     silence began is given up at once
   */
  final boolean isReadTo(long end, long known, long now, long patience, String clientId) {
    if (Math.max(readTo, takenAsReadTo) >= end) {
      unreadSince = NEVER;
      return true;
    }
    if (unreadSince == NEVER || lastDelivery > unreadSince) {
      unreadSince = now;
      unreadTo = known;
    }
    if (now - unreadSince < (holdsMore(clientId) ? MOST_BEHIND_NANOS : patience)) {
      return false;
    }
    takenAsReadTo = Math.max(end, unreadTo);
    unreadSince = NEVER;
    return true;
  }
}
