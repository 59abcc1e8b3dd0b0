package io.pipelinemonitor.alerts.contract;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.DealCause;
import io.pipelinemonitor.alerts.domain.event.Explanation;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.Figure;
import io.pipelinemonitor.alerts.domain.event.FigureUnit;
import io.pipelinemonitor.alerts.domain.event.IncidentState;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.event.ScopeType;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.StepReason;
import io.pipelinemonitor.alerts.domain.event.Suppression;
import io.pipelinemonitor.alerts.domain.event.Times;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.organisation.Unit;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.alerts.domain.plan.DeliveryStatus;
import io.pipelinemonitor.alerts.domain.plan.DigestMode;
import io.pipelinemonitor.alerts.domain.plan.Endpoint;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import io.pipelinemonitor.alerts.domain.plan.PlanReason;
import io.pipelinemonitor.alerts.domain.plan.QuietHours;
import io.pipelinemonitor.alerts.domain.plan.Route;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.RuleRoute;
import io.pipelinemonitor.schema.SuppressionCause;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records as the domain sees them. A record that makes no sense is an {@link
 * IllegalArgumentException} (or one of its kin) that says why.
 */
public final class FromContract {
  private static final Logger LOG = LoggerFactory.getLogger(FromContract.class);

  private FromContract() {}

  /** A step of an incident. */
  public static AlertEvent alertEvent(io.pipelinemonitor.schema.AlertEvent event) {
    String ruleName = event.getRuleName();
    return new AlertEvent(
        event.getAlertEventId(),
        event.getIncidentId(),
        event.getSequence(),
        symbol(Transition.class, event.getTransition(), Transition.UNKNOWN),
        symbol(IncidentState.class, event.getState(), IncidentState.UNKNOWN),
        // A severity that is newer than this version is worth a look, and nobody's sleep.
        symbol(Severity.class, event.getSeverity(), Severity.WARNING),
        symbol(StepReason.class, event.getReason(), StepReason.UNKNOWN),
        new AlertEvent.Rule(
            event.getRuleId(),
            ruleName == null ? event.getRuleId() : ruleName,
            symbol(RuleType.class, event.getRuleType(), RuleType.UNKNOWN)),
        new Scope(
            symbol(ScopeType.class, event.getScopeType(), ScopeType.UNKNOWN),
            event.getScopeId(),
            event.getScopeName(),
            event.getScopePath(),
            event.getOwnerId()),
        event.getPeriod(),
        event.getPeriodElapsed(),
        figure(event),
        new Times(
            event.getActiveAt(),
            event.getFiredAt(),
            event.getResolvedAt(),
            event.getEvaluatedAt(),
            event.getDataAsOf()),
        event.getSummary(),
        explanation(event),
        event.getFlapping(),
        suppressions(event.getSuppressedBy()),
        event.getDataHealth() == io.pipelinemonitor.schema.DataHealth.STALE);
  }

  private static Figure figure(io.pipelinemonitor.schema.AlertEvent event) {
    return new Figure(
        event.getMetric(),
        event.getValue(),
        symbol(FigureUnit.class, event.getUnit(), FigureUnit.UNKNOWN),
        currency(event.getCurrency()),
        event.getFireThreshold(),
        event.getClearThreshold(),
        event.getBaselineValue(),
        event.getBaselineAt(),
        event.getStatistic(),
        event.getOnsetAt());
  }

  private static @Nullable Explanation explanation(io.pipelinemonitor.schema.AlertEvent event) {
    Long total = event.getTotalDelta();
    Currency currency = currency(event.getCurrency());
    if (total == null || currency == null) {
      return null;
    }
    return new Explanation(
        currency,
        event.getContributors().stream().map(FromContract::dealChange).toList(),
        total,
        event.getDeltaSince());
  }

  private static DealChange dealChange(AlertContributor deal) {
    return new DealChange(
        deal.getDealId(),
        deal.getName(),
        symbol(DealCause.class, deal.getCause(), DealCause.UNKNOWN),
        deal.getOtherPeriod(),
        deal.getDelta(),
        deal.getEventId() != null);
  }

  private static @Nullable Currency currency(@Nullable String code) {
    return code == null ? null : Currency.getInstance(code);
  }

  private static Set<Suppression> suppressions(List<SuppressionCause> causes) {
    return causes.stream()
        .map(cause -> symbol(Suppression.class, cause, Suppression.UNKNOWN))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whom a rule tells, and how; null: as the service does by default. */
  public static @Nullable Route route(@Nullable RuleRoute route) {
    if (route == null) {
      return null;
    }
    io.pipelinemonitor.schema.QuietHours quiet = route.getQuietHours();
    return new Route(
        route.getTo(),
        route.getChannels(),
        quiet == null ? null : quietHours(quiet),
        symbol(DigestMode.class, route.getDigest(), DigestMode.NONE));
  }

  private static QuietHours quietHours(io.pipelinemonitor.schema.QuietHours quiet) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    quiet.getQuietDays().forEach(day -> days.add(DayOfWeek.valueOf(day)));
    return new QuietHours(LocalTime.parse(quiet.getFrom()), LocalTime.parse(quiet.getTo()), days);
  }

  /** A person. */
  public static Member member(OrgMember member) {
    String zone = member.getTimeZone();
    return new Member(
        member.getMemberId(),
        member.getName(),
        member.getUnitId(),
        member.getEmail(),
        member.getSlackUserId(),
        zone == null ? null : ZoneId.of(zone),
        locale(member),
        member.getActive());
  }

  /** A tag that is none must not cost a person all messages, so it is as if there were none. */
  private static @Nullable Locale locale(OrgMember member) {
    String tag = member.getLocale();
    if (tag == null) {
      return null;
    }
    try {
      Locale locale = new Locale.Builder().setLanguageTag(tag).build();
      if (!locale.getLanguage().isEmpty()) {
        return locale;
      }
    } catch (IllformedLocaleException e) {
      // As one that names no language.
    }
    LOG.warn(
        "The locale of the member {} is passed over: '{}' is no language tag such as de-CH",
        member.getMemberId(),
        tag);
    return null;
  }

  /** A unit. */
  public static Unit unit(OrgUnit unit) {
    return new Unit(unit.getUnitId(), unit.getName(), unit.getParentUnitId(), unit.getManagerId());
  }

  /** A delivery as it was recorded. */
  public static Delivery delivery(DeliveryRecord record) {
    ChannelKind channel = ChannelKind.named(record.getChannel());
    if (channel == null) {
      throw new IllegalArgumentException("there is no channel '" + record.getChannel() + "'");
    }
    Instant dueAt = record.getDueAt();
    return new Delivery(
        record.getIncidentId(),
        record.getAlertEventId(),
        record.getSequence(),
        symbol(Transition.class, record.getTransition(), Transition.UNKNOWN),
        symbol(Severity.class, record.getSeverity(), Severity.WARNING),
        new Endpoint(record.getRecipient(), channel, record.getAddress()),
        known(DeliveryStatus.class, record.getStatus()),
        known(PlanReason.class, record.getReason()),
        known(Manner.class, record.getManner()),
        record.getPlannedAt(),
        dueAt == null ? record.getPlannedAt() : dueAt,
        record.getAttemptedAt(),
        record.getEndedAt(),
        record.getMessageId(),
        record.getAttempts(),
        record.getFirstAttemptedAt(),
        record.getPossibleRepeat(),
        record.getMailingId());
  }

  /** One without which nothing can be told of the record. */
  private static <E extends Enum<E>> E known(Class<E> type, Enum<?> symbol) {
    return Enum.valueOf(type, symbol.name());
  }

  /** By name, since the contract may have gained symbols. */
  private static <E extends Enum<E>> E symbol(Class<E> type, Enum<?> symbol, E otherwise) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(symbol.name())) {
        return constant;
      }
    }
    return otherwise;
  }
}
