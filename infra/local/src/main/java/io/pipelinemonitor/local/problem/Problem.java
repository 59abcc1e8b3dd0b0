package io.pipelinemonitor.local.problem;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that the person at the keyboard can put right. The message is one line that says what
 * is wrong and what to do about it; the cause is only shown on request.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What ends a sentence, and a full stop put after it. */
  private static final Pattern ENDED_TWICE = Pattern.compile("(?<![.])(\\.{3}|[.?!…])\\.(?=\\s|$)");

  public Problem(String message) {
    super(endedOnce(message));
  }

  public Problem(String message, @Nullable Throwable cause) {
    super(endedOnce(message), cause);
  }

  /**
   * The text with one mark at the end of each sentence: a reason that somebody else worded may end
   * in one of its own.
   */
  public static String endedOnce(String text) {
    return ENDED_TWICE.matcher(text).replaceAll("$1");
  }

  /** The most telling words of an exception: the message of its innermost cause that has one. */
  public static String reason(Throwable failure) {
    String reason = failure.getClass().getSimpleName();
    Throwable current = failure;
    for (int depth = 0; current != null && depth < 20; depth++) {
      String message = current.getMessage();
      if (message != null && !message.isBlank()) {
        reason = message.lines().findFirst().orElse(reason).strip();
      }
      current = current.getCause();
    }
    return reason;
  }
}
