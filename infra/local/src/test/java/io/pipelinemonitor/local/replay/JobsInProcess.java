package io.pipelinemonitor.local.replay;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.alerting.AlertRulesReplay;
import io.pipelinemonitor.jobs.model.ForecastModelReplay;
import io.pipelinemonitor.jobs.pipeline.PipelineStateReplay;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.local.demo.Encoders;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The jobs over records that are at hand: their real topologies in parallel on a small cluster in
 * this process, one record after the other, as on a stack that is always up to date.
 *
 * <p>What is learnt flows back into the figures that it is learnt from. No cluster runs in circles
 * to an end, so there are two runs: what deals do does not depend on what is learnt, so the first
 * one learns, and the second has what was learnt among its records, at its time.
 */
public final class JobsInProcess {

  private static final int PARALLELISM = 2;
  private static final int PARTITIONS = 12;
  private static final Set<String> READ_BY_ALERTS =
      Set.of(
          Topics.DEAL_EVENTS.name(),
          Topics.ACTIVITY_EVENTS.name(),
          Topics.ORG_UNITS.name(),
          Topics.ORG_MEMBERS.name());
  private static final Set<String> MODEL_PLAN =
      Set.of(Topics.ORG_UNITS.name(), Topics.ORG_MEMBERS.name(), Topics.SALES_PROCESSES.name());

  /** How long after a midnight what it taught reaches the figures, milliseconds. */
  private static final long LEARNT_WITHIN = 60_000;

  /** Figures change once a minute, not four times a second: an import is so done in moments. */
  private final JobSettings settings =
      JobSettings.of(
          Map.of("schema.registry.url", "mock://jobs-in-process", "tick.millis", "60000"));

  /**
   * What came of the records.
   *
   * @param events every step of every incident, in the order of their time
   * @param history the figures of midnights
   * @param deadLetters what {@code pipeline-state} could not use
   */
  public record Outcome(
      List<AlertEvent> events, List<PipelineSnapshot> history, List<DeadLetter> deadLetters) {}

  /**
   * Judges simulated records by rules.
   *
   * @param records in the order of their arrival, which is their stream time
   * @param endMicros how far time goes
   */
  public Outcome run(List<SimulatedRecord> records, long endMicros, List<AlertRule> rules)
      throws Exception {
    return run(records, endMicros, rules, true);
  }

  /** The same in half the time, of a company in which nothing is learnt from how deals went. */
  public Outcome runWithoutLearning(
      List<SimulatedRecord> records, long endMicros, List<AlertRule> rules) throws Exception {
    return run(records, endMicros, rules, false);
  }

  private Outcome run(
      List<SimulatedRecord> records, long endMicros, List<AlertRule> rules, boolean learns)
      throws Exception {
    try (SchemaRegistryClient registry =
        RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry())) {
      new SchemaRegistrar(registry, Duration.ofSeconds(1)).registerAll(Topics.all());
      Encoders encoders = new Encoders(registry);
      List<RawRecord> arrived = new ArrayList<>();
      for (SimulatedRecord record : records) {
        arrived.add(
            raw(
                record.topic(),
                partition(record),
                record.key(),
                record.at() / 1_000,
                encoders.encode(record.topic(), record.value())));
      }
      long end = endMicros / 1_000;
      if (learns) {
        arrived.addAll(learnt(arrived, end, encoders));
      }
      // What was learnt comes after what arrived in the same millisecond.
      arrived.sort(Comparator.comparingLong(RawRecord::streamTime));
      List<RawRecord> inForce =
          rules.stream()
              .map(rule -> record(Topics.RULES, rule, rule.getUpdatedAt().toEpochMilli(), encoders))
              .toList();
      return judge(arrived, end, inForce, scopes(rules));
    }
  }

  private List<RawRecord> learnt(List<RawRecord> arrived, long end, Encoders encoders)
      throws Exception {
    List<RawRecord> parameters = new ArrayList<>();
    for (ModelParameters learnt : learn(withoutActivities(arrived), end)) {
      long at = learnt.getEffectiveFrom().toEpochMilli() + LEARNT_WITHIN;
      if (at <= end) {
        parameters.add(record(Topics.MODEL_PARAMETERS, learnt, at, encoders));
      }
    }
    return parameters;
  }

  /** They say nothing of how deals go. */
  private static List<RawRecord> withoutActivities(List<RawRecord> records) {
    return records.stream()
        .filter(record -> !record.topic().equals(Topics.ACTIVITY_EVENTS.name()))
        .toList();
  }

  private List<ModelParameters> learn(List<RawRecord> records, long end) throws Exception {
    StreamExecutionEnvironment env = environment();
    try (Workbench.Input input = new Workbench.Input(records);
        Workbench.Output<ModelParameters> parameters = new Workbench.Output<>()) {
      DataStream<RawRecord> arriving = arriving(env, input, records.size(), end);
      PipelineStateReplay.Published published = PipelineStateReplay.define(arriving, settings);
      DataStream<RawRecord> deals =
          asRecords(published.deals(), Topics.DEALS)
              .union(asRecords(published.changes(), Topics.CHANGES));
      ForecastModelReplay.define(
              deals.union(only(arriving, MODEL_PLAN, "replay-model-plan")), settings)
          .sinkTo(parameters)
          .uid("replay-parameters")
          .setParallelism(1);
      env.execute("learn");
      List<ModelParameters> learnt = parameters.taken();
      learnt.sort(
          Comparator.comparing(ModelParameters::getEffectiveFrom)
              .thenComparing(each -> String.valueOf(Topics.MODEL_PARAMETERS.key(each))));
      return learnt;
    }
  }

  /** The kinds of scopes that any of the rules watches. */
  private static Set<ScopeType> scopes(List<AlertRule> rules) {
    Set<ScopeType> scopes = new HashSet<>();
    for (AlertRule rule : rules) {
      List<ScopeType> types = rule.getScope().getTypes();
      scopes.addAll(types.isEmpty() ? List.of(ScopeType.values()) : types);
    }
    return Set.copyOf(scopes);
  }

  private Outcome judge(
      List<RawRecord> records, long end, List<RawRecord> rules, Set<ScopeType> watched)
      throws Exception {
    StreamExecutionEnvironment env = environment();
    try (Workbench.Input input = new Workbench.Input(records);
        Workbench.Output<AlertEvent> events = new Workbench.Output<>();
        Workbench.Output<PipelineSnapshot> history = new Workbench.Output<>();
        Workbench.Output<DeadLetter> deadLetters = new Workbench.Output<>()) {
      DataStream<RawRecord> arriving = arriving(env, input, records.size(), end);
      PipelineStateReplay.Published published = PipelineStateReplay.define(arriving, settings);
      DataStream<RawRecord> figures =
          asRecords(
                  published
                      .snapshots()
                      .filter(snapshot -> watched.contains(snapshot.getScopeType()))
                      .uid("replay-watched"),
                  Topics.SNAPSHOTS)
              .union(
                  asRecords(published.deals(), Topics.DEALS),
                  asRecords(published.changes(), Topics.CHANGES),
                  only(arriving, READ_BY_ALERTS, "replay-read-by-alerts"),
                  // Without watermarks: time begins when all rules have been read.
                  env.fromData(Types.POJO(RawRecord.class), rules.toArray(new RawRecord[0]))
                      .uid("replay-rules")
                      .setParallelism(1));
      AlertRulesReplay.defineWithEdits(figures, settings).sinkTo(events).uid("replay-events");
      published.history().sinkTo(history).uid("replay-history");
      published.deadLetters().sinkTo(deadLetters).uid("replay-dead-letters");
      env.execute("judge");
      return new Outcome(inOrder(events.taken()), history.taken(), deadLetters.taken());
    }
  }

  private static List<AlertEvent> inOrder(List<AlertEvent> events) {
    events.sort(
        Comparator.comparing(AlertEvent::getEvaluatedAt)
            .thenComparing(AlertEvent::getDedupKey)
            .thenComparing(AlertEvent::getSequence));
    return events;
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(5));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
    AlertRulesReplay.prepare(env);
    return env;
  }

  private static DataStream<RawRecord> arriving(
      StreamExecutionEnvironment env, Workbench.Input input, int count, long end) {
    return env.fromSequence(0, count - 1L)
        .uid("replay-numbers")
        .setParallelism(1)
        .map(input)
        .returns(Types.POJO(RawRecord.class))
        .uid("replay-records")
        .setParallelism(1)
        .transform("replay-time", Types.POJO(RawRecord.class), new ExactTime(end))
        .uid("replay-time")
        .setParallelism(1)
        .partitionCustom((partition, tasks) -> partition % tasks, RawRecord::partition);
  }

  private <T extends SpecificRecord> SingleOutputStreamOperator<RawRecord> asRecords(
      DataStream<T> values, Topic<T> topic) {
    return values
        .process(new AsRecord<>(topic, settings))
        .returns(Types.POJO(RawRecord.class))
        .uid("replay-" + topic.name());
  }

  private static DataStream<RawRecord> only(
      DataStream<RawRecord> records, Set<String> topics, String uid) {
    return records.filter(record -> topics.contains(record.topic())).uid(uid).setParallelism(1);
  }

  private static <T extends SpecificRecord> RawRecord record(
      Topic<T> topic, T value, long time, Encoders encoders) {
    return raw(topic, 0, String.valueOf(topic.key(value)), time, encoders.encode(topic, value));
  }

  /** As in Kafka, what concerns one deal goes one way, so that none of it overtakes the rest. */
  private static int partition(SimulatedRecord record) {
    String key =
        record.value() instanceof ActivityEvent activity && activity.getDealId() != null
            ? activity.getDealId()
            : record.key();
    return Math.floorMod(key.hashCode(), PARTITIONS);
  }

  private static RawRecord raw(Topic<?> topic, int partition, String key, long time, byte[] value) {
    return new RawRecord(
        topic.name(), partition, 0, time, time, key.getBytes(StandardCharsets.UTF_8), value);
  }
}
