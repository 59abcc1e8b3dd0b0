package io.pipelinemonitor.alerts.domain.message;

/**
 * Makes text that came from outside safe to stand in a line: one line, without characters that
 * cannot be seen or that turn the direction of what follows, and no longer than there is room for.
 */
final class OneLine {

  private static final String ELLIPSIS = "…";

  private OneLine() {}

  /**
   * The text in one line.
   *
   * @param longest of the result, in code points
   */
  static String of(String text, int longest) {
    StringBuilder line = new StringBuilder();
    boolean gap = false;
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (Character.isWhitespace(point) || Character.getType(point) == Character.CONTROL) {
        gap = length > 0;
      } else if (isSeen(point)) {
        int room = longest - length - (gap ? 1 : 0);
        if (room < 1 || (room == 1 && hasMore(text, i))) {
          return line + ELLIPSIS;
        }
        if (gap) {
          line.append(' ');
          length++;
          gap = false;
        }
        line.appendCodePoint(point);
        length++;
      }
    }
    return line.toString();
  }

  private static boolean hasMore(String text, int from) {
    return text.substring(from)
        .codePoints()
        .anyMatch(point -> !Character.isWhitespace(point) && isSeen(point));
  }

  /** Joiners stay: they make one sign of several. */
  private static boolean isSeen(int point) {
    return switch (Character.getType(point)) {
      case Character.FORMAT -> point == 0x200C || point == 0x200D;
      case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> true;
    };
  }
}
