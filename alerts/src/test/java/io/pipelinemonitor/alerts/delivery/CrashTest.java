package io.pipelinemonitor.alerts.delivery;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.plan.DeliveryStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The process ends at any point between plan, call and record, and begins anew. */
class CrashTest {

  private static final int HISTORIES = Integer.getInteger("histories", 300);
  private static final List<String> EVERYBODY = List.of("dora", "ann", "#sales");
  private static final List<String> EVERY_CHANNEL = List.of("slack", "email", "webhook:crm");

  @Test
  void everythingArrivesWhereverItCrashesOnce() {
    long places = story(0).faults.passed();
    Set<String> where = new TreeSet<>();
    for (long place = 1; place <= places; place++) {
      World world = story(place);
      where.addAll(crashes);
      assertEverythingArrived(world, "crash at " + place, 1);
    }
    assertThat(where)
        .containsExactlyInAnyOrder(
            "after the call",
            "after the commit",
            "after the records",
            "before a record",
            "before the call",
            "before the commit",
            "before the lookup");
  }

  private final Set<String> crashes = new TreeSet<>();

  /** One incident from beginning to end, to four endpoints by three channels. */
  private World story(long crashAt) {
    World world = new World().routing(EVERYBODY, EVERY_CHANNEL);
    world.webhook.thenLoseTheAnswer();
    world.slack.thenLoseTheAnswer();
    world.faults.crashAt(crashAt);
    withRestarts(world, () -> world.take(step().of("a").number(1).build()));
    withRestarts(world, () -> world.forAWhile(Duration.ofMinutes(10)));
    withRestarts(
        world, () -> world.take(step().of("a").number(2).taking(Transition.RESOLVED).build()));
    withRestarts(world, () -> world.forAWhile(Duration.ofMinutes(10)));
    return world;
  }

  private void withRestarts(World world, Runnable action) {
    try {
      action.run();
    } catch (Crash crash) {
      crashes.add(String.valueOf(crash.getMessage()));
      world.faults.crashAt(0);
      world.start();
      world.advance();
      world.forAWhile(Duration.ofMinutes(10));
    }
  }

  @Test
  void everythingArrivesHoweverOftenItCrashes() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      Random random = new Random(seed);
      World world = new World().seeded(seed).routing(EVERYBODY, EVERY_CHANNEL);
      List<AlertEvent> events = events(random, 6);
      int crashed = 0;
      world.faults.crashAt(1 + random.nextInt(60));
      while (!events.isEmpty()) {
        trouble(world, random);
        AlertEvent[] next = take(events, 1 + random.nextInt(3));
        try {
          world.take(next).after(Duration.ofSeconds(random.nextInt(40)));
        } catch (Crash crash) {
          crashed += restart(world, random, 1 + random.nextInt(60));
        }
      }
      for (int i = 0; i < 20; i++) {
        try {
          world.forAWhile(Duration.ofMinutes(2));
        } catch (Crash crash) {
          crashed += restart(world, random, i < 10 ? 1 + random.nextInt(200) : 0);
        }
      }
      world.faults.crashAt(0);
      world.forAWhile(Duration.ofMinutes(10));
      assertThat(crashed).as("seed %d", seed).isPositive();
      assertEverythingArrived(world, "seed " + seed, 6);
    }
  }

  /** Begins anew until it does not crash at once; how often it did. */
  private static int restart(World world, Random random, int next) {
    int crashed = 1;
    world.faults.crashAt(next);
    while (true) {
      try {
        world.start();
        world.advance();
        return crashed;
      } catch (Crash again) {
        crashed++;
        world.faults.crashAt(next == 0 ? 0 : 1 + random.nextInt(60));
      }
    }
  }

  /** Sometimes a channel fails in one way or another. */
  private static void trouble(World world, Random random) {
    ScriptedChannel channel =
        List.of(world.slack, world.mail, world.webhook).get(random.nextInt(3));
    switch (random.nextInt(8)) {
      case 0 -> channel.then(new SendResult.Retry(DeliveryReason.SERVER_ERROR, "503"));
      case 1 -> channel.thenLoseTheAnswer();
      case 2 ->
          channel.then(
              new SendResult.Wait(Duration.ofSeconds(5), DeliveryReason.RATE_LIMITED, "429"));
      case 3 -> channel.then(new SendResult.Ambiguous(DeliveryReason.CONNECTION_LOST, "reset"));
      default -> {
        // All goes well.
      }
    }
  }

  /** Each incident opens, changes a little, and ends. */
  private static List<AlertEvent> events(Random random, int incidents) {
    List<AlertEvent> events = new ArrayList<>();
    long[] numbers = new long[incidents];
    for (int i = 0; i < incidents * 4; i++) {
      int incident = random.nextInt(incidents);
      events.add(event(incident, ++numbers[incident], random));
    }
    for (int incident = 0; incident < incidents; incident++) {
      if (numbers[incident] == 0) {
        events.add(event(incident, ++numbers[incident], random));
      }
    }
    return events;
  }

  private static AlertEvent event(int incident, long number, Random random) {
    return step()
        .of("incident-" + incident)
        .number(number)
        .taking(
            number == 1
                ? Transition.FIRED
                : random.nextBoolean() ? Transition.UPDATED : Transition.REMINDED)
        .build();
  }

  private static AlertEvent[] take(List<AlertEvent> events, int most) {
    List<AlertEvent> first = events.subList(0, Math.min(most, events.size()));
    AlertEvent[] taken = first.toArray(AlertEvent[]::new);
    first.clear();
    return taken;
  }

  private static void assertEverythingArrived(World world, String what, int incidents) {
    // All that was decided has ended, and the newest of each incident has arrived everywhere.
    assertThat(world.recorded())
        .as(what)
        .allSatisfy(change -> assertThat(change.delivery().isOver()).isTrue());
    Map<String, Long> newest =
        world.recorded().stream()
            .collect(
                Collectors.toMap(
                    change -> change.delivery().incidentId(),
                    change -> change.delivery().sequence(),
                    Math::max));
    assertThat(newest).as(what).hasSize(incidents);
    newest.forEach(
        (incidentId, sequence) ->
            assertThat(
                    world.recorded().stream()
                        .map(Change::delivery)
                        .filter(delivery -> delivery.incidentId().equals(incidentId))
                        .filter(delivery -> delivery.sequence() == sequence)
                        .filter(delivery -> delivery.status() == DeliveryStatus.SENT)
                        .map(delivery -> delivery.endpoint().address()))
                .as("%s, %s", what, incidentId)
                .containsExactlyInAnyOrder("U-dora", "ann@example.com", "#sales", "crm"));
    for (ScriptedChannel channel : List.of(world.slack, world.mail, world.webhook)) {
      Set<String> seen = new HashSet<>();
      for (Outgoing outgoing : channel.visible()) {
        boolean again = !seen.add(outgoing.deliveryId());
        assertThat(!again || outgoing.possibleRepeat())
            .as("%s, %s is marked as a possible repeat", what, outgoing.deliveryId())
            .isTrue();
        assertThat(again && channel != world.webhook)
            .as("%s, %s came twice where it can be looked up", what, outgoing.deliveryId())
            .isFalse();
      }
      assertThat(seen)
          .as(what)
          .containsAll(
              world.recorded().stream()
                  .map(Change::delivery)
                  .filter(delivery -> delivery.endpoint().channel() == channel.kind())
                  .filter(delivery -> delivery.status() == DeliveryStatus.SENT)
                  .map(
                      delivery -> {
                        String mailingId = delivery.mailingId();
                        return mailingId == null ? delivery.deliveryId() : mailingId;
                      })
                  .toList());
    }
  }
}
