package io.pipelinemonitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.schema.Heartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class HeartbeatWriterTest {
  private static final Instant MONDAY_9AM = Instant.parse("2026-02-02T09:00:00.123456Z");
  private static final Instant MONDAY_9AM_IN_MILLIS = Instant.parse("2026-02-02T09:00:00.123Z");

  private final SettableClock clock = new SettableClock(MONDAY_9AM);
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final HeartbeatWriter writer =
      new HeartbeatWriter(producer, HeartbeatWriterTest::asText, "alerts-service", clock);

  @Test
  void stampsARecordWithTheTimeThatItVouchesFor() {
    writer.beat();

    assertThat(producer.history()).hasSize(1);
    ProducerRecord<byte[], byte[]> message = producer.history().get(0);
    assertThat(message.topic()).isEqualTo("monitor.heartbeat");
    assertThat(message.timestamp()).isEqualTo(MONDAY_9AM_IN_MILLIS.toEpochMilli());
    assertThat(message.key()).asString(StandardCharsets.UTF_8).isEqualTo("alerts-service");
    assertThat(message.value())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("alerts-service@" + MONDAY_9AM_IN_MILLIS);
  }

  @Test
  void countsAHeartbeatOnlyWhenKafkaHasIt() {
    writer.beat();
    assertThat(writer.lastWritten()).isEmpty();

    producer.completeNext();
    assertThat(writer.lastWritten()).contains(MONDAY_9AM_IN_MILLIS);

    clock.advance(Duration.ofSeconds(1));
    writer.beat();
    producer.errorNext(new TimeoutException("no broker"));
    assertThat(writer.lastWritten()).contains(MONDAY_9AM_IN_MILLIS);
  }

  private static byte[] asText(Heartbeat heartbeat) {
    return (heartbeat.getSource() + "@" + heartbeat.getAt()).getBytes(StandardCharsets.UTF_8);
  }
}
