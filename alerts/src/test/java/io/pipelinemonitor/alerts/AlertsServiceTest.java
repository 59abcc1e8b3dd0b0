package io.pipelinemonitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class AlertsServiceTest {
  private static final Instant MONDAY_9AM = Instant.parse("2026-02-02T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SettableClock clock = new SettableClock(MONDAY_9AM);

  @Test
  void writesAHeartbeatASecondUntilItIsClosed() {
    MockProducer<byte[], byte[]> producer = producer(true);
    try (AlertsService service =
        AlertsService.start(
            producer,
            heartbeat -> new byte[0],
            Optional.empty(),
            Optional.empty(),
            Clock.systemUTC())) {
      await().atMost(PATIENCE).until(() -> producer.history().size() >= 2);
      long first = producer.history().get(0).timestamp();
      long second = producer.history().get(1).timestamp();
      assertThat(second - first).isGreaterThanOrEqualTo(900L);
      assertThat(service.health().healthy()).isTrue();
    }
    assertThat(producer.closed()).isTrue();
  }

  @Test
  void isUnhealthyWhenNoHeartbeatReachesKafkaForSomeSeconds() {
    MockProducer<byte[], byte[]> producer = producer(false);
    try (AlertsService service =
        AlertsService.start(
            producer, heartbeat -> new byte[0], Optional.empty(), Optional.empty(), clock)) {
      assertThat(service.health().healthy()).isTrue();

      clock.advance(Duration.ofSeconds(6));

      assertThat(service.health())
          .isEqualTo(new Health(false, "No heartbeat has reached Kafka for 6 s."));
    }
  }

  @Test
  void writesNothingWhenTheDataMovesTheClock() {
    AlertsSettings settings =
        new AlertsSettings("nowhere:1", Map.of(), "http://nowhere:1", Map.of(), false);
    try (AlertsService service = AlertsService.start(settings, Optional.empty(), clock)) {
      assertThat(service.health().healthy()).isTrue();
    }
  }

  private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
    return new MockProducer<>(
        autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
