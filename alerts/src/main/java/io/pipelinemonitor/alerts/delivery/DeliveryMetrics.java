package io.pipelinemonitor.alerts.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.alerts.domain.plan.PlanReason;
import io.pipelinemonitor.schema.DeadLetterReason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted and measured of deliveries, by channel and reason. */
public final class DeliveryMetrics {

  private static final String PREFIX = "alerts.delivery.";
  private static final String CHANNEL = "channel";
  private static final String REASON = "reason";
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofHours(24);

  private final MeterRegistry registry;
  private final Map<ChannelKind, Queue> queues = new EnumMap<>(ChannelKind.class);

  /** What waits for one channel; written by the pipeline, read by whoever scrapes. */
  private static final class Queue {
    private final AtomicLong length = new AtomicLong();
    private final AtomicLong ageMillis = new AtomicLong();
  }

  public DeliveryMetrics(MeterRegistry registry, Lanes lanes) {
    this.registry = registry;
    for (ChannelKind kind : lanes.kinds()) {
      Tags tags = Tags.of(CHANNEL, kind.label());
      Queue queue = new Queue();
      queues.put(kind, queue);
      registry.gauge(PREFIX + "queue.length", tags, queue.length);
      TimeGauge.builder(
              PREFIX + "queue.age", queue.ageMillis, TimeUnit.MILLISECONDS, AtomicLong::doubleValue)
          .tags(tags)
          .description("How long the oldest waits that could be sent.")
          .register(registry);
      for (CircuitBreaker.State state :
          new CircuitBreaker.State[] {
            CircuitBreaker.State.CLOSED, CircuitBreaker.State.HALF_OPEN, CircuitBreaker.State.OPEN
          }) {
        registry.gauge(
            PREFIX + "breaker.state",
            tags.and("state", state.name().toLowerCase(Locale.ROOT)),
            lanes,
            all -> all.breakerState(kind) == state ? 1 : 0);
      }
    }
  }

  /** Something was decided: planned, superseded or suppressed. */
  void decided(Delivery delivery) {
    counter(delivery.status().label(), delivery.endpoint().channel(), delivery.reason().label())
        .increment();
  }

  /** Somebody whom a route names cannot be told. */
  void unreached(PlanReason reason) {
    registry.counter(PREFIX + "unreached", REASON, reason.label()).increment();
  }

  void sent(Delivery delivery, Step step, Instant at) {
    ChannelKind channel = delivery.endpoint().channel();
    String reason = delivery.reason().label();
    counter("sent", channel, reason).increment();
    if (delivery.possibleRepeat()) {
      counter("repeats", channel, reason).increment();
    }
    latency("latency.from.alert", channel, reason)
        .record(since(step.event().times().evaluatedAt(), at));
    Instant occurredAt = step.occurredAt();
    if (occurredAt != null) {
      latency("latency.from.event", channel, reason).record(since(occurredAt, at));
    }
  }

  /** None where the clocks of others are ahead. */
  private static Duration since(Instant from, Instant to) {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }

  /** Given up; where it is for an operator to mend, that is counted besides. */
  void dead(Delivery delivery, DeliveryReason reason) {
    counter("dead", delivery.endpoint().channel(), reason.label()).increment();
    if (reason.isForOperator()) {
      counter("operator", delivery.endpoint().channel(), reason.label()).increment();
    }
  }

  /** To be tried again, or looked up. */
  void retry(ChannelKind channel, DeliveryReason reason) {
    counter("retries", channel, reason.label()).increment();
  }

  /** Asked to come later; not an attempt. */
  void waited(ChannelKind channel, DeliveryReason reason) {
    counter("waits", channel, reason.label()).increment();
  }

  /** A record that could not be used. */
  public void deadLetter(DeadLetterReason reason) {
    registry.counter(PREFIX + "dead.letters", REASON, reason.name()).increment();
  }

  /**
   * What waits for a channel although it could be sent.
   *
   * @param age of the oldest
   */
  void queue(ChannelKind channel, int length, Duration age) {
    Queue queue = queues.get(channel);
    if (queue != null) {
      queue.length.set(length);
      queue.ageMillis.set(age.toMillis());
    }
  }

  private Counter counter(String name, ChannelKind channel, String reason) {
    return registry.counter(PREFIX + name, CHANNEL, channel.label(), REASON, reason);
  }

  private Timer latency(String name, ChannelKind channel, String reason) {
    return Timer.builder(PREFIX + name)
        .tags(CHANNEL, channel.label(), REASON, reason)
        .publishPercentileHistogram()
        .minimumExpectedValue(SHORTEST)
        .maximumExpectedValue(LONGEST)
        .register(registry);
  }
}
