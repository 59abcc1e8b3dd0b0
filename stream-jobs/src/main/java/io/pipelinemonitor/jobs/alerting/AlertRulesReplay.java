package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job without Kafka: what it would have told of records that are at hand. */
public final class AlertRulesReplay {

  private static final String JUDGED_UID = "replayed-definitions-and-figures";

  private AlertRulesReplay() {}

  /** Prepares the environment as the job does; before there are records in it. */
  public static void prepare(StreamExecutionEnvironment env) {
    JobEnvironment.prepare(env);
  }

  /**
   * Every step of the incidents of LIVE and SHADOW rules. Nothing is written anywhere.
   *
   * <p>Deal events say which sources reported, and nothing else: large edits are told of by what
   * they do to figures between midnights.
   *
   * @param records rules, the snapshots of midnights, deal events and activities, and for rules on
   *     deals the deals, movements and the organisation, in the order of their time, with
   *     timestamps and watermarks, read by one task
   */
  public static DataStream<AlertEvent> define(DataStream<RawRecord> records, JobSettings settings) {
    DataStream<RawRecord> judged =
        records
            .filter(record -> !SourceReader.isReport(record))
            .name(JUDGED_UID)
            .uid(JUDGED_UID)
            .setParallelism(AlertRulesTopology.READING);
    return define(judged, records, settings);
  }

  /**
   * The same of all that the job reads: large edits and imports are told of as well.
   *
   * @param records of all input topics in the order of their time, with timestamps and watermarks
   */
  public static DataStream<AlertEvent> defineWithEdits(
      DataStream<RawRecord> records, JobSettings settings) {
    return define(records, records, settings);
  }

  private static DataStream<AlertEvent> define(
      DataStream<RawRecord> judged, DataStream<RawRecord> reports, JobSettings settings) {
    AlertRulesTopology.Outputs outputs =
        AlertRulesTopology.build(judged, reports, Topics.SNAPSHOTS, settings);
    return outputs.events().union(outputs.shadowEvents());
  }

  /** What an event says of its incident. */
  public static IncidentStep step(AlertEvent event) {
    return new IncidentStep(
        event.getRuleId(),
        new Scope(ScopeType.valueOf(event.getScopeType().name()), event.getScopeId()),
        event.getPeriod(),
        event.getIncidentId(),
        event.getSequence(),
        Transition.valueOf(event.getTransition().name()),
        Severity.valueOf(event.getSeverity().name()),
        ChronoUnit.MICROS.between(Instant.EPOCH, event.getEvaluatedAt()));
  }
}
