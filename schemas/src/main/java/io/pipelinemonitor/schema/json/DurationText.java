package io.pipelinemonitor.schema.json;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 4h}, {@code 1d12h}, {@code 90s}, or ISO's PT4H. */
public final class DurationText {

  static final String EXPECTED =
      "a length of time such as 4h, 30m or 1d12h, or a number of seconds";

  private static final Pattern SHORT =
      Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");
  private static final long[] SECONDS = {86_400, 3_600, 60, 1};
  private static final char[] UNITS = {'d', 'h', 'm', 's'};

  private DurationText() {}

  /** Whole seconds; empty when the text is not a length of time, or not of whole seconds. */
  public static OptionalLong seconds(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (!text.isEmpty() && matcher.matches()) {
      long seconds = 0;
      for (int unit = 0; unit < SECONDS.length; unit++) {
        String count = matcher.group(unit + 1);
        if (count != null) {
          seconds += Long.parseLong(count) * SECONDS[unit];
        }
      }
      return OptionalLong.of(seconds);
    }
    try {
      Duration duration = Duration.parse(text);
      return duration.isNegative() || duration.getNano() != 0
          ? OptionalLong.empty()
          : OptionalLong.of(duration.getSeconds());
    } catch (DateTimeParseException e) {
      return OptionalLong.empty();
    }
  }

  /** The shortest text that {@link #seconds} reads as this many seconds, which are not negative. */
  static String text(long seconds) {
    if (seconds == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    long rest = seconds;
    for (int unit = 0; unit < SECONDS.length; unit++) {
      if (rest >= SECONDS[unit]) {
        text.append(rest / SECONDS[unit]).append(UNITS[unit]);
        rest %= SECONDS[unit];
      }
    }
    return text.toString();
  }
}
