package io.pipelinemonitor.alerts.channel;

import java.util.regex.Pattern;

/** What another system said, as it can stand in a log and in a record: one line, not too long. */
public final class Detail {

  private static final int LONGEST = 200;
  private static final Pattern NAME_OF_ADDRESS = Pattern.compile("[^\\s|:;,<>@\"]+@");

  private Detail() {}

  /** The text, cut and on one line. */
  public static String of(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + '…';
  }

  /** The text as it can stand in a log: of mail addresses only what is behind the at sign. */
  public static String withoutNames(String text) {
    return NAME_OF_ADDRESS.matcher(text).replaceAll("…@");
  }

  /** What kind of failure it was, and what it says. */
  public static String of(Throwable failure) {
    String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    return of(message == null ? kind : kind + ": " + message);
  }
}
