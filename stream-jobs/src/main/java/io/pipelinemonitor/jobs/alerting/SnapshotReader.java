package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;

/** Reads the figures on {@code pipeline.snapshots} and {@code pipeline.history}. */
public final class SnapshotReader {

  private final RecordDecoder<PipelineSnapshot> decoder;

  public SnapshotReader(SchemaRegistryClient registry) {
    this.decoder = new RecordDecoder<>(Topics.SNAPSHOTS, registry);
  }

  /**
   * The figures in a record that is no tombstone.
   *
   * @throws UnusableRecordException if the bytes are no snapshot, or not the key's
   */
  public Observation read(RawRecord record) throws UnusableRecordException {
    return FromContract.observation(snapshot(record));
  }

  /** The record itself, as {@link #read} reads it. */
  PipelineSnapshot snapshot(RawRecord record) throws UnusableRecordException {
    PipelineSnapshot snapshot = UnusableRecordException.orThrow(decoder.decode(record.value()));
    String expected = Topics.SNAPSHOTS.key(snapshot);
    if (!record.keyText().equals(expected)) {
      throw new UnusableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is '"
              + record.keyText()
              + "', but the record's "
              + Topics.SNAPSHOTS.keyDescription()
              + " is '"
              + expected
              + "'");
    }
    return snapshot;
  }
}
