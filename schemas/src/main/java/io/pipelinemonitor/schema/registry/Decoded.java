package io.pipelinemonitor.schema.registry;

import io.pipelinemonitor.schema.DeadLetterReason;
import org.apache.avro.specific.SpecificRecord;

/** What became of a record's bytes: the record, or the reason why there is none. */
public sealed interface Decoded<T extends SpecificRecord> {

  /** The bytes were a record. */
  record Success<T extends SpecificRecord>(T value) implements Decoded<T> {}

  /**
   * The bytes were no such record, and never will be: they belong to the dead letters.
   *
   * @param reason why, as dead letters give it
   * @param message what is wrong, in words
   */
  record Failure<T extends SpecificRecord>(DeadLetterReason reason, String message)
      implements Decoded<T> {}
}
