package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.dealwatch.DealSighting;
import io.pipelinemonitor.jobs.domain.dealwatch.DealWatch;
import io.pipelinemonitor.jobs.domain.dealwatch.DealWatching;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.OrganisationReader;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.StreamTime;
import io.pipelinemonitor.jobs.runtime.TimedPlanOperator;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the rules on single deals of those deals that they have to judge: by the rules, the
 * organisation and the amounts of the others as they are at the moment of the publication.
 *
 * <p>State of a deal: its records whose moment has not come, until it has; and its {@link
 * DealWatch} while its score lies past a line of some rule, until it is closed, comes again without
 * that, or two days after its period. For a day after that the moment of its last publication: a
 * writer that repeats itself after a restart would bring back what is over.
 */
final class DealWatchOperator extends TimedPlanOperator<RawRecord, ScopeNews> {

  private static final long serialVersionUID = 1L;

  static final String UID = "deal-watch";

  private static final Logger LOG = LoggerFactory.getLogger(DealWatchOperator.class);
  private static final long REMEMBERED_MILLIS = 86_400_000;

  private static final ListStateDescriptor<RawRecord> TO_COME =
      new ListStateDescriptor<>("deals-to-come", Types.POJO(RawRecord.class));
  private static final ValueStateDescriptor<DealWatch> WATCH =
      new ValueStateDescriptor<>("deal-watch", CodecType.of(new DealWatchCodec()));

  private static final ValueStateDescriptor<Long> OVER_AS_OF =
      new ValueStateDescriptor<>("deal-over-as-of", Types.LONG);

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient DealSightingReader deals;
  private transient RuleReader rules;
  private transient OrganisationReader members;
  private transient RuleBook book;
  private transient Organisation organisation;
  private transient DealWatching watching;
  private transient ListState<RawRecord> toCome;
  private transient ValueState<DealWatch> watches;
  private transient ValueState<Long> overAsOf;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private DealWatchOperator(JobSettings settings) {
    super(settings.tick());
    this.settings = settings;
  }

  static SingleOutputStreamOperator<ScopeNews> connect(
      KeyedStream<RawRecord, String> deals,
      DataStream<PlanRecord> rulesOrganisationAndTopShares,
      JobSettings settings) {
    return connect(
        deals, rulesOrganisationAndTopShares, forTest(settings), Types.POJO(ScopeNews.class), UID);
  }

  /** The operator by itself, for a test harness. */
  static DealWatchOperator forTest(JobSettings settings) {
    return new DealWatchOperator(settings);
  }

  @Override
  protected void onOpen(List<PlanRecord> plan) throws Exception {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    deals = new DealSightingReader(registry, settings);
    rules = new RuleReader(registry, settings.reportingCurrency());
    members = new OrganisationReader(registry);
    book = new RuleBook();
    organisation = new Organisation();
    watching =
        new DealWatching(
            settings.policy().calendar(), settings.reportingCurrency(), book, organisation);
    plan.forEach(this::putInForce);
    toCome = keyed(TO_COME);
    watches = keyed(WATCH);
    overAsOf = keyed(OVER_AS_OF);
  }

  private void putInForce(PlanRecord record) {
    if (record.topic().equals(Topics.RULES.name())) {
      putRuleInForce(record);
    } else if (record.topic().equals(TopShareFunction.ORIGIN)) {
      watching.put(record.key(), TopShareFunction.decoded(record.value()));
    } else {
      members.apply(record, organisation);
    }
  }

  private void putRuleInForce(PlanRecord record) {
    byte[] value = record.value();
    if (value == null) {
      book.remove(record.key());
      return;
    }
    try {
      book.put(rules.read(record.key(), value));
    } catch (UnusableRecordException e) {
      // It was fit when it came, so the settings have changed since; the rest goes on.
      LOG.warn("rule '{}' is left out: {}", record.key(), e.text());
    }
  }

  @Override
  protected void onElement(RawRecord record, long streamTime) throws Exception {
    if (record.streamTime() <= streamTime()) {
      // What was judged at the present moment stays so: this comes right after it.
      look(record, streamTime(), streamTime() * StreamTime.MICROS_PER_MILLI + 1);
      return;
    }
    toCome.add(record);
    setTimer(record.streamTime());
    expect(record.streamTime());
  }

  @Override
  protected void onTimer(long time) throws Exception {
    Iterable<RawRecord> waiting = toCome.get();
    if (waiting != null) {
      List<RawRecord> later = new ArrayList<>();
      for (RawRecord record : waiting) {
        if (record.streamTime() <= time) {
          look(record, time, time * StreamTime.MICROS_PER_MILLI);
        } else {
          later.add(record);
        }
      }
      toCome.update(later);
    }
    DealWatch known = watches.value();
    if (known != null && StreamTime.millisNotBefore(watching.endOf(known)) <= time) {
      watches.clear();
    }
    Long over = overAsOf.value();
    if (over != null && rememberedUntil(over) <= time) {
      overAsOf.clear();
    }
  }

  private static long rememberedUntil(long overAsOf) {
    return StreamTime.millisNotBefore(overAsOf) + REMEMBERED_MILLIS;
  }

  private void look(RawRecord record, long now, long at) throws Exception {
    DealWatch known = watches.value();
    if (known == null && book.ofDeals().isEmpty()) {
      return;
    }
    DealSighting seen = deals.read(record);
    Long over = overAsOf.value();
    if (seen == null || (over != null && seen.asOf() <= over)) {
      return;
    }
    DealWatching.Turn turn = watching.see(known, seen, at);
    keep(turn, now);
    if (known != null && turn.kept() == null) {
      remember(seen);
    }
  }

  private void remember(DealSighting over) throws Exception {
    overAsOf.update(over.asOf());
    setTimer(rememberedUntil(over.asOf()));
  }

  private void keep(DealWatching.Turn turn, long now) throws Exception {
    turn.told().forEach(deal -> emit(ScopeNews.of(deal), now));
    DealWatch kept = turn.kept();
    if (kept == null) {
      watches.clear();
    } else {
      overAsOf.clear();
      watches.update(kept);
      setTimer(StreamTime.millisNotBefore(watching.endOf(kept)));
    }
  }

  @Override
  protected void onPlan(List<PlanRecord> records, long tickEnd) throws Exception {
    records.forEach(this::putInForce);
    boolean onlyRules =
        records.stream().allMatch(record -> record.topic().equals(Topics.RULES.name()));
    long at = tickEnd * StreamTime.MICROS_PER_MILLI;
    forEachKey(
        WATCH,
        state -> {
          DealWatch known = state.value();
          if (known != null) {
            keep(watching.lookAgain(known, !onlyRules, at), tickEnd);
          }
        });
  }

  /**
   * Idleness ends here, as in {@link DealMovesOperator}: time must not come past what is told here.
   */
  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {}

  @Override
  public void close() throws Exception {
    super.close();
    if (registry != null) {
      registry.close();
    }
  }
}
