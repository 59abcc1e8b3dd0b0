package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.incident.Silence;
import io.pipelinemonitor.jobs.domain.inhibition.Audience;
import io.pipelinemonitor.jobs.domain.inhibition.Family;
import io.pipelinemonitor.jobs.domain.inhibition.Step;
import io.pipelinemonitor.jobs.domain.inhibition.Telling;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.OrganisationReader;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.StreamTime;
import io.pipelinemonitor.jobs.runtime.TimedPlanOperator;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Says of each step whether an incident above speaks for it, and numbers the steps. Holds a step
 * until stream time has reached it, so that those of one moment are decided together.
 *
 * <p>Deals have nothing below them and no incidents of their rules above them: each is a family of
 * its own, so that a rule on deals is not the work of one task.
 *
 * <p>State of a rule and period, or of a rule, period and deal: its {@link Family}, the steps whose
 * time has not come, and those that may have to be told again. Of an incident nothing is left when
 * it has ended, unless it was given a step: its count ends with the family, two days after the
 * period.
 */
final class InhibitionOperator extends TimedPlanOperator<AlertEvent, AlertEvent> {

  private static final long serialVersionUID = 1L;

  static final String UID = "alert-inhibition";

  private static final ValueStateDescriptor<Family> FAMILY =
      new ValueStateDescriptor<>("family", CodecType.of(new FamilyCodec()));
  private static final MapStateDescriptor<String, AlertEvent> STEPS =
      new MapStateDescriptor<>("steps", Types.STRING, new AvroTypeInfo<>(AlertEvent.class));

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient RecordDecoder<AlertRule> rules;
  private transient SilenceReader silenceReader;
  private transient OrganisationReader reader;
  private transient Horizon horizon;
  private transient Map<String, List<String>> recipients;
  private transient Map<String, Silence> silences;
  private transient Organisation organisation;
  private transient ValueState<Family> families;
  private transient MapState<String, AlertEvent> steps;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private InhibitionOperator(JobSettings settings) {
    super(settings.tick());
    this.settings = settings;
  }

  /**
   * The rule and period of a step, neither of which holds the bar, and the deal if it is of one.
   */
  static String key(AlertEvent event) {
    String family = event.getRuleId() + '|' + event.getPeriod();
    return event.getScopeType() == ScopeType.DEAL ? family + '|' + event.getScopeId() : family;
  }

  static SingleOutputStreamOperator<AlertEvent> connect(
      KeyedStream<AlertEvent, String> steps,
      DataStream<PlanRecord> rulesSilencesAndUnits,
      JobSettings settings) {
    return connect(
        steps, rulesSilencesAndUnits, forTest(settings), new AvroTypeInfo<>(AlertEvent.class), UID);
  }

  /** The operator by itself, for a test harness. */
  static InhibitionOperator forTest(JobSettings settings) {
    return new InhibitionOperator(settings);
  }

  @Override
  protected void onOpen(List<PlanRecord> plan) throws Exception {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    rules = new RecordDecoder<>(Topics.RULES, registry);
    silenceReader = new SilenceReader(new CommandReader(registry, settings.policy().calendar()));
    reader = new OrganisationReader(registry);
    horizon = new Horizon(settings.policy().calendar());
    recipients = new HashMap<>();
    silences = new TreeMap<>();
    organisation = new Organisation();
    plan.forEach(this::putInForce);
    families = keyed(FAMILY);
    steps = keyed(STEPS);
  }

  /** Of rules only those count here that say whom to tell. */
  @Override
  protected PlanRecord needed(PlanRecord definition) {
    return definition.topic().equals(Topics.RULES.name()) && recipients(definition).isEmpty()
        ? definition.withdrawn()
        : definition;
  }

  private void putInForce(PlanRecord record) {
    if (record.topic().equals(Topics.RULES.name())) {
      route(record);
    } else if (SilenceReader.isOne(record)) {
      silence(record);
    } else {
      reader.apply(record, organisation);
    }
  }

  private void route(PlanRecord record) {
    List<String> named = recipients(record);
    if (named.isEmpty()) {
      recipients.remove(record.key());
    } else {
      recipients.put(record.key(), named);
    }
  }

  /** Those whom a rule names. */
  private List<String> recipients(PlanRecord record) {
    byte[] value = record.value();
    AlertRule rule =
        value == null
            ? null
            : OrganisationReader.definition(Topics.RULES, rules, record.key(), value);
    return rule == null || rule.getRoute() == null ? List.of() : rule.getRoute().getTo();
  }

  private void silence(PlanRecord record) {
    long from = tick().endOf(record.effectiveAt()) * StreamTime.MICROS_PER_MILLI;
    Silence silence = silenceReader.read(record, from);
    if (silence == null) {
      silences.remove(record.identity());
    } else {
      silences.put(record.identity(), silence);
    }
  }

  @Override
  protected void onElement(AlertEvent event, long streamTime) throws Exception {
    steps.put(event.getAlertEventId(), event);
    long timer = StreamTime.millisNotBefore(at(event));
    setTimer(timer);
    expect(timer);
  }

  @Override
  protected void onTimer(long time) throws Exception {
    Family known = families.value();
    Family family = known == null ? new Family() : known;
    long now = time * StreamTime.MICROS_PER_MILLI;
    for (Telling telling :
        family.advance(due(family.owed(), now), now, audience(), this::isQuiet)) {
      tell(telling);
    }
    keep(family, now);
  }

  private Set<Step> due(Set<String> toldBefore, long now) throws Exception {
    Set<Step> due = new HashSet<>();
    for (Map.Entry<String, AlertEvent> entry : steps.entries()) {
      if (!toldBefore.contains(entry.getKey()) && at(entry.getValue()) <= now) {
        due.add(FromContract.step(entry.getValue()));
      }
    }
    return due;
  }

  private Audience audience() {
    return new Audience(
        recipients.getOrDefault(ruleId(), List.of()),
        unitId -> {
          OrgUnit unit = organisation.unit(unitId);
          return unit == null ? null : unit.managerId();
        });
  }

  private String ruleId() {
    String key = currentKey();
    return key.substring(0, key.indexOf('|'));
  }

  private String period() {
    String key = currentKey();
    int start = key.indexOf('|') + 1;
    int end = key.indexOf('|', start);
    return end < 0 ? key.substring(start) : key.substring(start, end);
  }

  private boolean isQuiet(Scope scope, long at) {
    return silences.values().stream()
        .anyMatch(silence -> silence.holdsAt(at) && silence.covers(ruleId(), scope));
  }

  private void tell(Telling telling) throws Exception {
    AlertEvent step = steps.get(telling.step().stepId());
    emit(ToContract.told(step, telling), Math.floorDiv(telling.at(), StreamTime.MICROS_PER_MILLI));
  }

  /** Keeps what has not come to its time or may have to be told again, until the period is over. */
  private void keep(Family family, long now) throws Exception {
    long end = horizon.endOf(period());
    Family kept = now < end ? family : new Family();
    Set<String> owed = kept.owed();
    Set<String> told = new HashSet<>();
    for (Map.Entry<String, AlertEvent> entry : steps.entries()) {
      if (at(entry.getValue()) <= now && !owed.contains(entry.getKey())) {
        told.add(entry.getKey());
      }
    }
    for (String step : told) {
      steps.remove(step);
    }
    if (kept.isEmpty()) {
      families.clear();
      cancelTimer(StreamTime.millisNotBefore(end));
    } else {
      families.update(kept);
      setTimer(StreamTime.millisNotBefore(end));
    }
  }

  private static long at(AlertEvent event) {
    return FromContract.micros(event.getEvaluatedAt());
  }

  @Override
  protected void onPlan(List<PlanRecord> records, long tickEnd) throws Exception {
    records.forEach(this::putInForce);
    // After the steps of that moment: a rule that ends takes its incidents with it.
    forEachKey(FAMILY, family -> setTimer(tickEnd));
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (registry != null) {
      registry.close();
    }
  }
}
