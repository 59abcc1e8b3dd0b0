package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.learning.LessonChange;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UsableDefinitions;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Forecast parameters, from deals.
 *
 * <pre>
 *  records ─┬─ pipeline.deals, pipeline.changes ── by deal ──▶ deal-lessons ── all ──▶ company-model ──▶ model.parameters
 *           │                                                   │                         ▲
 *           │                                                   ▼                         │
 *           │                                              dead letters                   │
 *           └─ plan.org-units, plan.org-members, plan.sales-processes ──▶ model-plan ─────┘
 * </pre>
 *
 * <p>A deal says once what it has taught when a period has ended, and corrects it when the CRM
 * does. What scopes were taught are small counts, and a child's parameters need its parent's, so
 * one task keeps them for all and learns at midnight.
 */
final class ForecastModelTopology {

  static final String DEAL_RECORDS_UID = "deal-records";
  static final String PLAN_RECORDS_UID = "model-plan-records";
  static final String PLAN_UID = "model-plan";

  /**
   * As the source: from one task to several, records would be dealt out in turn, and a withdrawal
   * could overtake what it withdraws.
   */
  static final int READING = 1;

  private static final Set<String> DEALS = Set.of(Topics.DEALS.name(), Topics.CHANGES.name());
  private static final Set<String> PLAN =
      Set.of(Topics.ORG_UNITS.name(), Topics.ORG_MEMBERS.name(), Topics.SALES_PROCESSES.name());

  /** Every topic that the job reads. */
  static final List<Topic<?>> INPUTS =
      List.of(
          Topics.DEALS,
          Topics.CHANGES,
          Topics.ORG_UNITS,
          Topics.ORG_MEMBERS,
          Topics.SALES_PROCESSES,
          Topics.HEARTBEAT);

  private ForecastModelTopology() {}

  /**
   * What comes out of the job.
   *
   * @param parameters of every scope, at each midnight that teaches anything
   * @param deadLetters unusable records of deals
   */
  record Outputs(DataStream<ModelParameters> parameters, DataStream<DeadLetter> deadLetters) {}

  static Outputs build(DataStream<RawRecord> records, JobSettings settings) {
    SingleOutputStreamOperator<LessonChange> lessons = dealLessons(records, settings);
    return new Outputs(
        CompanyModelOperator.connect(
            lessons.keyBy(change -> CompanyModelOperator.KEY, Types.STRING),
            plan(records, settings),
            settings),
        lessons.getSideOutput(DeadLetters.TAG));
  }

  private static SingleOutputStreamOperator<LessonChange> dealLessons(
      DataStream<RawRecord> records, JobSettings settings) {
    return records
        .filter(record -> DEALS.contains(record.topic()))
        .name(DEAL_RECORDS_UID)
        .uid(DEAL_RECORDS_UID)
        .setParallelism(READING)
        .keyBy(RawRecord::keyText, Types.STRING)
        .process(new DealLessonsFunction(settings), CodecType.of(new LessonChangeCodec()))
        .name(DealLessonsFunction.UID)
        .uid(DealLessonsFunction.UID);
  }

  private static DataStream<PlanRecord> plan(DataStream<RawRecord> records, JobSettings settings) {
    return records
        .filter(record -> PLAN.contains(record.topic()))
        .name(PLAN_RECORDS_UID)
        .uid(PLAN_RECORDS_UID)
        .setParallelism(READING)
        .process(new UsableDefinitions(settings, registry -> new PlanReader(registry)::isUsable))
        .returns(Types.POJO(PlanRecord.class))
        .name(PLAN_UID)
        .uid(PLAN_UID)
        .setParallelism(READING);
  }
}
