package io.pipelinemonitor.local.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.publish.LinePublisher.Published;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LinePublisherTest {
  private static final Instant NOW = Instant.parse("2026-02-02T09:00:00Z");
  private static final Instant FRIDAY = Instant.parse("2026-01-30T17:00:00Z");
  private static final String HEARTBEAT = "{\"source\":\"test\",\"at\":\"2026-01-30T17:00:00Z\"}\n";
  private static final String MEMBER =
      "{\"memberId\":\"ada\",\"name\":\"Ada\",\"unitId\":\"emea\",\"active\":true}\n";

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final List<String> reports = new ArrayList<>();

  @Test
  void sendsEachLineUnderItsKey() throws IOException {
    assertThat(publish(Topics.HEARTBEAT, TimestampSource.NOW, false, HEARTBEAT + HEARTBEAT))
        .isEqualTo(new Published(2, 0));

    ProducerRecord<byte[], byte[]> message = producer.history().get(0);
    assertThat(message.topic()).isEqualTo("monitor.heartbeat");
    assertThat(message.key()).asString(StandardCharsets.UTF_8).isEqualTo("test");
    assertThat(message.timestamp()).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void stampsWithTheRecordsOwnTimeWhenAsked() throws IOException {
    publish(Topics.HEARTBEAT, TimestampSource.EVENT, false, HEARTBEAT);

    assertThat(producer.history().get(0).timestamp()).isEqualTo(FRIDAY.toEpochMilli());
  }

  @Test
  void reportsARecordWithoutATimeWhenItsOwnTimeIsAsked() throws IOException {
    assertThat(publish(Topics.ORG_MEMBERS, TimestampSource.EVENT, false, MEMBER))
        .isEqualTo(new Published(0, 1));
    assertThat(reports).singleElement().asString().startsWith("1: it has no time of its own");
  }

  @Test
  void goesOnAfterABadLine() throws IOException {
    assertThat(
            publish(
                Topics.HEARTBEAT,
                TimestampSource.NOW,
                false,
                HEARTBEAT + "nonsense\n\n{\"source\":7}\n" + HEARTBEAT))
        .isEqualTo(new Published(2, 2));
    assertThat(reports).hasSize(2);
    assertThat(reports.get(0)).startsWith("2: not valid JSON");
    assertThat(reports.get(1)).startsWith("4: source: expected text");
  }

  @Test
  void stopsAtTheFirstBadLineWhenStrict() throws IOException {
    assertThat(
            publish(
                Topics.HEARTBEAT, TimestampSource.NOW, true, HEARTBEAT + "nonsense\n" + HEARTBEAT))
        .isEqualTo(new Published(1, 1));
  }

  @Test
  void deletesAKeyOfACompactedTopic() throws IOException {
    publish(Topics.ORG_MEMBERS, TimestampSource.NOW, false, "{ \"$delete\": \"ad\\\"a\"}\n");

    ProducerRecord<byte[], byte[]> tombstone = producer.history().get(0);
    assertThat(tombstone.key()).asString(StandardCharsets.UTF_8).isEqualTo("ad\"a");
    assertThat(tombstone.value()).isNull();
  }

  @Test
  void takesTheTimeOfADeletionFromItsLine() throws IOException {
    publish(
        Topics.ORG_MEMBERS,
        TimestampSource.EVENT,
        false,
        "{\"$delete\":\"ada\",\"at\":\"2026-01-30T17:00:00Z\"}\n{\"$delete\":\"bob\"}\n");

    assertThat(producer.history()).hasSize(1);
    assertThat(producer.history().get(0).timestamp()).isEqualTo(FRIDAY.toEpochMilli());
    assertThat(reports).singleElement().asString().startsWith("2: it has no time of its own");
  }

  @Test
  void refusesToDeleteFromATopicThatKeepsEverything() throws IOException {
    publish(Topics.HEARTBEAT, TimestampSource.NOW, false, "{\"$delete\":\"test\"}\n");

    assertThat(producer.history()).isEmpty();
    assertThat(reports).singleElement().asString().contains("keeps every record");
  }

  @Test
  void refusesADeletionThatSaysMore() throws IOException {
    publish(
        Topics.ORG_MEMBERS, TimestampSource.NOW, false, "{\"$delete\":\"ada\",\"name\":\"A\"}\n");

    assertThat(reports).singleElement().asString().contains("'name' is neither");
  }

  @Test
  void explainsWhenKafkaStopsTakingRecords() {
    producer.sendException = new TimeoutException("no broker for 60 s");

    assertThatThrownBy(
            () -> publish(Topics.HEARTBEAT, TimestampSource.NOW, false, HEARTBEAT + HEARTBEAT))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Kafka stopped taking records after 0: no broker for 60 s");
  }

  private <T extends SpecificRecord> Published publish(
      Topic<T> topic, TimestampSource timestamps, boolean strict, String lines) throws IOException {
    return new LinePublisher<>(
            producer,
            topic,
            record -> record.toString().getBytes(StandardCharsets.UTF_8),
            timestamps,
            InstantSource.fixed(NOW),
            strict,
            (line, reason) -> reports.add(line + ": " + reason))
        .publish(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), bytes -> {});
  }
}
