package io.pipelinemonitor.bench;

import java.util.Map;

/**
 * What one line took for the part of the load that is measured.
 *
 * @param events how many
 * @param wallSeconds from the first of them to the last effect seen
 * @param cpuSeconds of the measured process, all its threads, in that time
 */
record Measurement(long events, double wallSeconds, double cpuSeconds) {

  static final String KIND = "measured";

  double eventsPerSecond() {
    return events / wallSeconds;
  }

  double cpuSecondsPerMillion() {
    return cpuSeconds / events * 1e6;
  }

  Message message() {
    return new Message(
        KIND, Map.of("events", (double) events, "wall", wallSeconds, "cpu", cpuSeconds));
  }

  static Measurement of(Message message) {
    return new Measurement(
        (long) message.value("events"), message.value("wall"), message.value("cpu"));
  }
}
