package io.pipelinemonitor.alerts.domain.plan;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.StepBuilder;
import io.pipelinemonitor.alerts.domain.event.Suppression;
import io.pipelinemonitor.alerts.domain.event.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens, in whatever order steps of different incidents come, how often they come again,
 * how slow or lossy channels are. A failure names its seed.
 */
class PlannerPropertyTest {

  private static final long SEEDS = Long.getLong("histories", 400);
  private static final List<Scope> SCOPES =
      List.of(Company.ACME, Company.EMEA, Company.DACH, Company.ANN);
  private static final List<Transition> WHILE_OPEN =
      List.of(
          Transition.ESCALATED,
          Transition.STEPPED_DOWN,
          Transition.RECOVERING,
          Transition.REBREACHED,
          Transition.UPDATED,
          Transition.REMINDED,
          Transition.ACKNOWLEDGED,
          Transition.SNOOZED,
          Transition.UNSNOOZED,
          Transition.RESOLVED);

  @Test
  void stepsThatComeAgainChangeNothing() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      History without = new History(seed, false);
      History with = new History(seed, true);
      without.run();
      with.run();
      assertThat(with.decided()).as("seed %d", seed).isEqualTo(without.decided());
    }
  }

  @Test
  void aRestartChangesNothing() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      History without = new History(seed, false);
      History with = new History(seed, true);
      with.restarting = true;
      without.run();
      with.run();
      assertThat(with.decided()).as("seed %d", seed).isEqualTo(without.decided());
    }
  }

  @Test
  void theHistoriesLeaveNoReasonOut() {
    Set<PlanReason> reasons = EnumSet.of(PlanReason.NOBODY_KNOWN, PlanReason.UNREACHABLE);
    // An old step without a decision takes a crash in the midst of a plan.
    reasons.add(PlanReason.NEWER_STEP);
    // The company has no fallback.
    reasons.add(PlanReason.GIVEN_UP);
    for (long seed = 1; seed <= SEEDS; seed++) {
      History history = new History(seed, true);
      history.run();
      history.decided().values().forEach(all -> all.forEach(one -> reasons.add(one.reason())));
    }
    assertThat(reasons).containsExactlyInAnyOrder(PlanReason.values());
  }

  @Test
  void nobodyIsToldAStepTwiceByTheSameChannel() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      History history = new History(seed, true);
      history.run();
      assertThat(history.sent)
          .as("seed %d", seed)
          .allSatisfy((deliveryId, times) -> assertThat(times).as(deliveryId).isEqualTo(1));
    }
  }

  @Test
  void whoeverWasToldThatItOpenedIsToldThatItEnded() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      History history = new History(seed, true);
      history.run();
      Ledger ledger = history.company.ledger();
      for (String incidentId : history.numbers.keySet()) {
        for (Delivery delivery : ledger.deliveries(incidentId)) {
          if (delivery.isTold()) {
            Delivery last = ledger.conversation(incidentId, delivery.endpoint()).lastTold();
            assertThat(last).as("seed %d, %s", seed, delivery.deliveryId()).isNotNull();
            assertThat(last != null && last.isEnd())
                .as("seed %d, %s", seed, delivery.deliveryId())
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void nobodyIsCalledAtNightForLessThanWhatIsCritical() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      History history = new History(seed, false);
      history.run();
      for (String incidentId : history.numbers.keySet()) {
        for (Delivery delivery : history.company.ledger().deliveries(incidentId)) {
          boolean fromZurich = delivery.endpoint().recipient().equals("dora");
          if (fromZurich
              && delivery.isTold()
              && delivery.manner().isHeard()
              && delivery.severity() != Severity.CRITICAL) {
            Instant at = delivery.dueAt();
            assertThat(Company.NIGHTS_AND_WEEKENDS.nextLoud(at, Company.ZURICH))
                .as("seed %d, %s", seed, delivery.deliveryId())
                .isEqualTo(at);
          }
        }
      }
    }
  }

  /** A made-up week of a few incidents. */
  private static final class History {
    private final long seed;
    private final boolean repeating;
    private boolean restarting;
    private final Random random;
    private final Random repeats;
    private final Company company = new Company(6);
    private final List<AlertEvent> events = new ArrayList<>();
    private final Map<String, AlertEvent> latest = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Transition> lastTransitions = new HashMap<>();
    private final Map<String, Severity> severities = new HashMap<>();
    private final Map<String, Integer> sent = new HashMap<>();
    private final List<Delivery> onTheirWay = new ArrayList<>();

    History(long seed, boolean repeating) {
      this.seed = seed;
      this.repeating = repeating;
      this.random = new Random(seed);
      this.repeats = new Random(~seed);
    }

    void run() {
      company.routing(
          new Route(
              random.nextBoolean() ? List.of("OWNER", "ed") : List.of("OWNER", "MANAGER", "ann"),
              random.nextInt(3) == 0 ? List.of("email", "webhook:crm") : List.of(),
              null,
              DigestMode.values()[random.nextInt(3)]));
      // In some of them everything happens at once.
      boolean burst = random.nextInt(4) == 0;
      int steps = (burst ? 60 : 10) + random.nextInt(40);
      for (int i = 0; i < steps; i++) {
        boolean night = random.nextInt(burst ? 200 : 10) == 0;
        company.after(Duration.ofMinutes(night ? 600 : random.nextInt(burst ? 1 : 20)));
        int incident = random.nextInt(8);
        take("incident-" + incident, SCOPES.get(incident % SCOPES.size()), false);
        repeat();
        if (restarting && repeats.nextInt(4) == 0) {
          company.restart(latest.values());
        }
        if (random.nextInt(3) > 0) {
          send(true);
        }
        if (random.nextBoolean()) {
          company.review();
        }
      }
      for (String incidentId : List.copyOf(numbers.keySet())) {
        if (lastTransitions.get(incidentId) != Transition.RESOLVED) {
          int incident = Integer.parseInt(incidentId.substring("incident-".length()));
          take(incidentId, SCOPES.get(incident % SCOPES.size()), true);
        }
        repeat();
      }
      for (int hour = 0; hour < 24 * 9; hour++) {
        company.after(Duration.ofHours(1));
        company.review();
        send(false);
      }
    }

    private void take(String incidentId, Scope scope, boolean end) {
      Transition before = lastTransitions.get(incidentId);
      Transition next;
      if (before == null) {
        next = random.nextInt(5) == 0 ? Transition.PENDING : Transition.FIRED;
      } else if (before == Transition.PENDING) {
        next = Transition.FIRED;
      } else if (before == Transition.RESOLVED) {
        next = Transition.REOPENED;
      } else {
        next = WHILE_OPEN.get(random.nextInt(WHILE_OPEN.size()));
      }
      if (end) {
        next = Transition.RESOLVED;
      }
      Severity severity = severities.getOrDefault(incidentId, Severity.WARNING);
      if (next == Transition.ESCALATED) {
        severity = Severity.CRITICAL;
      } else if (next == Transition.STEPPED_DOWN) {
        severity = Severity.WARNING;
      }
      long number = numbers.merge(incidentId, 1L, Long::sum);
      StepBuilder builder =
          step().of(incidentId).number(number).taking(next).about(scope).severe(severity);
      if (random.nextInt(6) == 0) {
        builder.quietBy(Suppression.values()[random.nextInt(Suppression.values().length)]);
      }
      if (random.nextInt(6) == 0) {
        builder.flapping();
      }
      lastTransitions.put(incidentId, next);
      severities.put(incidentId, severity);
      AlertEvent event = builder.build();
      events.add(event);
      latest.put(incidentId, event);
      company.take(event);
    }

    private void repeat() {
      while (repeating && repeats.nextInt(3) > 0) {
        AlertEvent again = events.get(repeats.nextInt(events.size()));
        List<Delivery> before = company.ledger().deliveries(again.incidentId());
        List<Delivery> plan = company.take(again);
        assertThat(company.ledger().deliveries(again.incidentId()))
            .as("seed %d", seed)
            .isEqualTo(before);
        assertThat(company.take(again)).as("seed %d", seed).isEqualTo(plan);
      }
    }

    /**
     * Some are slow, some are lost unless it is an end, some are tried again, of some nobody knows
     * until later.
     */
    private void send(boolean troubled) {
      for (Mailing mailing : Mailing.ambiguous(company.ledger(), company.now())) {
        mailing
            .deliveries()
            .forEach(delivery -> company.ledger().record(delivery.sent(company.now(), null)));
      }
      onTheirWay.forEach(delivery -> company.ledger().record(delivery.sent(company.now(), null)));
      onTheirWay.clear();
      for (Mailing mailing : Mailing.due(company.ledger(), company.now())) {
        int fate = troubled ? random.nextInt(8) : 7;
        for (Delivery delivery : mailing.deliveries()) {
          Delivery attempted = delivery.attempted(company.now());
          if (fate == 3) {
            company.ledger().record(attempted);
            company.missed(attempted);
            continue;
          }
          sent.merge(delivery.deliveryId(), 1, Integer::sum);
          boolean lost = fate == 0 && delivery.transition() != Transition.RESOLVED;
          if (fate == 1) {
            company.ledger().record(attempted);
            onTheirWay.add(attempted);
          } else if (lost) {
            company.ledger().record(attempted.dead(company.now()));
          } else {
            company
                .ledger()
                .record(
                    fate == 2
                        ? attempted.ambiguous(company.now())
                        : attempted.sent(company.now(), null));
          }
        }
      }
    }

    private Map<String, List<Delivery>> decided() {
      Map<String, List<Delivery>> decided = new HashMap<>();
      numbers.keySet().forEach(id -> decided.put(id, company.ledger().deliveries(id)));
      return decided;
    }
  }
}
