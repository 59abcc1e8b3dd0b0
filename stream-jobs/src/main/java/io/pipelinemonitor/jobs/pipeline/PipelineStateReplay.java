package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.WrittenBefore;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.PipelineSnapshot;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The job without Kafka: what it would have published of records that are at hand. */
public final class PipelineStateReplay {

  private PipelineStateReplay() {}

  /**
   * What the job publishes, each record at its stream time.
   *
   * @param snapshots of all scopes
   * @param history those of midnights
   */
  public record Published(
      DataStream<DealState> deals,
      DataStream<PipelineChange> changes,
      DataStream<PipelineSnapshot> snapshots,
      DataStream<PipelineSnapshot> history,
      DataStream<DeadLetter> deadLetters) {}

  /**
   * Nothing is written anywhere.
   *
   * @param records of all input topics in the order of their time, with timestamps and watermarks,
   *     read by one task
   */
  public static Published define(DataStream<RawRecord> records, JobSettings settings) {
    PipelineStateTopology.Outputs outputs =
        PipelineStateTopology.build(records, WrittenBefore.NOTHING, settings);
    return new Published(
        outputs.deals(),
        outputs.changes(),
        outputs.scopeSnapshots().union(outputs.unitSnapshots()),
        outputs.scopeHistory().union(outputs.unitHistory()),
        outputs.deadLetters());
  }
}
