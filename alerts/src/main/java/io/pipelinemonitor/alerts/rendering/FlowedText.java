package io.pipelinemonitor.alerts.rendering;

/**
 * Plain text as mail carries it (RFC 3676): lines that fit a terminal of eighty columns, which
 * readers that can join again where they were broken.
 */
public final class FlowedText {

  /** The parameter of the content type that says so. */
  public static final String FORMAT = "flowed";

  private static final int WIDTH = 76;

  private FlowedText() {}

  /** The text with longer lines broken at spaces; a word is never broken. */
  public static String of(String text) {
    StringBuilder flowed = new StringBuilder();
    text.lines().forEach(line -> breakUp(line.stripTrailing(), flowed));
    return flowed.toString();
  }

  private static void breakUp(String line, StringBuilder flowed) {
    int from = 0;
    while (from < line.length()) {
      int end = from == 0 && needsSpace(line) ? from + WIDTH - 1 : from + WIDTH;
      int space = end >= line.length() ? -1 : line.lastIndexOf(' ', end - 1);
      if (end < line.length() && space <= indent(line, from)) {
        space = line.indexOf(' ', Math.max(end - 1, from));
      }
      int to = space < 0 ? line.length() : space + 1;
      // A space in front is taken away again by whoever reads it.
      flowed.append(needsSpace(line.substring(from, to)) ? " " : "").append(line, from, to);
      flowed.append('\n');
      from = to;
    }
    if (line.isEmpty()) {
      flowed.append('\n');
    }
  }

  /** The last of the spaces with which it begins. */
  private static int indent(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at - 1;
  }

  /** What quotes, begins a mailbox or is taken for such a space. */
  private static boolean needsSpace(String line) {
    return line.startsWith(" ") || line.startsWith(">") || line.startsWith("From ");
  }

  /** The text as it was before it was broken up, each line ending with a line feed. */
  public static String joined(String flowed) {
    StringBuilder text = new StringBuilder();
    flowed
        .lines()
        .map(line -> line.startsWith(" ") ? line.substring(1) : line)
        .forEach(line -> text.append(line).append(line.endsWith(" ") ? "" : "\n"));
    return text.toString();
  }
}
