package io.pipelinemonitor.local.problem;

import io.pipelinemonitor.schema.json.NearestName;
import java.util.Collection;
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
   * A name that nothing has, with the nearest that something does.
   *
   * @param kind of what, for example {@code topic}
   * @param listing the command that lists all names
   */
  public static Problem unknown(
      String kind, String name, Collection<String> known, String listing) {
    return new Problem(
        "There is no %s %s.%s All of them are listed by: %s"
            .formatted(
                kind,
                name,
                NearestName.of(name, known)
                    .map(near -> " Did you mean %s?".formatted(near))
                    .orElse(""),
                listing));
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
