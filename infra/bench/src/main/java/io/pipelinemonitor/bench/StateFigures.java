package io.pipelinemonitor.bench;

import java.util.Map;

/**
 * What the state job keeps, beyond what it has without deals.
 *
 * @param deals how many
 * @param events how many of them all
 * @param heapBytes after garbage collection
 * @param checkpointBytes of a whole checkpoint
 * @param checkpointSeconds from its trigger to its end, median
 * @param restoreSeconds from the submission of a job to all its tasks running
 */
record StateFigures(
    long deals,
    long events,
    long heapBytes,
    long checkpointBytes,
    double checkpointSeconds,
    double restoreSeconds) {

  static final String KIND = "state";

  double heapBytesPerDeal() {
    return (double) heapBytes / deals;
  }

  double checkpointBytesPerDeal() {
    return (double) checkpointBytes / deals;
  }

  Message message() {
    return new Message(
        KIND,
        Map.of(
            "deals", (double) deals,
            "events", (double) events,
            "heap", (double) heapBytes,
            "checkpoint", (double) checkpointBytes,
            "duration", checkpointSeconds,
            "restore", restoreSeconds));
  }

  static StateFigures of(Message message) {
    return new StateFigures(
        (long) message.value("deals"),
        (long) message.value("events"),
        (long) message.value("heap"),
        (long) message.value("checkpoint"),
        message.value("duration"),
        message.value("restore"));
  }
}
