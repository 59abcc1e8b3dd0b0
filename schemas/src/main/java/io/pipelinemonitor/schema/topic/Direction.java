package io.pipelinemonitor.schema.topic;

/** Who writes a topic and who reads it, seen from this system. */
enum Direction {
  /** Others write it, we read it. */
  IN,
  /** One part of this system writes it, another reads it, and so may others. */
  HANDED_ON,
  /** We write it for others. */
  OUT
}
