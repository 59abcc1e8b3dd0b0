package io.pipelinemonitor.bench;

import java.util.Locale;

/** One system that is measured, in a process of its own. */
enum Line {
  /** Consume and decode in one thread: the limit. */
  L1("consume and decode, one thread"),
  /** The state job on Flink, Kafka to Kafka, at least once. */
  L4("the state job, at least once");

  private final String description;

  Line(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  static Line of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
