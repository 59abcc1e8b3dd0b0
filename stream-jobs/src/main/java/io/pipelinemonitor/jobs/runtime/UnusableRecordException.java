package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.DeadLetterReason;

/** A record could be read but says something that cannot be: it belongs to the dead letters. */
public final class UnusableRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  /**
   * @param message which field, what it holds, and what it should
   */
  public UnusableRecordException(DeadLetterReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why, as dead letters give it. */
  public DeadLetterReason reason() {
    return reason;
  }

  /** The reason and message again, for callers that handle absence as a value. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
