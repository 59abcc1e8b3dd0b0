package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Measured;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says of a source since when it is silent, for how long, and what that means.
 *
 * <p>For example: "Nothing has come from salesforce since Friday 2 January, 09:00, for 26 working
 * hours: figures of every team may be out of date."
 */
final class SilenceText {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEEE d MMMM, HH:mm", Locale.ENGLISH);
  private static final double MINUTES_PER_HOUR = 60;

  private SilenceText() {}

  /** All of it, without the stop at its end. */
  static String of(String source, Reading reading, String currency) {
    return "Nothing has come from "
        + source
        + since(reading.silentSince())
        + lasting(reading.value(), currency)
        + ": figures of every team may be out of date";
  }

  private static String since(@Nullable LocalDateTime moment) {
    return moment == null ? "" : " since " + moment.format(MOMENT);
  }

  private static String lasting(@Nullable Double hours, String currency) {
    if (hours == null) {
      return "";
    }
    long minutes = Math.round(hours * MINUTES_PER_HOUR);
    return ", for "
        + (minutes < MINUTES_PER_HOUR
            ? minutes + (minutes == 1 ? " working minute" : " working minutes")
            : ValueText.of(Measured.WORKING_HOURS, hours, currency));
  }
}
