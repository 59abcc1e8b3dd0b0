package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.ModelParameters;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The job without Kafka: what it would have learnt from records that are at hand. */
public final class ForecastModelReplay {

  private ForecastModelReplay() {}

  /**
   * The parameters of each midnight. Nothing is written anywhere.
   *
   * @param records of deals, their changes and the plan, with timestamps and watermarks; of one
   *     deal in the order of their time
   */
  public static DataStream<ModelParameters> define(
      DataStream<RawRecord> records, JobSettings settings) {
    return ForecastModelTopology.build(records, settings).parameters();
  }
}
