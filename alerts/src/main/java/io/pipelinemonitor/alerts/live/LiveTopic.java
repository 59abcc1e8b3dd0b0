package io.pipelinemonitor.alerts.live;

import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RiskBand;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A topic of which the latest record of each key can be looked at, and what of it is kept. */
public final class LiveTopic<T extends SpecificRecord> {

  /** For how long a period's figures stay after its end, and an incident after it was resolved. */
  static final Duration KEPT_AFTER_END = Duration.ofDays(100);

  /** The figures of scopes and periods, until {@link #KEPT_AFTER_END} after the period's end. */
  public static final LiveTopic<PipelineSnapshot> SNAPSHOTS =
      new LiveTopic<>(
          Topics.SNAPSHOTS,
          snapshot -> micros(snapshot.getAsOf()),
          snapshot -> true,
          snapshot -> snapshot.getPeriodEnd().atStartOfDay(ZoneOffset.UTC).toInstant(),
          snapshot -> null);

  /** What each rule says of each scope, until {@link #KEPT_AFTER_END} after it was over. */
  public static final LiveTopic<AlertEvent> ALERTS =
      new LiveTopic<>(
          Topics.ALERT_STATE,
          event -> micros(event.getEvaluatedAt()),
          event -> true,
          LiveTopic::end,
          event -> null);

  /** What was sent of incidents, in groups by incident. */
  public static final LiveTopic<DeliveryRecord> DELIVERIES =
      new LiveTopic<>(
          Topics.DELIVERIES,
          delivery -> 0,
          delivery -> true,
          delivery -> null,
          DeliveryRecord::getIncidentId);

  /** Open deals whose risk is not low. */
  public static final LiveTopic<DealState> DEALS_AT_RISK =
      new LiveTopic<>(
          Topics.DEALS,
          deal -> micros(deal.getAsOf()),
          LiveTopic::isAtRisk,
          deal -> null,
          deal -> null);

  public static final LiveTopic<OrgUnit> UNITS =
      new LiveTopic<>(Topics.ORG_UNITS, unit -> 0, unit -> true, unit -> null, unit -> null);

  public static final LiveTopic<OrgMember> MEMBERS =
      new LiveTopic<>(
          Topics.ORG_MEMBERS, member -> 0, member -> true, member -> null, member -> null);

  /**
   * Figures as they stood at midnights, of each scope and period the latest; the others pass by.
   */
  public static final LiveTopic<PipelineSnapshot> HISTORY =
      new LiveTopic<>(
          Topics.HISTORY,
          snapshot -> micros(snapshot.getAsOf()),
          snapshot -> true,
          snapshot -> snapshot.getPeriodEnd().atStartOfDay(ZoneOffset.UTC).toInstant(),
          snapshot -> null);

  public static final LiveTopic<SalesProcess> PROCESSES =
      new LiveTopic<>(
          Topics.SALES_PROCESSES, process -> 0, process -> true, process -> null, process -> null);

  /** The rules; a lower version never takes the place of a higher one. */
  public static final LiveTopic<AlertRule> RULES =
      new LiveTopic<>(
          Topics.RULES, AlertRule::getVersion, rule -> true, rule -> null, rule -> null);

  private final Topic<T> topic;
  private final ToLongFunction<T> order;
  private final Predicate<T> isKept;
  private final Function<T, @Nullable Instant> end;
  private final Function<T, @Nullable String> group;

  private LiveTopic(
      Topic<T> topic,
      ToLongFunction<T> order,
      Predicate<T> isKept,
      Function<T, @Nullable Instant> end,
      Function<T, @Nullable String> group) {
    this.topic = topic;
    this.order = order;
    this.isKept = isKept;
    this.end = end;
    this.group = group;
  }

  Topic<T> topic() {
    return topic;
  }

  /** What a record of the same key must not be below to take this one's place. */
  long order(T record) {
    return order.applyAsLong(record);
  }

  boolean isKept(T record) {
    return isKept.test(record);
  }

  /** The {@link #order} from which on it is let go; for ever: {@link Long#MAX_VALUE}. */
  long keptUntil(T record) {
    Instant ended = end.apply(record);
    return ended == null ? Long.MAX_VALUE : micros(ended.plus(KEPT_AFTER_END));
  }

  /** With which others it can be asked for; null: with none. */
  @Nullable String group(T record) {
    return group.apply(record);
  }

  /** When it was over, also where it never came to an incident; null: it is not. */
  private static @Nullable Instant end(AlertEvent event) {
    return event.getState() == AlertState.OK ? event.getEvaluatedAt() : event.getResolvedAt();
  }

  private static boolean isAtRisk(DealState deal) {
    return deal.getStatus() == DealStatus.OPEN
        && deal.getExistence() == DealExistence.EXISTS
        && (deal.getRiskBand() == RiskBand.WATCH || deal.getRiskBand() == RiskBand.AT_RISK);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  @Override
  public String toString() {
    return topic.name();
  }
}
