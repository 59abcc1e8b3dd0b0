package io.pipelinemonitor.alerts.domain.message;

import java.time.Duration;

/** Writes a length of time in at most two units: 4 hours, 1 day 6 hours, 45 seconds. */
final class Lasting {

  private static final long[] SECONDS = {86_400, 3_600, 60, 1};
  private static final String[] UNITS = {"day", "hour", "minute", "second"};

  private Lasting() {}

  static String of(Duration length) {
    long seconds = length.toSeconds();
    if (seconds <= 0) {
      return "less than a second";
    }
    int unit = 0;
    while (seconds < SECONDS[unit]) {
      unit++;
    }
    String text = count(seconds / SECONDS[unit], UNITS[unit]);
    if (unit + 1 == UNITS.length) {
      return text;
    }
    long rest = seconds % SECONDS[unit] / SECONDS[unit + 1];
    return rest == 0 ? text : text + ' ' + count(rest, UNITS[unit + 1]);
  }

  private static String count(long number, String unit) {
    return number + " " + (number == 1 ? unit : unit + 's');
  }
}
