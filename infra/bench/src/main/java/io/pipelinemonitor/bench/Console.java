package io.pipelinemonitor.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells, on standard error, how far the benchmark has come. */
final class Console {

  private final PrintWriter writer;
  private final boolean terminal;
  private int width;

  /**
   * @param terminal whether a line can be written over
   */
  Console(PrintWriter writer, boolean terminal) {
    this.writer = writer;
    this.terminal = terminal;
  }

  /** What goes on just now; nothing where it would only fill a log. */
  void status(String format, Object... arguments) {
    if (terminal) {
      String text = String.format(Locale.ROOT, format, arguments);
      writer.print("\r" + padded(text));
      writer.flush();
      width = text.length();
    }
  }

  void say(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, arguments);
    writer.println(width > 0 ? "\r" + padded(text) : text);
    writer.flush();
    width = 0;
  }

  private String padded(String text) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
