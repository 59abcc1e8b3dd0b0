package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.DealMovement;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.VouchedClock;
import io.pipelinemonitor.jobs.runtime.WrittenBefore;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The state of the pipeline, from records to figures.
 *
 * <pre>
 *  records ─┬─ deal events ── by deal ──▶ deal-state ──▶ movement-combiner ── by scope ──┐
 *           │                              │  ▲                                         ▼
 *           │                 pipeline.deals  │ processes, rates                  scope-figures ─┐
 *           └─ plan ──▶ plan-check ───────────┴────────── organisation, ─────────▶  │            │
 *                          │                              quotas, rates,  │  roll-up-combiner    │
 *                          ▼                              calls, models   │         │ by unit    │
 *                     dead letters ◀── deal-state                         │         ▼            │
 *                                                                         └──▶ unit-figures ─────┤
 *                                                                                                ▼
 *                                            progress ◀── written time ── pipeline.snapshots
 * </pre>
 *
 * <p>Open deals also go to their account ({@code account-deals}), which tells those that look as if
 * they were entered twice; what it says joins the deltas by scope. What deals move goes to {@code
 * pipeline.changes}, and snapshots at midnight to {@code pipeline.history}.
 *
 * <p>A deal moves the figures of its rep, segment, product, territory and pipeline; a rep's figures
 * move those of every unit above it at once. Each step waits for the end of the tick, so a
 * reorganisation moves whole figures, exactly, and no key sees more than one change a task and
 * tick.
 */
final class PipelineStateTopology {

  static final String DEALS_WRITTEN_UID = "deals-written";
  static final String SCOPES_WRITTEN_UID = "scopes-written";
  static final String UNITS_WRITTEN_UID = "units-written";

  private static final Set<String> DEAL_RECORDS =
      Set.of(Topics.DEAL_EVENTS.name(), Topics.ACTIVITY_EVENTS.name());
  private static final Set<String> DEAL_PLAN =
      Set.of(Topics.SALES_PROCESSES.name(), Topics.FX_RATES.name());

  /** Of what was learnt, deals need how long they are in stages: that is learnt for all at once. */
  private static final String LEARNT_OF_STAGES = Scope.COMPANY.key();

  private static final Set<String> SCOPE_PLAN =
      Set.of(
          Topics.ORG_UNITS.name(),
          Topics.ORG_MEMBERS.name(),
          Topics.QUOTAS.name(),
          Topics.FX_RATES.name(),
          Topics.FORECASTS.name(),
          Topics.MODEL_PARAMETERS.name());

  private static final TypeInformation<Heartbeat> HEARTBEATS = new AvroTypeInfo<>(Heartbeat.class);

  /** Every topic that the job reads. */
  static final List<Topic<?>> INPUTS =
      List.of(
          Topics.DEAL_EVENTS,
          Topics.ACTIVITY_EVENTS,
          Topics.SALES_PROCESSES,
          Topics.ORG_UNITS,
          Topics.ORG_MEMBERS,
          Topics.QUOTAS,
          Topics.FX_RATES,
          Topics.FORECASTS,
          Topics.MODEL_PARAMETERS,
          Topics.HEARTBEAT);

  private PipelineStateTopology() {}

  /**
   * What comes out of the job. Snapshots are two streams, and so is their history, each written
   * where it is made: as one they would be sent to another task first, where nobody could say
   * whether they have been written, and they are the largest of all records.
   */
  record Outputs(
      DataStream<DealState> deals,
      DataStream<PipelineChange> changes,
      DataStream<PipelineSnapshot> scopeSnapshots,
      DataStream<PipelineSnapshot> unitSnapshots,
      DataStream<PipelineSnapshot> scopeHistory,
      DataStream<PipelineSnapshot> unitHistory,
      DataStream<Heartbeat> progress,
      DataStream<DeadLetter> deadLetters) {}

  /**
   * Defines the job.
   *
   * @param before what was written before it was started
   */
  static Outputs build(DataStream<RawRecord> records, WrittenBefore before, JobSettings settings) {
    SingleOutputStreamOperator<PlanRecord> plan = checkPlan(records, settings);
    SingleOutputStreamOperator<DealMovement> movements = foldDeals(records, plan, settings);
    SingleOutputStreamOperator<PipelineSnapshot> scopes =
        keepScopes(combine(movements), plan, settings);
    SingleOutputStreamOperator<PipelineSnapshot> units =
        keepUnits(combineRollUps(scopes), plan, settings);
    return new Outputs(
        movements.getSideOutput(DealOperator.DEALS),
        movements.getSideOutput(DealOperator.CHANGES),
        scopes,
        units,
        scopes.getSideOutput(ScopeOperator.HISTORY),
        units.getSideOutput(ScopeOperator.HISTORY),
        progress(movements, scopes, units, before, settings),
        plan.getSideOutput(DeadLetters.TAG).union(movements.getSideOutput(DeadLetters.TAG)));
  }

  private static SingleOutputStreamOperator<PlanRecord> checkPlan(
      DataStream<RawRecord> records, JobSettings settings) {
    return records
        .filter(record -> DEAL_PLAN.contains(record.topic()) || SCOPE_PLAN.contains(record.topic()))
        .name("plan-records")
        .uid("plan-records")
        .process(new PlanCheck(settings))
        .returns(Types.POJO(PlanRecord.class))
        .name(PlanCheck.UID)
        .uid(PlanCheck.UID);
  }

  private static SingleOutputStreamOperator<DealMovement> foldDeals(
      DataStream<RawRecord> records, DataStream<PlanRecord> plan, JobSettings settings) {
    KeyedStream<RawRecord, String> events =
        records
            .filter(record -> DEAL_RECORDS.contains(record.topic()))
            .name("deal-event-records")
            .uid("deal-event-records")
            .map(new ActivityKeys(settings))
            .returns(records.getType())
            .name(ActivityKeys.UID)
            .uid(ActivityKeys.UID)
            .keyBy(RawRecord::keyText, Types.STRING);
    DataStream<PlanRecord> dealPlan =
        plan.filter(
                record ->
                    DEAL_PLAN.contains(record.topic())
                        || (record.topic().equals(Topics.MODEL_PARAMETERS.name())
                            && record.key().equals(LEARNT_OF_STAGES)))
            .name("deal-plan")
            .uid("deal-plan");
    return DealOperator.connect(events, dealPlan, settings);
  }

  private static KeyedStream<CellDelta, String> combine(
      SingleOutputStreamOperator<DealMovement> movements) {
    DataStream<CellDelta> suspects =
        movements
            .getSideOutput(DealOperator.ACCOUNTS)
            .keyBy(AccountChange::accountId, Types.STRING)
            .process(new AccountFunction(), deltaType())
            .name(AccountFunction.UID)
            .uid(AccountFunction.UID);
    return movements
        .transform(MovementCombiner.UID, deltaType(), new MovementCombiner())
        .uid(MovementCombiner.UID)
        .union(suspects)
        .keyBy(CellDelta::scope, Types.STRING);
  }

  private static SingleOutputStreamOperator<PipelineSnapshot> keepScopes(
      KeyedStream<CellDelta, String> deltas, DataStream<PlanRecord> plan, JobSettings settings) {
    return ScopeOperator.connect(deltas, ofScopes(plan, "scope-plan"), settings, false);
  }

  private static KeyedStream<CellDelta, String> combineRollUps(
      SingleOutputStreamOperator<PipelineSnapshot> scopes) {
    return scopes
        .getSideOutput(ScopeOperator.ROLL_UPS)
        .transform(RollUpCombiner.UID, deltaType(), new RollUpCombiner())
        .uid(RollUpCombiner.UID)
        .keyBy(CellDelta::scope, Types.STRING);
  }

  private static SingleOutputStreamOperator<PipelineSnapshot> keepUnits(
      KeyedStream<CellDelta, String> deltas, DataStream<PlanRecord> plan, JobSettings settings) {
    return ScopeOperator.connect(deltas, ofScopes(plan, "unit-plan"), settings, true);
  }

  private static DataStream<Heartbeat> progress(
      DataStream<DealMovement> deals,
      DataStream<PipelineSnapshot> scopes,
      DataStream<PipelineSnapshot> units,
      WrittenBefore before,
      JobSettings settings) {
    return writtenTimeOf(deals, DEALS_WRITTEN_UID)
        .union(writtenTimeOf(scopes, SCOPES_WRITTEN_UID), writtenTimeOf(units, UNITS_WRITTEN_UID))
        .transform(
            ProgressOperator.UID,
            HEARTBEATS,
            new ProgressOperator(settings.tick(), VouchedClock.VOUCHED_FOR, before))
        .setParallelism(1)
        .uid(ProgressOperator.UID);
  }

  /** Time as far as that which the task behind the stream sends has been written. */
  private static <T> DataStream<Heartbeat> writtenTimeOf(DataStream<T> stream, String uid) {
    return stream
        .transform(uid, HEARTBEATS, new WrittenTimeOperator<T>(PipelineStateJob.NAME))
        .uid(uid);
  }

  private static DataStream<PlanRecord> ofScopes(DataStream<PlanRecord> plan, String uid) {
    return plan.filter(record -> SCOPE_PLAN.contains(record.topic())).name(uid).uid(uid);
  }

  private static TypeInformation<CellDelta> deltaType() {
    return CodecType.of(new CellDeltaCodec());
  }
}
