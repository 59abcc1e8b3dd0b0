package io.pipelinemonitor.local.publish;

/** What becomes the Kafka timestamp of a published record, and so stream time. */
public enum TimestampSource {
  /** The moment of publishing. */
  NOW,
  /** The record's own time: occurredAt, submittedAt, updatedAt or at. */
  EVENT
}
