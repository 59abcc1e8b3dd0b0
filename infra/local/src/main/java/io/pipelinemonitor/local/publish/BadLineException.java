package io.pipelinemonitor.local.publish;

/** A line that cannot become a message; its message says why, without the line's number. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String reason) {
    super(reason);
  }
}
