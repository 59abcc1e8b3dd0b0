package io.pipelinemonitor.alerts.delivery;

import com.google.common.util.concurrent.MoreExecutors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.contract.FromContract;
import io.pipelinemonitor.alerts.contract.ToContract;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import io.pipelinemonitor.alerts.domain.organisation.Unit;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.alerts.domain.plan.DigestMode;
import io.pipelinemonitor.alerts.domain.plan.Policy;
import io.pipelinemonitor.alerts.domain.plan.QuietHours;
import io.pipelinemonitor.alerts.domain.plan.Route;
import io.pipelinemonitor.alerts.domain.plan.Routes;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline with everything around it in memory: the stream of steps, the record of deliveries,
 * channels, a clock that is set. What is in it survives a crash, the pipeline does not. Dora is
 * reached by Slack, then mail; Ann and the operator by mail.
 */
final class World {

  /** A Friday, three in the afternoon in Zurich. */
  static final Instant FRIDAY_THREE = Instant.parse("2026-02-06T14:00:00Z");

  final SettableClock clock = new SettableClock(FRIDAY_THREE);
  final Faults faults = new Faults();
  final ScriptedChannel slack = new ScriptedChannel(ChannelKind.SLACK, true, faults);
  final ScriptedChannel mail = new ScriptedChannel(ChannelKind.EMAIL, true, faults);
  final ScriptedChannel webhook = new ScriptedChannel(ChannelKind.WEBHOOK, false, faults);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<AlertEvent> stream = new ArrayList<>();
  private final Map<String, Change> recorded = new LinkedHashMap<>();
  private List<Channel> channels;
  private List<String> to = List.of();
  private List<String> by = List.of();
  private final Map<String, Locale> locales = new HashMap<>();
  private long seed = 1;
  private int committed;
  private @Nullable DeliveryPipeline pipeline;

  World() {
    channels = List.of(slack, mail, webhook);
    start();
  }

  /** One in which random waits are others. */
  World seeded(long newSeed) {
    seed = newSeed;
    start();
    return this;
  }

  /** By these channels, and not by those in memory. */
  World calling(Channel... others) {
    channels = List.of(others);
    start();
    return this;
  }

  World routing(List<String> newTo, List<String> newBy) {
    to = newTo;
    by = newBy;
    return this;
  }

  /** From now on the member reads in that form. */
  World reading(String memberId, Locale locale) {
    locales.put(memberId, locale);
    return this;
  }

  /** The process begins anew, and knows what outlasted the last one. */
  void start() {
    Lanes lanes = new Lanes(channels, 2, kind -> MoreExecutors.newDirectExecutorService(), clock);
    DeliverySettings settings = DeliverySettings.of(policy());
    meters.clear();
    DeliveryPipeline fresh =
        new DeliveryPipeline(
            settings,
            directory(),
            this::write,
            lanes,
            new Backoff(settings.firstRetry(), settings.longestRetry(), new SplittableRandom(seed)),
            new DeliveryMetrics(meters, lanes),
            clock);
    recorded.values().forEach(change -> fresh.recall(asReadBack(change)));
    for (int offset = 0; offset < committed; offset++) {
      fresh.recall(step(offset));
    }
    pipeline = fresh;
  }

  private static Delivery asReadBack(Change change) {
    return FromContract.delivery(
        ToContract.delivery(change.delivery(), change.step().offset(), null, change.detail()));
  }

  private Step step(int offset) {
    return new Step(stream.get(offset), 0, offset, null);
  }

  private void write(Collection<Change> changes) {
    for (Change change : changes) {
      faults.pass("before a record");
      recorded.put(change.delivery().deliveryId(), change);
    }
    faults.pass("after the records");
  }

  /** Steps come, and what there is to do is done. */
  World take(AlertEvent... events) {
    stream.addAll(List.of(events));
    advance();
    return this;
  }

  /** Goes on until nothing more happens at this moment. */
  void advance() {
    DeliveryPipeline running = Objects.requireNonNull(pipeline);
    // A call is answered in the round after it: three are enough for all that follows from one.
    for (int round = 0; round < 3; round++) {
      List<Step> arrived = new ArrayList<>();
      for (int offset = committed; offset < stream.size(); offset++) {
        arrived.add(step(offset));
      }
      running.advance(arrived);
      faults.pass("before the commit");
      committed = stream.size();
      faults.pass("after the commit");
    }
  }

  World after(Duration time) {
    clock.advance(time);
    advance();
    return this;
  }

  /** Goes on in steps of ten seconds. */
  World forAWhile(Duration time) {
    for (long tenth = 0; tenth < time.toSeconds() / 10; tenth++) {
      after(Duration.ofSeconds(10));
    }
    return this;
  }

  /** The record of the step to a recipient by a channel. */
  Change recorded(String deliveryId) {
    return Objects.requireNonNull(recorded.get(deliveryId), deliveryId);
  }

  Delivery delivery(String deliveryId) {
    return recorded(deliveryId).delivery();
  }

  Collection<Change> recorded() {
    return recorded.values();
  }

  /** Of all counters of the name together. */
  double count(String name) {
    return meters.find("alerts.delivery." + name).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /** Of the counter of the name, channel and reason; 0: there is none. */
  double count(String name, ChannelKind channel, String reason) {
    return meters
        .find("alerts.delivery." + name)
        .tags("channel", channel.label(), "reason", reason)
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /** How far the channel's breaker lets calls through: one of closed, open, half_open. */
  String breaker(ChannelKind channel) {
    return meters
        .find("alerts.delivery.breaker.state")
        .tags("channel", channel.label())
        .gauges()
        .stream()
        .filter(gauge -> gauge.value() == 1)
        .map(gauge -> String.valueOf(gauge.getId().getTag("state")))
        .collect(Collectors.joining());
  }

  private Directory directory() {
    return new Directory() {
      @Override
      public Organisation organisation() {
        return new Organisation(
            Map.of("dora", member("dora", "U-dora"), "ann", member("ann", null)),
            Map.of("dach", new Unit("dach", "DACH", null, "dora")));
      }

      @Override
      public Routes routes() {
        return ruleId -> new Route(to, by, null, DigestMode.NONE);
      }
    };
  }

  private Member member(String id, @Nullable String slackUserId) {
    return new Member(
        id, id, "dach", id + "@example.com", slackUserId, null, locales.get(id), true);
  }

  private static Policy policy() {
    return new Policy(
        new Route(List.of(), List.of("slack", "email"), null, DigestMode.NONE),
        new QuietHours(
            LocalTime.of(19, 0), LocalTime.of(8, 0), Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
        List.of("operator@example.com"),
        ZoneId.of("Europe/Zurich"),
        LocalTime.of(8, 0),
        20,
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(15));
  }
}
