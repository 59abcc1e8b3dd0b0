package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.event.ScopeType;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import io.pipelinemonitor.alerts.domain.organisation.Unit;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A company with a planner, a ledger and a clock that is set: rep Ann in team DACH (Dora), region
 * EMEA (Ed), company (Cleo). Ann reads mail only; the others read Slack, then mail. Ed lives in New
 * York.
 */
final class Company {

  static final Scope ANN =
      new Scope(ScopeType.REP, "ann", "Ann", List.of("acme", "emea", "dach"), "ann");
  static final Scope DACH =
      new Scope(ScopeType.UNIT, "dach", "DACH", List.of("acme", "emea"), "dora");
  static final Scope EMEA = new Scope(ScopeType.UNIT, "emea", "EMEA", List.of("acme"), "ed");
  static final Scope ACME = new Scope(ScopeType.COMPANY, "company", "Acme", List.of(), "cleo");

  static final Endpoint ANN_MAIL = new Endpoint("ann", ChannelKind.EMAIL, "ann@example.com");
  static final Endpoint DORA_SLACK = new Endpoint("dora", ChannelKind.SLACK, "U-dora");
  static final Endpoint DORA_MAIL = new Endpoint("dora", ChannelKind.EMAIL, "dora@example.com");
  static final Endpoint ED_SLACK = new Endpoint("ed", ChannelKind.SLACK, "U-ed");
  static final Endpoint CLEO_SLACK = new Endpoint("cleo", ChannelKind.SLACK, "U-cleo");

  static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

  /** A Friday, ten in the morning in Zurich, four in New York. */
  static final Instant FRIDAY_TEN = Instant.parse("2026-02-06T09:00:00Z");

  static final QuietHours NIGHTS_AND_WEEKENDS =
      new QuietHours(
          LocalTime.of(19, 0), LocalTime.of(8, 0), Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));

  private static final Organisation ORGANISATION =
      new Organisation(
          Map.of(
              "ann", new Member("ann", "Ann", "dach", "ann@example.com", null, null, null, true),
              "dora", member("dora", "dach", null, true),
              "ed", member("ed", "emea", ZoneId.of("America/New_York"), true),
              "cleo", member("cleo", "acme", null, true),
              "eve@example.com", member("eve@example.com", "dach", null, true),
              "gone", member("gone", "dach", null, false),
              "mute", new Member("mute", "Mute", "dach", null, null, null, null, true)),
          Map.of(
              "acme", new Unit("acme", "Acme", null, "cleo"),
              "emea", new Unit("emea", "EMEA", "acme", "ed"),
              "dach", new Unit("dach", "DACH", "emea", "dora")));

  private final Map<String, Route> routes = new HashMap<>();
  private Ledger ledger = new Ledger();
  private final Planner planner;
  private Instant now = FRIDAY_TEN;

  Company() {
    this(20);
  }

  /** One where each is called so often at most within five minutes. */
  Company(int mostTold) {
    planner = new Planner(ORGANISATION, routes::get, policy(List.of(), mostTold));
  }

  private static Member member(String id, String unitId, @Nullable ZoneId zone, boolean active) {
    return new Member(id, id, unitId, id + "@example.com", "U-" + id, zone, null, active);
  }

  private static Policy policy(List<String> fallback, int mostTold) {
    return new Policy(
        new Route(List.of(), List.of("slack", "email"), null, DigestMode.NONE),
        NIGHTS_AND_WEEKENDS,
        fallback,
        ZURICH,
        LocalTime.of(8, 0),
        mostTold,
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(15));
  }

  static Planner withFallback(String to) {
    return new Planner(ORGANISATION, ruleId -> null, policy(List.of(to), 20));
  }

  /** All rules in tests are this one unless they say otherwise. */
  Company routing(String... to) {
    return routing(new Route(List.of(to), List.of(), null, DigestMode.NONE));
  }

  Company routing(Route route) {
    routes.put("coverage-to-go", route);
    return this;
  }

  Company at(Instant moment) {
    now = moment;
    return this;
  }

  Company after(Duration time) {
    now = now.plus(time);
    return this;
  }

  Instant now() {
    return now;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Plans the step and records what follows. */
  List<Delivery> take(AlertEvent event) {
    Plan plan = planner.plan(event, ledger, now);
    plan.deliveries().forEach(ledger::record);
    ledger.record(event);
    return plan.deliveries();
  }

  Plan planOnly(AlertEvent event) {
    return planner.plan(event, ledger, now);
  }

  /** What the passing of time asks for, recorded. */
  List<Delivery> review() {
    List<Delivery> deliveries = planner.review(ledger, now);
    deliveries.forEach(ledger::record);
    return deliveries;
  }

  /** What was begun has not arrived, and is tried again in a minute. */
  void missed(Delivery attempted) {
    planner.missed(attempted, ledger, now.plus(Duration.ofMinutes(1)), now).forEach(ledger::record);
  }

  /** Loses all that is not recorded, and reads the records again: the latest steps, deliveries. */
  void restart(Collection<AlertEvent> latest) {
    Ledger before = ledger;
    ledger = new Ledger();
    for (AlertEvent event : latest) {
      before.deliveries(event.incidentId()).forEach(ledger::record);
      ledger.record(event);
    }
  }

  /** Sends everything that is due, and succeeds. */
  List<Mailing> send() {
    List<Mailing> mailings = Mailing.due(ledger, now);
    mailings.forEach(
        mailing ->
            mailing
                .deliveries()
                .forEach(
                    delivery ->
                        ledger.record(
                            delivery.attempted(now).sent(now, "message-" + delivery.sequence()))));
    return mailings;
  }

  /** Takes a step and sends at once. */
  List<Delivery> tell(AlertEvent event) {
    List<Delivery> deliveries = new ArrayList<>(take(event));
    send();
    return deliveries;
  }
}
