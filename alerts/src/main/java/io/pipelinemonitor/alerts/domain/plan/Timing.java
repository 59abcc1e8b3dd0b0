package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** From when somebody may be called: by quiet hours, digests, and how much there was lately. */
final class Timing {

  private final DigestMode digest;
  private final QuietHours quietHours;
  private final Policy policy;
  private final Organisation organisation;

  Timing(Route route, Policy policy, Organisation organisation) {
    QuietHours own = route.quietHours();
    this.digest = route.digest();
    this.quietHours = own == null ? policy.quietHours() : own;
    this.policy = policy;
    this.organisation = organisation;
  }

  /** A moment, and why it is not now. */
  record Due(PlanReason reason, Instant at) {}

  /**
   * When to call.
   *
   * @param otherwise the reason if nothing speaks against now
   */
  Due call(Endpoint endpoint, Severity severity, PlanReason otherwise, Ledger ledger, Instant now) {
    if (!endpoint.channel().isForPeople()) {
      return new Due(otherwise, now);
    }
    if (severity != Severity.CRITICAL) {
      if (digest != DigestMode.NONE) {
        return new Due(PlanReason.ROUTE_DIGEST, nextDigest(endpoint, digest, now));
      }
      Instant loud = quietHours.nextLoud(now, zone(endpoint));
      if (loud.isAfter(now)) {
        return new Due(PlanReason.QUIET_HOURS, loud);
      }
    }
    List<Instant> calls = ledger.calls(endpoint.recipient(), now.minus(policy.budgetWindow()));
    if (calls.size() < policy.mostTold()) {
      return new Due(otherwise, now);
    }
    Instant lastInTheWay = calls.get(calls.size() - policy.mostTold());
    Instant room = lastInTheWay.plus(policy.budgetWindow());
    return new Due(
        PlanReason.ATTENTION_BUDGET,
        severity == Severity.CRITICAL ? room : quietHours.nextLoud(room, zone(endpoint)));
  }

  /** When to try once more: not in quiet hours that have begun in the meantime. */
  Due again(Delivery delivery, Instant at) {
    Endpoint endpoint = delivery.endpoint();
    if (!endpoint.channel().isForPeople()
        || !delivery.manner().isHeard()
        || delivery.severity() == Severity.CRITICAL) {
      return new Due(delivery.reason(), at);
    }
    Instant loud = quietHours.nextLoud(at, zone(endpoint));
    return loud.isAfter(at)
        ? new Due(PlanReason.QUIET_HOURS, loud)
        : new Due(delivery.reason(), at);
  }

  /** When to tell of an end about which nobody is to be called. */
  Due quietEnd(Endpoint endpoint, Instant now) {
    DigestMode mode = digest == DigestMode.NONE ? DigestMode.DAILY : digest;
    return new Due(PlanReason.QUIET_END, nextDigest(endpoint, mode, now));
  }

  private Instant nextDigest(Endpoint endpoint, DigestMode mode, Instant now) {
    ZoneId zone = zone(endpoint);
    ZonedDateTime local = now.atZone(zone);
    Instant next =
        switch (mode) {
          case NONE -> now;
          case HOURLY -> local.truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant();
          case DAILY -> {
            Instant today = at(local.toLocalDate(), zone);
            yield today.isAfter(now) ? today : at(local.toLocalDate().plusDays(1), zone);
          }
          case WEEKLY -> {
            LocalDate monday =
                local.toLocalDate().with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
            yield at(monday, zone).isAfter(now) ? at(monday, zone) : at(monday.plusWeeks(1), zone);
          }
        };
    return quietHours.nextLoud(next, zone);
  }

  private Instant at(LocalDate day, ZoneId zone) {
    return day.atTime(policy.digestAt()).atZone(zone).toInstant();
  }

  private ZoneId zone(Endpoint endpoint) {
    Member member = organisation.members().get(endpoint.recipient());
    ZoneId own = member == null ? null : member.zone();
    return own == null ? policy.zone() : own;
  }
}
