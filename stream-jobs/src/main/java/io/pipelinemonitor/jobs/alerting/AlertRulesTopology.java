package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.OrganisationReader;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UsableDefinitions;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Alerts, from figures to the steps of incidents.
 *
 * <pre>
 *  records ─┬─ deal events, pipeline.changes, pipeline.deals ─ by deal ─▶ deal-moves ─ by author ─▶ bursts ──▶ alerts.events, alerts.state
 *           │                                                    ▲   │  │                           │
 *           ├─ units, members ─▶ alert-organisation ─ all ───────┤   └──┼─ by period ─▶ top-shares ┐│ all
 *           │                                                    ▼      │                          ││
 *           ├─ pipeline.deals ─────────────────────── by deal ─▶ deal-watch ◀─ rules, all ─────────┘│
 *           │                                                           │                           │
 *           ├─ pipeline.history ─ by scope ─▶ drift-looks ──────────────┤                           │
 *           ├─ events ─▶ source-reports ─ by source ─▶ source-watch ────┤                           │
 *           ├─ pipeline.snapshots ──────────────────────────────────────┼─ by scope and period ─▶ alert-incidents ── by rule and period ─▶ alert-inhibition ─┬─▶ alerts.events
 *           ├─ monitor.commands ─▶ command-check ───────────────────────┘                          ▲     │  │                                   ▲             └─ opened ─▶ alerts.state
 *           │                        └─ by matcher ─▶ silences ─┬─ all ────────────────────────────┘     │  │                                   │
 *           └─ monitor.rules ─ by rule ─▶ rule-check ───────────┴─ all, with units ──────────────────────│──│───────────────────────────────────┘
 *                                                                                                        ▼  └─ shadow ─▶ alerts.events.shadow
 *           whatever cannot be used ────────────────────────────────────────────────────────────▶ dead letters
 * </pre>
 *
 * <p>Heartbeats of the pipeline state job, read beside, move time on: as far as that job's figures
 * are out. So nothing is judged by figures that a later look would find to have been superseded.
 */
final class AlertRulesTopology {

  static final String SNAPSHOT_RECORDS_UID = "snapshot-records";
  static final String COMMAND_RECORDS_UID = "command-records";
  static final String RULE_RECORDS_UID = "rule-records";
  static final String DEAL_RECORDS_UID = "alert-deal-records";
  static final String ORGANISATION_UID = "alert-organisation";
  static final String ORGANISATION_RECORDS_UID = "alert-organisation-records";
  static final String MIDNIGHT_RECORDS_UID = "midnight-records";
  static final String SOURCE_RECORDS_UID = "source-records";
  static final String WATCHED_DEAL_RECORDS_UID = "watched-deal-records";
  static final String COMPANY_MOVES_UID = "company-moves";
  static final String SNAPSHOT_NEWS_UID = "snapshot-news";
  static final String UNITS_UID = "alert-units";
  static final String OPENED_INCIDENTS_UID = "opened-incidents";

  /**
   * As the source: from one task to several, records would be dealt out in turn, and a rule could
   * overtake the one that it corrects.
   */
  static final int READING = 1;

  /** Every topic that the job reads. */
  static final List<Topic<?>> INPUTS =
      List.of(
          Topics.SNAPSHOTS,
          Topics.HISTORY,
          Topics.CHANGES,
          Topics.DEALS,
          Topics.DEAL_EVENTS,
          Topics.ACTIVITY_EVENTS,
          Topics.ORG_UNITS,
          Topics.ORG_MEMBERS,
          Topics.RULES,
          Topics.COMMANDS,
          Topics.HEARTBEAT);

  private static final Set<String> DEALS =
      Set.of(Topics.CHANGES.name(), Topics.DEALS.name(), Topics.DEAL_EVENTS.name());
  private static final Set<String> ORGANISATION =
      Set.of(Topics.ORG_UNITS.name(), Topics.ORG_MEMBERS.name());

  private AlertRulesTopology() {}

  /**
   * What comes out of the job.
   *
   * @param events every step of LIVE rules' incidents, and of bursts
   * @param states those that belong on {@code alerts.state}: of incidents that have opened
   * @param shadowEvents every step of SHADOW rules' incidents
   * @param deadLetters refused rules and commands, unusable snapshots and movements
   */
  record Outputs(
      DataStream<AlertEvent> events,
      DataStream<AlertEvent> states,
      DataStream<AlertEvent> shadowEvents,
      DataStream<DeadLetter> deadLetters) {}

  /**
   * Defines the job.
   *
   * @param reports what sources reported: it may be the same stream
   * @param midnights the topic that has the figures of each midnight
   */
  static Outputs build(
      DataStream<RawRecord> records,
      DataStream<RawRecord> reports,
      Topic<?> midnights,
      JobSettings settings) {
    SingleOutputStreamOperator<PlanRecord> rules = checkRules(records, settings);
    SingleOutputStreamOperator<RawRecord> commands = checkCommands(records, settings);
    SingleOutputStreamOperator<PlanRecord> silences = silences(commands, settings);
    DataStream<PlanRecord> organisation = organisation(records, settings);
    SingleOutputStreamOperator<ScopeNews> moves =
        DealMovesOperator.connect(deals(records), organisation, settings);
    SingleOutputStreamOperator<PlanRecord> bursts = bursts(moves, settings);
    SingleOutputStreamOperator<ScopeNews> looks = looks(records, midnights.name(), settings);
    SingleOutputStreamOperator<ScopeNews> watched =
        DealWatchOperator.connect(
            watchedDeals(records), rules.union(organisation, topShares(moves, settings)), settings);
    SingleOutputStreamOperator<AlertEvent> steps =
        IncidentOperator.connect(
            news(snapshots(records).union(commands))
                .union(moves, looks, watched, sources(reports, settings))
                .keyBy(ScopeNews::key, Types.STRING),
            rules.union(silences, bursts),
            settings);
    SingleOutputStreamOperator<AlertEvent> events =
        InhibitionOperator.connect(
            steps.keyBy(InhibitionOperator::key, Types.STRING),
            rules.union(silences, bursts, units(organisation)),
            settings);
    DataStream<AlertEvent> burstEvents = bursts.getSideOutput(BurstFunction.EVENTS);
    return new Outputs(
        events.union(burstEvents),
        opened(events).union(burstEvents),
        steps.getSideOutput(IncidentOperator.SHADOW),
        rules
            .getSideOutput(DeadLetters.TAG)
            .union(
                commands.getSideOutput(DeadLetters.TAG),
                silences.getSideOutput(DeadLetters.TAG),
                moves.getSideOutput(DeadLetters.TAG),
                looks.getSideOutput(DeadLetters.TAG),
                steps.getSideOutput(DeadLetters.TAG)));
  }

  private static SingleOutputStreamOperator<PlanRecord> checkRules(
      DataStream<RawRecord> records, JobSettings settings) {
    String rules = Topics.RULES.name();
    return records
        .filter(record -> record.topic().equals(rules))
        .name(RULE_RECORDS_UID)
        .uid(RULE_RECORDS_UID)
        .setParallelism(READING)
        .keyBy(RawRecord::keyText, Types.STRING)
        .process(new RuleCheckFunction(settings), Types.POJO(PlanRecord.class))
        .name(RuleCheckFunction.UID)
        .uid(RuleCheckFunction.UID);
  }

  private static SingleOutputStreamOperator<RawRecord> checkCommands(
      DataStream<RawRecord> records, JobSettings settings) {
    String commands = Topics.COMMANDS.name();
    return records
        .filter(record -> record.topic().equals(commands))
        .name(COMMAND_RECORDS_UID)
        .uid(COMMAND_RECORDS_UID)
        .setParallelism(READING)
        .process(new CommandCheckFunction(settings), Types.POJO(RawRecord.class))
        .name(CommandCheckFunction.UID)
        .uid(CommandCheckFunction.UID)
        .setParallelism(READING);
  }

  private static SingleOutputStreamOperator<PlanRecord> silences(
      SingleOutputStreamOperator<RawRecord> commands, JobSettings settings) {
    return commands
        .getSideOutput(CommandCheckFunction.SILENCES)
        .keyBy(RawRecord::keyText, Types.STRING)
        .process(new SilenceFunction(settings), Types.POJO(PlanRecord.class))
        .name(SilenceFunction.UID)
        .uid(SilenceFunction.UID);
  }

  private static SingleOutputStreamOperator<PlanRecord> bursts(
      SingleOutputStreamOperator<ScopeNews> moves, JobSettings settings) {
    return moves
        .getSideOutput(DealMovesOperator.EDITS)
        .keyBy(EditNews::key, Types.STRING)
        .process(new BurstFunction(settings), Types.POJO(PlanRecord.class))
        .name(BurstFunction.UID)
        .uid(BurstFunction.UID)
        .setParallelism(1);
  }

  private static DataStream<RawRecord> snapshots(DataStream<RawRecord> records) {
    String snapshots = Topics.SNAPSHOTS.name();
    return records
        .filter(record -> record.topic().equals(snapshots))
        .name(SNAPSHOT_RECORDS_UID)
        .uid(SNAPSHOT_RECORDS_UID)
        .setParallelism(READING);
  }

  private static SingleOutputStreamOperator<ScopeNews> looks(
      DataStream<RawRecord> records, String midnights, JobSettings settings) {
    return DriftLooksFunction.connect(
        records
            .filter(
                record -> record.topic().equals(midnights) && DriftLooksFunction.isLookedAt(record))
            .name(MIDNIGHT_RECORDS_UID)
            .uid(MIDNIGHT_RECORDS_UID)
            .setParallelism(READING)
            .keyBy(DriftLooksFunction::scopeOf, Types.STRING),
        settings);
  }

  private static DataStream<ScopeNews> news(DataStream<RawRecord> records) {
    return records
        .map(ScopeNews::of, Types.POJO(ScopeNews.class))
        .name(SNAPSHOT_NEWS_UID)
        .uid(SNAPSHOT_NEWS_UID)
        .setParallelism(READING);
  }

  private static SingleOutputStreamOperator<ScopeNews> sources(
      DataStream<RawRecord> records, JobSettings settings) {
    return SourceWatchFunction.connect(
        records
            .filter(SourceReader::isReport)
            .name(SOURCE_RECORDS_UID)
            .uid(SOURCE_RECORDS_UID)
            .setParallelism(READING)
            .process(new SourceReportFunction(settings), Types.POJO(SourceReport.class))
            .name(SourceReportFunction.UID)
            .uid(SourceReportFunction.UID)
            .keyBy(SourceReport::source, Types.STRING),
        settings);
  }

  private static KeyedStream<RawRecord, String> deals(DataStream<RawRecord> records) {
    return records
        .filter(record -> DEALS.contains(record.topic()))
        .name(DEAL_RECORDS_UID)
        .uid(DEAL_RECORDS_UID)
        .setParallelism(READING)
        .keyBy(RawRecord::keyText, Types.STRING);
  }

  /** By themselves: what deals did, which is much more, has another way. */
  private static KeyedStream<RawRecord, String> watchedDeals(DataStream<RawRecord> records) {
    String deals = Topics.DEALS.name();
    return records
        .filter(record -> record.topic().equals(deals))
        .name(WATCHED_DEAL_RECORDS_UID)
        .uid(WATCHED_DEAL_RECORDS_UID)
        .setParallelism(READING)
        .keyBy(RawRecord::keyText, Types.STRING);
  }

  private static DataStream<PlanRecord> topShares(
      SingleOutputStreamOperator<ScopeNews> moves, JobSettings settings) {
    return moves
        .filter(TopShareFunction::isCounted)
        .name(COMPANY_MOVES_UID)
        .uid(COMPANY_MOVES_UID)
        .keyBy(TopShareFunction::periodOf, Types.STRING)
        .process(new TopShareFunction(settings), Types.POJO(PlanRecord.class))
        .name(TopShareFunction.UID)
        .uid(TopShareFunction.UID);
  }

  private static DataStream<PlanRecord> organisation(
      DataStream<RawRecord> records, JobSettings settings) {
    return records
        .filter(record -> ORGANISATION.contains(record.topic()))
        .name(ORGANISATION_RECORDS_UID)
        .uid(ORGANISATION_RECORDS_UID)
        .setParallelism(READING)
        .process(
            new UsableDefinitions(settings, registry -> new OrganisationReader(registry)::isUsable),
            Types.POJO(PlanRecord.class))
        .name(ORGANISATION_UID)
        .uid(ORGANISATION_UID)
        .setParallelism(READING);
  }

  /** Members are many, and nobody below asks for them. */
  private static DataStream<PlanRecord> units(DataStream<PlanRecord> organisation) {
    String units = Topics.ORG_UNITS.name();
    return organisation
        .filter(record -> record.topic().equals(units))
        .name(UNITS_UID)
        .uid(UNITS_UID)
        .setParallelism(READING);
  }

  /** Leaves out breaches that may come to nothing: they would hide the incident before them. */
  private static DataStream<AlertEvent> opened(DataStream<AlertEvent> events) {
    return events
        .filter(
            event ->
                event.getTransition() != AlertTransition.PENDING
                    && event.getTransition() != AlertTransition.PENDING_CLEARED)
        .name(OPENED_INCIDENTS_UID)
        .uid(OPENED_INCIDENTS_UID);
  }
}
