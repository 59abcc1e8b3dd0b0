package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.registry.Decoded;
import org.apache.avro.specific.SpecificRecord;

/** A record cannot be read, or says something that cannot be: it belongs to the dead letters. */
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

  /** What was decoded, or the reason why nothing was. */
  public static <T extends SpecificRecord> T orThrow(Decoded<T> decoded)
      throws UnusableRecordException {
    if (decoded instanceof Decoded.Failure<T> failure) {
      throw new UnusableRecordException(failure.reason(), failure.message());
    }
    return ((Decoded.Success<T>) decoded).value();
  }

  /** A field holds what a later version of its schema knows. */
  public static UnusableRecordException unknownSymbol(String field) {
    return new UnusableRecordException(
        DeadLetterReason.INVALID_VALUE,
        field + " holds a symbol that this version does not know; upgrade this job first");
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
