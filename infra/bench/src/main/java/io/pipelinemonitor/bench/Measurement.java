package io.pipelinemonitor.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one line took for the whole load.
 *
 * @param events how many
 * @param wallSeconds from the first record wanted to the last effect seen
 * @param cpuSeconds of the measured process, all its threads, in that time
 */
record Measurement(long events, double wallSeconds, double cpuSeconds) {

  private static final Pattern TEXT =
      Pattern.compile("measured events=(\\d+) wall=([0-9.]+) cpu=([0-9.]+)");

  double eventsPerSecond() {
    return events / wallSeconds;
  }

  double cpuSecondsPerMillion() {
    return cpuSeconds / events * 1e6;
  }

  /** As the measured process prints it for the one that started it. */
  String text() {
    return String.format(
        Locale.ROOT, "measured events=%d wall=%.3f cpu=%.3f", events, wallSeconds, cpuSeconds);
  }

  /** Reads a line that {@link #text} made; empty for any other. */
  static Optional<Measurement> parse(String line) {
    Matcher matcher = TEXT.matcher(line);
    return matcher.find()
        ? Optional.of(
            new Measurement(
                Long.parseLong(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3))))
        : Optional.empty();
  }
}
