package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Baseline;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.Measured;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Says how far a forecast has slid, without a word of statistics.
 *
 * <p>For example: "has been sliding since 12 February: EUR 3.1 M" and "EUR 400 k (11 %) below what
 * the start of the period led to expect".
 */
final class DriftText {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

  private DriftText() {}

  static String movement(Direction side, Reading.Drift drift, String currency) {
    return (side == Direction.BELOW ? "has been sliding since " : "has been climbing since ")
        + LocalDate.ofEpochDay(drift.onsetDay()).format(DAY)
        + ": "
        + projected(drift, currency);
  }

  static String projected(Reading.Drift drift, String currency) {
    return ValueText.of(Measured.MONEY, drift.metric(), currency);
  }

  /** How far it is from its baseline; where that is not known, only that it is. */
  static String gap(Reading reading, String currency) {
    Reading.Drift drift = reading.drift();
    Baseline baseline = reading.baseline();
    if (drift == null || baseline == null) {
      return "off its course";
    }
    double gap = drift.metric() - baseline.value();
    String course = "what the start of the period led to expect";
    if (gap == 0) {
      return "just " + course;
    }
    String share =
        baseline.value() > 0
            ? " (" + ValueText.of(Measured.SHARE, Math.abs(gap) / baseline.value(), currency) + ")"
            : "";
    return ValueText.of(Measured.MONEY, Math.abs(gap), currency)
        + share
        + (gap < 0 ? " below " : " above ")
        + course;
  }
}
