package io.pipelinemonitor.alerts.delivery.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.Health;
import io.pipelinemonitor.alerts.delivery.Backoff;
import io.pipelinemonitor.alerts.delivery.DeliveryMetrics;
import io.pipelinemonitor.alerts.delivery.DeliverySettings;
import io.pipelinemonitor.alerts.delivery.Lanes;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers in a thread of its own until it is closed. While Kafka or the schema registry is away it
 * is not ready, keeps nothing but the answers to calls that were under way, and begins again from
 * the topics.
 */
public final class DeliveryWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration CLOSE_MARGIN = Duration.ofSeconds(10);

  private final KafkaAccess kafka;
  private final DeliverySettings settings;
  private final Lanes lanes;
  private final DeliveryMetrics metrics;
  private final Clock clock;
  private final Backoff backoff;
  private final Backoff pauses;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Health health = new Health(false, "Delivery has not started yet.");
  private volatile Organisation organisation = new Organisation(Map.of(), Map.of());
  private volatile @Nullable Instant newestStep;
  private volatile @Nullable DeliverySession session;

  private DeliveryWorker(
      KafkaAccess kafka,
      DeliverySettings settings,
      Lanes lanes,
      DeliveryMetrics metrics,
      Clock clock) {
    this.kafka = kafka;
    this.settings = settings;
    this.lanes = lanes;
    this.metrics = metrics;
    this.clock = clock;
    SplittableRandom random = new SplittableRandom();
    this.backoff = new Backoff(settings.firstRetry(), settings.longestRetry(), random);
    this.pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.thread = new Thread(this::runToTheEnd, "alerts-delivery");
    this.thread.setDaemon(true);
  }

  /**
   * Starts; the topics and schemas are waited for.
   *
   * @param lanes closed with the worker
   */
  public static DeliveryWorker start(
      KafkaAccess kafka,
      DeliverySettings settings,
      Lanes lanes,
      DeliveryMetrics metrics,
      Clock clock) {
    DeliveryWorker worker = new DeliveryWorker(kafka, settings, lanes, metrics, clock);
    worker.thread.start();
    return worker;
  }

  /** Whether what arrives is delivered. */
  public Health health() {
    return health;
  }

  /** Who there is, as it was last read; from any thread. */
  public Organisation organisation() {
    DeliverySession open = session;
    return open == null ? organisation : open.organisation();
  }

  /** The moment of the newest step that was read; empty: none was yet. From any thread. */
  public Optional<Instant> newestStep() {
    DeliverySession open = session;
    Instant newest = open == null ? null : open.newestStep();
    return Optional.ofNullable(newest == null ? newestStep : newest);
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      health = new Health(false, "Delivery has ended.");
    }
  }

  private void run() {
    int failures = 0;
    while (!isStopping()) {
      try (SchemaRegistryClient registry =
              RegistryConnection.open(kafka.schemaRegistry(), kafka.registryProperties());
          DeliverySession opened =
              DeliverySession.open(kafka, registry, settings, lanes, backoff, metrics, clock)) {
        session = opened;
        while (!isStopping()) {
          opened.advance();
          failures = 0;
          organisation = organisation();
          newestStep = newestStep().orElse(null);
          health = opened.health();
        }
        opened.drain();
      } catch (RuntimeException | IOException e) {
        failures++;
        health = new Health(false, "Alerts wait: " + e + ".");
        if (failures == 1) {
          LOG.warn("Delivery begins again from the topics", e);
        } else {
          LOG.warn("Delivery still cannot go on: {}", e.toString());
        }
        pause(pauses.after(failures));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        session = null;
      }
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration length) {
    try {
      if (stopping.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Closed while it waited for Kafka");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  /** Takes in nothing new, waits a while for calls that are under way, and ends. */
  @Override
  public void close() {
    stopping.countDown();
    DeliverySession open = session;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(settings.closeWithin().plus(CLOSE_MARGIN).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lanes.close();
  }
}
