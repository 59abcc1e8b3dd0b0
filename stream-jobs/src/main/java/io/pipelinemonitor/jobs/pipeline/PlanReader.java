package io.pipelinemonitor.jobs.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.plan.PlanChange;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads the definitions on the plan topics. */
public final class PlanReader {

  private static final long MICROS_PER_MILLI = 1_000;

  /** The item of calls from before their period: the last of them is kept beside the latest. */
  private static final String OPENING = "opening";

  private final FiscalCalendar calendar;
  private final Map<String, Reader<?>> readers = new HashMap<>();

  /**
   * @param calendar whose periods quotas name, and where a rate's day begins
   */
  public PlanReader(FiscalCalendar calendar, SchemaRegistryClient registry) {
    this.calendar = calendar;
    add(Topics.SALES_PROCESSES, registry, PlanReader::salesProcess, PlanReader::noProcess);
    add(Topics.ORG_UNITS, registry, PlanReader::orgUnit, PlanReader::noUnit);
    add(Topics.ORG_MEMBERS, registry, PlanReader::orgMember, PlanReader::noMember);
    add(Topics.QUOTAS, registry, this::quota, this::noQuota);
    add(Topics.FX_RATES, registry, PlanReader::fxRate, PlanReader::noRate);
    add(Topics.FORECASTS, registry, this::call, PlanReader::noCall);
    add(Topics.MODEL_PARAMETERS, registry, ForecastFromContract::model, PlanReader::noModel);
  }

  private <T extends SpecificRecord> void add(
      Topic<T> topic,
      SchemaRegistryClient registry,
      Definition<T> definition,
      Withdrawal withdrawal) {
    readers.put(
        topic.name(),
        new Reader<>(topic, new RecordDecoder<>(topic, registry), definition, withdrawal));
  }

  /**
   * The definition in a record, checked, and with the moment from which it holds: the record's
   * stream time, or, for an exchange rate and model parameters, the day from which they are in
   * force if that is later.
   */
  public PlanRecord check(RawRecord record) throws UnusableRecordException {
    PlanChange change = read(record.topic(), record.keyText(), record.value());
    String item = "";
    long effectiveAt = record.streamTime();
    if (change instanceof PlanChange.Rate rate) {
      FxRate definition = rate.definition();
      if (definition == null) {
        item = PlanRecord.ALL_ITEMS;
      } else {
        item = Long.toString(definition.effectiveFrom());
        effectiveAt =
            Math.max(
                effectiveAt, calendar.startOfDay(definition.effectiveFrom()) / MICROS_PER_MILLI);
      }
    } else if (change instanceof PlanChange.Call call) {
      ForecastCall definition = call.definition();
      FromContract.checkPlausible(
          "submittedAt",
          Instant.ofEpochMilli(definition.submittedAt() / MICROS_PER_MILLI),
          record.kafkaTimestamp());
      item = definition.opening() ? OPENING : "";
    } else if (change instanceof PlanChange.Model model && model.definition() != null) {
      effectiveAt = Math.max(effectiveAt, model.definition().effectiveFrom() / MICROS_PER_MILLI);
    }
    return new PlanRecord(record.topic(), record.keyText(), item, effectiveAt, record.value());
  }

  /** The change that a checked record makes. */
  public PlanChange read(PlanRecord record) {
    try {
      return read(record.topic(), record.key(), record.value());
    } catch (UnusableRecordException e) {
      throw new IllegalStateException("a checked definition cannot be read: " + record, e);
    }
  }

  private PlanChange read(String topic, String key, byte @Nullable [] value)
      throws UnusableRecordException {
    Reader<?> reader = readers.get(topic);
    if (reader == null) {
      throw new IllegalArgumentException(topic + " holds no definitions");
    }
    return reader.read(key, value);
  }

  private static PlanChange salesProcess(io.pipelinemonitor.schema.SalesProcess process)
      throws UnusableRecordException {
    return new PlanChange.Process(process.getPipelineId(), FromContract.salesProcess(process));
  }

  private static PlanChange noProcess(String key) {
    return new PlanChange.Process(key, null);
  }

  private static PlanChange orgUnit(io.pipelinemonitor.schema.OrgUnit unit)
      throws UnusableRecordException {
    return new PlanChange.Unit(unit.getUnitId(), FromContract.orgUnit(unit));
  }

  private static PlanChange noUnit(String key) {
    return new PlanChange.Unit(key, null);
  }

  private static PlanChange orgMember(io.pipelinemonitor.schema.OrgMember member)
      throws UnusableRecordException {
    return new PlanChange.Member(member.getMemberId(), FromContract.orgMember(member));
  }

  private static PlanChange noMember(String key) {
    return new PlanChange.Member(key, null);
  }

  private PlanChange quota(io.pipelinemonitor.schema.Quota record) throws UnusableRecordException {
    Quota quota = FromContract.quota(record);
    FromContract.period(quota.period(), calendar);
    return new PlanChange.Target(quota.scope(), quota.period(), quota);
  }

  private PlanChange noQuota(String key) throws UnusableRecordException {
    int bar = key.lastIndexOf('|');
    Scope scope = bar < 0 ? null : scope(key.substring(0, bar));
    if (scope == null) {
      throw new UnusableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is '" + key + "'; a quota's is scopeType:scopeId|period");
    }
    String period = key.substring(bar + 1);
    FromContract.period(period, calendar);
    return new PlanChange.Target(scope, period, null);
  }

  private static PlanChange fxRate(io.pipelinemonitor.schema.FxRate rate)
      throws UnusableRecordException {
    FxRate definition = FromContract.fxRate(rate);
    return new PlanChange.Rate(definition.currency(), definition);
  }

  private static PlanChange noRate(String key) {
    return new PlanChange.Rate(key, null);
  }

  private PlanChange call(ForecastSubmission submission) throws UnusableRecordException {
    return new PlanChange.Call(ForecastFromContract.call(submission, calendar));
  }

  private static PlanChange noCall(String key) throws UnusableRecordException {
    throw new UnusableRecordException(
        DeadLetterReason.UNEXPECTED_TOMBSTONE,
        "what was said for '" + key + "' cannot be unsaid; submit another amount");
  }

  private static PlanChange noModel(String key) throws UnusableRecordException {
    Scope scope = scope(key);
    if (scope == null) {
      throw new UnusableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is '" + key + "'; that of model parameters is scopeType:scopeId");
    }
    return new PlanChange.Model(scope, null, null, List.of());
  }

  /** Reads {@code TYPE:id}; null if it is none. */
  private static @Nullable Scope scope(String key) {
    int colon = key.indexOf(':');
    for (ScopeType type : ScopeType.values()) {
      if (colon > 0 && type.name().equals(key.substring(0, colon))) {
        return new Scope(type, key.substring(colon + 1));
      }
    }
    return null;
  }

  private interface Definition<T> {
    PlanChange of(T record) throws UnusableRecordException;
  }

  private interface Withdrawal {
    PlanChange of(String key) throws UnusableRecordException;
  }

  private record Reader<T extends SpecificRecord>(
      Topic<T> topic, RecordDecoder<T> decoder, Definition<T> definition, Withdrawal withdrawal) {

    PlanChange read(String key, byte @Nullable [] value) throws UnusableRecordException {
      if (value == null) {
        return withdrawal.of(key);
      }
      T record = UnusableRecordException.orThrow(decoder.decode(value));
      String expected = topic.key(record);
      if (!key.equals(expected)) {
        throw new UnusableRecordException(
            DeadLetterReason.KEY_MISMATCH,
            "the key is '"
                + key
                + "', but the record's "
                + topic.keyDescription()
                + " is '"
                + expected
                + "'");
      }
      return definition.of(record);
    }
  }
}
