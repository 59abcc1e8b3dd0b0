package io.pipelinemonitor.local.problem;

import org.jspecify.annotations.Nullable;

/**
 * Something that the person at the keyboard can put right. The message is one line that says what
 * is wrong and what to do about it; the cause is only shown on request.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Problem(String message) {
    super(message);
  }

  public Problem(String message, @Nullable Throwable cause) {
    super(message, cause);
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
