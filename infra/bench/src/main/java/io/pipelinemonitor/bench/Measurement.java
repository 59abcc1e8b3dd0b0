package io.pipelinemonitor.bench;

import java.util.Map;

/**
 * What one line took for the part of the load that is measured.
 *
 * @param events how many
 * @param wallSeconds from the first of them to the last effect seen
 * @param cpuSeconds of the measured process, all its threads but the compiler's, in that time
 * @param compilingSeconds processor time of the just-in-time compiler in that time
 */
record Measurement(long events, double wallSeconds, double cpuSeconds, double compilingSeconds) {

  static final String KIND = "measured";

  double eventsPerSecond() {
    return events / wallSeconds;
  }

  double cpuSecondsPerMillion() {
    return cpuSeconds / events * 1e6;
  }

  /** The compiler's, for comparison. */
  double compilingSecondsPerMillion() {
    return compilingSeconds / events * 1e6;
  }

  /** The same, counted in something else. */
  Measurement of(long count) {
    return new Measurement(count, wallSeconds, cpuSeconds, compilingSeconds);
  }

  Message message() {
    return new Message(
        KIND,
        Map.of(
            "events",
            (double) events,
            "wall",
            wallSeconds,
            "cpu",
            cpuSeconds,
            "compiling",
            compilingSeconds));
  }

  static Measurement of(Message message) {
    return new Measurement(
        (long) message.value("events"),
        message.value("wall"),
        message.value("cpu"),
        message.value("compiling"));
  }
}
