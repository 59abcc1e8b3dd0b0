package io.pipelinemonitor.jobs.model;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.ForecastLearner;
import io.pipelinemonitor.jobs.domain.forecast.LearningPolicy;
import io.pipelinemonitor.jobs.domain.forecast.StageProbability;
import io.pipelinemonitor.jobs.domain.learning.CompanyModel;
import io.pipelinemonitor.jobs.domain.learning.LearntScope;
import io.pipelinemonitor.jobs.domain.learning.LessonChange;
import io.pipelinemonitor.jobs.domain.learning.ScopeLessons;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.TimedPlanOperator;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
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
import org.jspecify.annotations.Nullable;

/**
 * Keeps what every scope was taught, and at midnight publishes what it has learnt: when a period
 * begins, and whenever something was taught or the plan has changed since. Before anything was
 * taught, a new period changes nothing.
 *
 * <p>One task: a scope's parameters need those of its parent, and counts are small.
 *
 * <p>State: what each scope was taught, by period; a period ends with the last that learning
 * remembers, a scope with its last period. What is to be heeded from a later midnight on ends then.
 */
final class CompanyModelOperator extends TimedPlanOperator<LessonChange, ModelParameters> {

  private static final long serialVersionUID = 1L;

  static final String UID = "company-model";

  /** The only key. */
  static final String KEY = Scope.COMPANY_ID;

  private static final MapStateDescriptor<String, ScopeLessons> LESSONS =
      new MapStateDescriptor<>("lessons", Types.STRING, CodecType.of(new ScopeLessonsCodec()));

  /** By midnight, in milliseconds, and scope. */
  private static final MapStateDescriptor<String, ScopeLessons> TO_COME =
      new MapStateDescriptor<>(
          "lessons-to-come", Types.STRING, CodecType.of(new ScopeLessonsCodec()));

  /** The period of what was published last; none where the plan has changed since. */
  private static final ValueStateDescriptor<Integer> PUBLISHED =
      new ValueStateDescriptor<>("published", Types.INT);

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient FiscalCalendar calendar;
  private transient Midnights midnights;
  private transient LearningPolicy policy;
  private transient PlanReader reader;
  private transient Organisation organisation;
  private transient Set<Scope> planned;
  private transient SortedMap<String, List<StageProbability>> stages;
  private transient MapState<String, ScopeLessons> lessons;
  private transient MapState<String, ScopeLessons> toCome;
  private transient ValueState<Integer> published;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private CompanyModelOperator(JobSettings settings) {
    super(settings.tick());
    this.settings = settings;
  }

  static SingleOutputStreamOperator<ModelParameters> connect(
      KeyedStream<LessonChange, String> lessons,
      DataStream<PlanRecord> plan,
      JobSettings settings) {
    return connect(lessons, plan, forTest(settings), new AvroTypeInfo<>(ModelParameters.class), UID)
        .setParallelism(1);
  }

  /** The operator by itself, for a test harness. */
  static CompanyModelOperator forTest(JobSettings settings) {
    return new CompanyModelOperator(settings);
  }

  @Override
  protected void onOpen(List<PlanRecord> plan) throws Exception {
    requireSameSettings(settings.figuresFingerprint());
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    calendar = settings.policy().calendar();
    midnights = new Midnights(calendar);
    policy = LearningPolicy.forPeriodsOf(calendar.kind().months());
    reader = new PlanReader(registry);
    organisation = new Organisation();
    planned = new HashSet<>();
    stages = new TreeMap<>();
    plan.forEach(this::putInForce);
    lessons = keyed(LESSONS);
    toCome = keyed(TO_COME);
    published = keyed(PUBLISHED);
  }

  @Override
  protected void onElement(LessonChange change, long streamTime) throws Exception {
    long midnight =
        Math.max(Midnights.millis(change.midnight()), midnights.notBefore(streamTime() + 1));
    for (Scope scope : change.scopes()) {
      String key = midnight + "|" + scope.key();
      ScopeLessons taught = orNone(toCome.get(key));
      taught.add(change);
      toCome.put(key, taught);
    }
    setTimer(midnight);
  }

  @Override
  protected void onPlan(List<PlanRecord> changes, long tickEnd) throws Exception {
    changes.forEach(this::putInForce);
    if (enter(KEY)) {
      published.clear();
      setTimer(midnights.notBefore(tickEnd));
    }
  }

  @Override
  protected void onTimer(long time) throws Exception {
    FiscalPeriod period = calendar.periodAt(Midnights.micros(time));
    int earliest = period.index() - policy.periodsRemembered();
    News news = heed(time);
    Map<Scope, ScopeLessons> taught = remembered(earliest);
    Integer last = published.value();
    if (last == null || last != period.index() || news == News.OUTCOMES) {
      publish(taught, period, time);
      published.update(period.index());
    } else if (news == News.STAYS) {
      publishCompany(taught, period, time);
    }
    if (!taught.isEmpty()) {
      setTimer(Midnights.millis(calendar.startOfDay(period.endDay())));
    }
  }

  private void publish(Map<Scope, ScopeLessons> taught, FiscalPeriod period, long time) {
    CompanyModel.learn(
        learner(),
        organisation,
        planned,
        taught,
        period.index(),
        Midnights.micros(time),
        learnt -> publish(learnt, time));
  }

  /** Deals leave stages every day; what scopes project with changes when a period has ended. */
  private void publishCompany(Map<Scope, ScopeLessons> taught, FiscalPeriod period, long time) {
    publish(
        CompanyModel.learnCompany(
            learner(), organisation, taught, period.index(), Midnights.micros(time)),
        time);
  }

  private void publish(LearntScope learnt, long time) {
    emit(ToContract.parameters(learnt, settings.reportingCurrency()), time);
  }

  private ForecastLearner learner() {
    return new ForecastLearner(policy, stages.values().stream().flatMap(List::stream).toList());
  }

  /** What a midnight brings. */
  private enum News {
    NONE,
    /** Lengths of stay only. */
    STAYS,
    OUTCOMES
  }

  /** Takes in what was due until midnight, and says what that was at the most. */
  private News heed(long midnight) throws Exception {
    News news = News.NONE;
    Iterator<Map.Entry<String, ScopeLessons>> waiting = toCome.iterator();
    while (waiting.hasNext()) {
      Map.Entry<String, ScopeLessons> entry = waiting.next();
      int bar = entry.getKey().indexOf('|');
      if (Long.parseLong(entry.getKey().substring(0, bar)) <= midnight) {
        String scope = entry.getKey().substring(bar + 1);
        ScopeLessons taught = orNone(lessons.get(scope));
        taught.add(entry.getValue());
        lessons.put(scope, taught);
        if (!entry.getValue().outcomes().periods().isEmpty()) {
          news = News.OUTCOMES;
        } else if (news == News.NONE && !entry.getValue().isEmpty()) {
          news = News.STAYS;
        }
        waiting.remove();
      }
    }
    if (toCome.isEmpty()) {
      // An empty map would stay in state.
      toCome.clear();
    }
    return news;
  }

  private Map<Scope, ScopeLessons> remembered(int earliest) throws Exception {
    Map<Scope, ScopeLessons> remembered = new HashMap<>();
    List<String> over = new ArrayList<>();
    for (Map.Entry<String, ScopeLessons> entry : lessons.entries()) {
      ScopeLessons taught = entry.getValue();
      taught.forgetBefore(earliest);
      if (taught.isEmpty()) {
        over.add(entry.getKey());
      } else {
        remembered.put(Scope.ofKey(entry.getKey()), taught);
      }
    }
    for (String scope : over) {
      lessons.remove(scope);
    }
    return remembered;
  }

  private static ScopeLessons orNone(@Nullable ScopeLessons taught) {
    return taught == null ? new ScopeLessons() : taught;
  }

  private void putInForce(PlanRecord record) {
    byte[] value = record.value();
    String key = record.key();
    if (record.topic().equals(Topics.ORG_UNITS.name())) {
      put(value == null ? null : reader.unit(key, value), key);
    } else if (record.topic().equals(Topics.ORG_MEMBERS.name())) {
      put(value == null ? null : reader.member(key, value), key);
    } else if (value == null) {
      stages.remove(key);
    } else {
      stages.put(key, Objects.requireNonNull(reader.stages(key, value), "checked before"));
    }
  }

  private void put(@Nullable OrgUnit unit, String unitId) {
    planned.remove(Scope.unit(unitId));
    if (unit == null) {
      organisation.removeUnit(unitId);
      return;
    }
    organisation.put(unit);
    if (unit.parentUnitId() != null) {
      planned.add(Scope.unit(unitId));
    }
  }

  private void put(@Nullable OrgMember member, String memberId) {
    if (member == null) {
      organisation.removeMember(memberId);
      planned.remove(Scope.rep(memberId));
    } else {
      organisation.put(member);
      planned.add(Scope.rep(memberId));
    }
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (registry != null) {
      registry.close();
    }
  }
}
