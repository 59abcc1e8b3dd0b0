package io.pipelinemonitor.alerts.channel;

/** What another system said, as it can stand in a log and in a record: one line, not too long. */
public final class Detail {

  private static final int LONGEST = 200;

  private Detail() {}

  /** The text, cut and on one line. */
  public static String of(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + '…';
  }

  /** What kind of failure it was, and what it says. */
  public static String of(Throwable failure) {
    String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    return of(message == null ? kind : kind + ": " + message);
  }
}
