package io.pipelinemonitor.bench;

/** One system that is measured, in a process of its own. */
enum Line {
  /** A Kafka consumer, bytes only. */
  L0("consume bytes, one thread", false),
  /** Consume and decode: the limit. */
  L1("consume and decode, one thread", false),
  /** Consume, decode and roll up in hash maps: what one core can do. */
  L2("decode and roll up, one thread", true),
  /** Bytes from Kafka to Kafka: the framework's floor. */
  L3("Flink, Kafka to Kafka, bytes", false),
  /** The state job as it is delivered. */
  L4("the state job, at least once", true),
  /** The state job with transactions. */
  L5("the state job, exactly once", true);

  private final String description;
  private final boolean rollsUp;

  Line(String description, boolean rollsUp) {
    this.description = description;
    this.rollsUp = rollsUp;
  }

  String description() {
    return description;
  }

  /** Whether it ends with figures, which must be right. */
  boolean rollsUp() {
    return rollsUp;
  }

  /** Whether it is the state job. */
  boolean isStateJob() {
    return this == L4 || this == L5;
  }

  /** Whether it runs on Flink. */
  boolean isOnFlink() {
    return this == L3 || isStateJob();
  }
}
