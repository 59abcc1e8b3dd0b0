package io.pipelinemonitor.alerts;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractions;
import io.pipelinemonitor.alerts.delivery.DeliveryMetrics;
import io.pipelinemonitor.alerts.delivery.Lanes;
import io.pipelinemonitor.alerts.delivery.kafka.DeliveryWorker;
import io.pipelinemonitor.alerts.delivery.kafka.KafkaAccess;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts service. It writes the heartbeat that moves stream time on when nothing else arrives,
 * and tells people of incidents if it is given channels.
 */
public final class AlertsService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertsService.class);
  private static final String SOURCE = "alerts-service";
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Clock clock;
  private final Instant startedAt;
  private final Optional<HeartbeatWriter> heartbeats;
  private final Optional<Producer<byte[], byte[]>> producer;
  private final Optional<DeliveryWorker> delivery;
  private final Optional<SlackButtons> buttons;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads(SOURCE));

  private AlertsService(
      Clock clock,
      Optional<HeartbeatWriter> heartbeats,
      Optional<Producer<byte[], byte[]>> producer,
      Optional<DeliveryWorker> delivery,
      Optional<SlackButtons> buttons) {
    this.clock = clock;
    this.startedAt = clock.instant();
    this.heartbeats = heartbeats;
    this.producer = producer;
    this.delivery = delivery;
    this.buttons = buttons;
  }

  /** Connects and starts; the schema of {@code monitor.heartbeat} must be registered. */
  public static AlertsService start(
      AlertsSettings settings, Optional<Delivering> delivering, Clock clock) {
    if (!settings.heartbeats()) {
      Optional<DeliveryWorker> delivery = delivery(settings, delivering, clock);
      return new AlertsService(
          clock,
          Optional.empty(),
          Optional.empty(),
          delivery,
          buttons(settings, delivering, delivery, clock));
    }
    Function<Heartbeat, byte[]> encoder = encoder(settings);
    Producer<byte[], byte[]> producer = new KafkaProducer<>(producerProperties(settings));
    Optional<DeliveryWorker> delivery = delivery(settings, delivering, clock);
    return start(
        producer, encoder, delivery, buttons(settings, delivering, delivery, clock), clock);
  }

  private static Optional<DeliveryWorker> delivery(
      AlertsSettings settings, Optional<Delivering> delivering, Clock clock) {
    return delivering.map(by -> deliveryWorker(settings, by, clock));
  }

  private static Optional<SlackButtons> buttons(
      AlertsSettings settings,
      Optional<Delivering> delivering,
      Optional<DeliveryWorker> delivery,
      Clock clock) {
    return delivering
        .flatMap(Delivering::buttons)
        .flatMap(
            taken -> delivery.map(worker -> SlackButtons.open(settings, taken, worker, clock)));
  }

  private static DeliveryWorker deliveryWorker(
      AlertsSettings settings, Delivering by, Clock clock) {
    int callsAtATime = by.settings().callsAtATime();
    Lanes lanes =
        new Lanes(
            by.channels(),
            callsAtATime,
            kind ->
                Executors.newFixedThreadPool(
                    callsAtATime, new NamedThreads("delivery-" + kind.label())),
            clock);
    return DeliveryWorker.start(
        KafkaAccess.of(settings, by.group(), by.instance()),
        by.settings(),
        lanes,
        new DeliveryMetrics(by.meters(), lanes),
        clock);
  }

  static AlertsService start(
      Producer<byte[], byte[]> producer,
      Function<Heartbeat, byte[]> encoder,
      Optional<DeliveryWorker> delivery,
      Optional<SlackButtons> buttons,
      Clock clock) {
    HeartbeatWriter writer = new HeartbeatWriter(producer, encoder, SOURCE, clock);
    AlertsService service =
        new AlertsService(clock, Optional.of(writer), Optional.of(producer), delivery, buttons);
    ScheduledFuture<?> unused =
        service.scheduler.scheduleWithFixedDelay(
            () -> beat(writer), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    LOG.info("Alerts service started");
    return service;
  }

  /** Takes in presses of buttons in Slack; empty: they are not shown either. */
  public Optional<SlackInteractions> interactions() {
    return buttons.map(SlackButtons::interactions);
  }

  /** Who there is, as it was last read; nobody where nothing is delivered. */
  public Organisation organisation() {
    return delivery
        .map(DeliveryWorker::organisation)
        .orElseGet(() -> new Organisation(Map.of(), Map.of()));
  }

  /** Whether it does all of its work; if not, the first thing that keeps it from it. */
  public Health health() {
    Health heartbeat = heartbeatHealth();
    return heartbeat.healthy() ? delivery.map(DeliveryWorker::health).orElse(heartbeat) : heartbeat;
  }

  /** Whether a heartbeat was acknowledged lately. */
  private Health heartbeatHealth() {
    if (heartbeats.isEmpty()) {
      return new Health(true, "No heartbeats are written: the data moves the clock.");
    }
    Instant last = heartbeats.get().lastWritten().orElse(startedAt);
    Duration silence = Duration.between(last, clock.instant());
    return silence.compareTo(LATE) <= 0
        ? new Health(true, "Heartbeats reach Kafka.")
        : new Health(
            false, "No heartbeat has reached Kafka for %d s.".formatted(silence.toSeconds()));
  }

  @Override
  public void close() {
    scheduler.shutdown();
    try {
      // Interrupting a heartbeat on its way is for one that does not come to an end.
      if (!scheduler.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        scheduler.shutdownNow();
      }
    } catch (InterruptedException e) {
      scheduler.shutdownNow();
      Thread.currentThread().interrupt();
    }
    producer.ifPresent(open -> open.close(CLOSE_LIMIT));
    delivery.ifPresent(DeliveryWorker::close);
    buttons.ifPresent(SlackButtons::close);
    LOG.info("Alerts service stopped");
  }

  private static void beat(HeartbeatWriter writer) {
    try {
      writer.beat();
    } catch (RuntimeException e) {
      // An exception would end the schedule; the next second may go better.
      LOG.warn("A heartbeat could not be written: {}", e.toString());
    }
  }

  private static Function<Heartbeat, byte[]> encoder(AlertsSettings settings) {
    try (SchemaRegistryClient registry =
        RegistryConnection.open(settings.schemaRegistry(), settings.registryProperties())) {
      return RecordEncoder.open(Topics.HEARTBEAT, registry)::encode;
    } catch (IOException e) {
      throw new IllegalStateException("closing the registry client", e);
    }
  }

  private static Properties producerProperties(AlertsSettings settings) {
    Properties properties = new Properties();
    properties.putAll(settings.kafkaProperties());
    properties.put("bootstrap.servers", settings.bootstrapServers());
    properties.put("client.id", SOURCE);
    properties.put("key.serializer", ByteArraySerializer.class.getName());
    properties.put("value.serializer", ByteArraySerializer.class.getName());
    properties.put("linger.ms", "0");
    // A heartbeat that is late tells nothing that the next one does not, and the schedule must not
    // stand still.
    properties.put("max.block.ms", "2000");
    properties.put("request.timeout.ms", "5000");
    properties.put("delivery.timeout.ms", "10000");
    return properties;
  }
}
