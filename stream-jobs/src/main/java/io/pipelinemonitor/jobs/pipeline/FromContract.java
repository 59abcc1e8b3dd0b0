package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import io.pipelinemonitor.jobs.domain.activity.ActivityStatus;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.SalesStage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of the contract as the domain knows them. What cannot be is refused with a reason
 * that names the field.
 */
public final class FromContract {

  /** The largest amount taken for real: 10^14 minor units, a thousand billion dollars. */
  static final long LARGEST_AMOUNT = 100_000_000_000_000L;

  /** How far a source's clock may be ahead of Kafka's. */
  static final Duration MOST_AHEAD = Duration.ofDays(1);

  private static final Map<String, DealField> FIELDS_BY_NAME = fieldsByName();

  private FromContract() {}

  private static Map<String, DealField> fieldsByName() {
    Map<String, DealField> fields = new HashMap<>();
    fields.put("name", DealField.NAME);
    fields.put("pipelineId", DealField.PIPELINE_ID);
    fields.put("stageId", DealField.STAGE_ID);
    fields.put("status", DealField.STATUS);
    fields.put("amountMinor", DealField.AMOUNT);
    fields.put("currency", DealField.CURRENCY);
    fields.put("closeDate", DealField.CLOSE_DATE);
    fields.put("closedAt", DealField.CLOSED_AT);
    fields.put("createdAt", DealField.CREATED_AT);
    fields.put("forecastCategory", DealField.FORECAST_CATEGORY);
    fields.put("probability", DealField.PROBABILITY);
    fields.put("ownerId", DealField.OWNER_ID);
    fields.put("accountId", DealField.ACCOUNT_ID);
    fields.put("territoryId", DealField.TERRITORY_ID);
    fields.put("segment", DealField.SEGMENT);
    fields.put("product", DealField.PRODUCT);
    fields.put("leadSource", DealField.LEAD_SOURCE);
    fields.put("nextStep", DealField.NEXT_STEP);
    fields.put("nextStepAt", DealField.NEXT_STEP_AT);
    fields.put("lossReason", DealField.LOSS_REASON);
    fields.put("contactCount", DealField.CONTACT_COUNT);
    return Map.copyOf(fields);
  }

  /**
   * A deal event.
   *
   * @param kafkaTimestamp of its record, milliseconds
   */
  public static DealEvent dealEvent(io.pipelinemonitor.schema.DealEvent event, long kafkaTimestamp)
      throws UnusableRecordException {
    Instant occurredAt = event.getOccurredAt();
    checkPlausible(occurredAt, kafkaTimestamp);
    DealEvent deal =
        new DealEvent(
            filled("eventId", event.getEventId()),
            filled("dealId", event.getDealId()),
            type(event.getType()),
            micros("occurredAt", occurredAt),
            event.getSequence() == null ? Stamp.NO_SEQUENCE : event.getSequence());
    DealStatus status = status(event.getStatus());
    Double probability = event.getProbability();
    if (probability != null && !(probability >= 0 && probability <= 1)) {
      throw invalid("probability", probability, "a number from 0 to 1");
    }
    deal.with(DealField.NAME, event.getName())
        .with(DealField.PIPELINE_ID, event.getPipelineId())
        .with(DealField.STATUS, status == null ? null : StatusFact.of(status))
        .with(DealField.STAGE_ID, event.getStageId())
        .with(DealField.AMOUNT, amount(event.getAmountMinor()))
        .with(DealField.CURRENCY, currency(event.getCurrency()))
        .with(DealField.CLOSE_DATE, day(event.getCloseDate()))
        .with(DealField.CLOSED_AT, nullableMicros("closedAt", event.getClosedAt()))
        .with(DealField.CREATED_AT, nullableMicros("createdAt", event.getCreatedAt()))
        .with(DealField.FORECAST_CATEGORY, category(event.getForecastCategory()))
        .with(DealField.PROBABILITY, probability)
        .with(DealField.OWNER_ID, event.getOwnerId())
        .with(DealField.ACCOUNT_ID, event.getAccountId())
        .with(DealField.TERRITORY_ID, event.getTerritoryId())
        .with(DealField.SEGMENT, event.getSegment())
        .with(DealField.PRODUCT, event.getProduct())
        .with(DealField.LEAD_SOURCE, event.getLeadSource())
        .with(DealField.NEXT_STEP, event.getNextStep())
        .with(DealField.NEXT_STEP_AT, nullableMicros("nextStepAt", event.getNextStepAt()))
        .with(DealField.LOSS_REASON, event.getLossReason())
        .with(
            DealField.CONTACT_COUNT,
            event.getContactCount() == null ? null : event.getContactCount().longValue());
    if (deal.type() == DealEventType.MERGED) {
      deal.with(DealField.MERGED_INTO, event.getMergedInto());
    }
    for (String name : event.getClearedFields()) {
      // A name that is not ours is a field of the CRM that we do not keep.
      DealField field = FIELDS_BY_NAME.get(name);
      if (field != null) {
        deal.clearing(field);
      }
    }
    return deal;
  }

  /**
   * What happened with a customer.
   *
   * @param kafkaTimestamp the record's own time, milliseconds
   */
  public static Activity activity(
      io.pipelinemonitor.schema.ActivityEvent event, long kafkaTimestamp)
      throws UnusableRecordException {
    checkPlausible(event.getOccurredAt(), kafkaTimestamp);
    if (event.getKind() == io.pipelinemonitor.schema.ActivityKind.UNKNOWN) {
      throw invalid("kind", event.getKind(), "a kind that this version knows");
    }
    if (event.getStatus() == io.pipelinemonitor.schema.ActivityStatus.UNKNOWN) {
      throw invalid("status", event.getStatus(), "a status that this version knows");
    }
    return new Activity(
        filled("activityId", event.getActivityId()),
        filled("eventId", event.getEventId()),
        event.getDealId(),
        filled("ownerId", event.getOwnerId()),
        ActivityKind.valueOf(event.getKind().name()),
        ActivityStatus.valueOf(event.getStatus().name()),
        micros("occurredAt", event.getOccurredAt()),
        nullableMicros("scheduledFor", event.getScheduledFor()),
        event.getContactIds(),
        event.getAutomated());
  }

  private static void checkPlausible(Instant occurredAt, long kafkaTimestamp)
      throws UnusableRecordException {
    checkPlausible("occurredAt", occurredAt, kafkaTimestamp);
  }

  /**
   * Refuses what a source's clock cannot know yet.
   *
   * @param field of the record
   * @param kafkaTimestamp the record's own time, milliseconds
   */
  static void checkPlausible(String field, Instant occurredAt, long kafkaTimestamp)
      throws UnusableRecordException {
    if (occurredAt.toEpochMilli() > kafkaTimestamp + MOST_AHEAD.toMillis()) {
      throw new UnusableRecordException(
          DeadLetterReason.IMPLAUSIBLE_TIME,
          field
              + " is "
              + occurredAt
              + ", more than a day after the record's own time "
              + Instant.ofEpochMilli(kafkaTimestamp)
              + ": check the source's clock and unit of time");
    }
  }

  /** A sales process. */
  public static SalesProcess salesProcess(io.pipelinemonitor.schema.SalesProcess process)
      throws UnusableRecordException {
    String pipelineId = filled("pipelineId", process.getPipelineId());
    List<Stage> stages = new ArrayList<>();
    for (SalesStage stage : process.getStages()) {
      String where = "stages[" + stages.size() + "].";
      double probability = stage.getProbability();
      if (!(probability >= 0 && probability <= 1)) {
        throw invalid(where + "probability", probability, "a number from 0 to 1");
      }
      DealStatus status = status(stage.getStatus());
      stages.add(
          new Stage(
              pipelineId,
              filled(where + "stageId", stage.getStageId()),
              stage.getOrder(),
              status == null ? DealStatus.OPEN : status,
              (int) Math.round(probability * 1_000_000),
              category(stage.getForecastCategory()),
              stage.getExpectedDays(),
              requiredFields(where, stage.getRequiredFields())));
    }
    return new SalesProcess(pipelineId, stages);
  }

  private static Set<DealField> requiredFields(String where, List<String> names)
      throws UnusableRecordException {
    Set<DealField> fields = EnumSet.noneOf(DealField.class);
    for (String name : names) {
      // Natural JSON calls the amount by another name than the schema.
      DealField field = FIELDS_BY_NAME.get(name.equals("amount") ? "amountMinor" : name);
      if (field == null) {
        throw invalid(where + "requiredFields", name, "fields of DealEvent such as closeDate");
      }
      fields.add(field);
    }
    return fields;
  }

  /** A unit of the organisation. */
  public static OrgUnit orgUnit(io.pipelinemonitor.schema.OrgUnit unit)
      throws UnusableRecordException {
    return new OrgUnit(
        filled("unitId", unit.getUnitId()),
        unit.getName(),
        unit.getParentUnitId(),
        unit.getManagerId());
  }

  /** A member of the organisation. */
  public static OrgMember orgMember(io.pipelinemonitor.schema.OrgMember member)
      throws UnusableRecordException {
    return new OrgMember(
        filled("memberId", member.getMemberId()),
        member.getName(),
        filled("unitId", member.getUnitId()));
  }

  /** A quota. */
  public static Quota quota(io.pipelinemonitor.schema.Quota quota) throws UnusableRecordException {
    Long amount = amount(quota.getAmountMinor());
    if (amount == null || amount < 0) {
      throw invalid("amount", amount, "0 or more; 0 takes the quota back");
    }
    String currency = currency(quota.getCurrency());
    if (currency == null) {
      throw invalid("currency", null, "a currency's ISO 4217 code");
    }
    return new Quota(
        scope(quota.getScopeType(), quota.getScopeId()),
        filled("period", quota.getPeriod()),
        amount,
        currency);
  }

  /** A period of the calendar by its name. */
  static FiscalPeriod period(String name, FiscalCalendar calendar) throws UnusableRecordException {
    FiscalPeriod period = calendar.periodNamed(name);
    if (period == null) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE,
          "period is '"
              + name
              + "'; this fiscal calendar's are named "
              + calendar.periodOf(0).name().replaceFirst("^\\d+", "2026"));
    }
    return period;
  }

  /** An exchange rate. */
  public static FxRate fxRate(io.pipelinemonitor.schema.FxRate rate)
      throws UnusableRecordException {
    String currency = currency(rate.getCurrency());
    if (currency == null) {
      throw invalid("currency", null, "a currency's ISO 4217 code");
    }
    BigDecimal value;
    try {
      value = new BigDecimal(rate.getRate());
    } catch (NumberFormatException notANumber) {
      throw invalid("rate", rate.getRate(), "a decimal number above 0");
    }
    if (value.signum() <= 0 || value.precision() > 30 || Math.abs(value.scale()) > 30) {
      throw invalid("rate", rate.getRate(), "a decimal number above 0 of at most 30 digits");
    }
    return new FxRate(currency, value, rate.getEffectiveFrom().toEpochDay());
  }

  private static DealEventType type(io.pipelinemonitor.schema.DealEventType type)
      throws UnusableRecordException {
    return switch (type) {
      case CREATED -> DealEventType.CREATED;
      case UPDATED -> DealEventType.UPDATED;
      case DELETED -> DealEventType.DELETED;
      case RESTORED -> DealEventType.RESTORED;
      case MERGED -> DealEventType.MERGED;
      case UNKNOWN -> throw unknownSymbol("type");
    };
  }

  private static @Nullable DealStatus status(io.pipelinemonitor.schema.@Nullable DealStatus status)
      throws UnusableRecordException {
    if (status == null) {
      return null;
    }
    return switch (status) {
      case OPEN -> DealStatus.OPEN;
      case WON -> DealStatus.WON;
      case LOST -> DealStatus.LOST;
      case UNKNOWN -> throw unknownSymbol("status");
    };
  }

  static @Nullable ForecastCategory category(
      io.pipelinemonitor.schema.@Nullable ForecastCategory category)
      throws UnusableRecordException {
    if (category == null) {
      return null;
    }
    return switch (category) {
      case OMITTED -> ForecastCategory.OMITTED;
      case PIPELINE -> ForecastCategory.PIPELINE;
      case BEST_CASE -> ForecastCategory.BEST_CASE;
      case COMMIT -> ForecastCategory.COMMIT;
      case CLOSED -> ForecastCategory.CLOSED;
      case UNKNOWN -> throw unknownSymbol("forecastCategory");
    };
  }

  /** A scope. */
  static Scope scope(io.pipelinemonitor.schema.ScopeType type, String id)
      throws UnusableRecordException {
    if (type == io.pipelinemonitor.schema.ScopeType.COMPANY && !id.equals(Scope.COMPANY_ID)) {
      throw invalid("scopeId", id, "'company' where scopeType is COMPANY");
    }
    return new Scope(scopeType(type), filled("scopeId", id));
  }

  private static ScopeType scopeType(io.pipelinemonitor.schema.ScopeType type)
      throws UnusableRecordException {
    return switch (type) {
      case COMPANY -> ScopeType.COMPANY;
      case UNIT -> ScopeType.UNIT;
      case REP -> ScopeType.REP;
      case SEGMENT -> ScopeType.SEGMENT;
      case PRODUCT -> ScopeType.PRODUCT;
      case TERRITORY -> ScopeType.TERRITORY;
      case PIPELINE -> ScopeType.PIPELINE;
      case SOURCE, DEAL -> throw invalid("scopeType", type, "a kind of scope that has figures");
      case UNKNOWN -> throw unknownSymbol("scopeType");
    };
  }

  private static String filled(String field, String text) throws UnusableRecordException {
    if (text.isEmpty()) {
      throw invalid(field, "", "an identifier");
    }
    return text;
  }

  static @Nullable Long amount(@Nullable Long amount) throws UnusableRecordException {
    if (amount != null && (amount > LARGEST_AMOUNT || amount < -LARGEST_AMOUNT)) {
      throw invalid("amount", amount, "at most " + LARGEST_AMOUNT + " minor units");
    }
    return amount;
  }

  static @Nullable String currency(@Nullable String code) throws UnusableRecordException {
    if (code == null) {
      return null;
    }
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException unknown) {
      throw invalid("currency", code, "a currency's ISO 4217 code such as EUR");
    }
  }

  private static @Nullable Long day(@Nullable LocalDate day) throws UnusableRecordException {
    if (day == null) {
      return null;
    }
    if (day.getYear() < 1900 || day.getYear() > 9998) {
      throw invalid("closeDate", day, "a day of a year from 1900 to 9998");
    }
    return day.toEpochDay();
  }

  private static @Nullable Long nullableMicros(String field, @Nullable Instant instant)
      throws UnusableRecordException {
    return instant == null ? null : (Long) micros(field, instant);
  }

  static long micros(String field, Instant instant) throws UnusableRecordException {
    long seconds = instant.getEpochSecond();
    // 1900 to 9998, as for days: beyond it no calendar has periods.
    if (seconds < -2_208_988_800L || seconds > 253_370_764_800L) {
      throw invalid(field, instant, "an instant of a year from 1900 to 9998");
    }
    return seconds * 1_000_000L + instant.getNano() / 1_000;
  }

  static UnusableRecordException invalid(String field, @Nullable Object value, String takes) {
    return new UnusableRecordException(
        DeadLetterReason.INVALID_VALUE, field + " is '" + value + "'; it takes " + takes);
  }

  private static UnusableRecordException unknownSymbol(String field) {
    return new UnusableRecordException(
        DeadLetterReason.INVALID_VALUE,
        field + " holds a symbol that this version does not know; upgrade the jobs first");
  }
}
