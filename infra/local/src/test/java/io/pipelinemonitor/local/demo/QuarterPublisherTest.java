package io.pipelinemonitor.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class QuarterPublisherTest {

  private static final long NINE = 1_770_000_000_000_000L;
  private static final long TEN = NINE + 3_600_000_000L;

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final QuarterPublisher publisher =
      new QuarterPublisher(
          producer, (topic, record) -> topic.name().getBytes(StandardCharsets.UTF_8));

  @Test
  void writesEachRecordWhenItsTimeComesWithItsTimeAsItsTimestamp() throws Exception {
    List<Long> awaited = new ArrayList<>();

    assertThat(
            publisher.publish(
                List.of(record(NINE), record(TEN)),
                at -> {
                  awaited.add(at);
                  return true;
                }))
        .isTrue();

    assertThat(awaited).containsExactly(NINE, TEN);
    assertThat(producer.history())
        .extracting(ProducerRecord::timestamp)
        .containsExactly(NINE / 1_000, TEN / 1_000);
    assertThat(producer.history())
        .allSatisfy(
            written -> {
              assertThat(written.topic()).isEqualTo("monitor.heartbeat");
              assertThat(written.key()).asString(StandardCharsets.UTF_8).isEqualTo("simulator");
            });
    assertThat(publisher.published()).isEqualTo(2);
  }

  @Test
  void stopsWhenNobodyWantsToWaitAnyLonger() throws Exception {
    assertThat(publisher.publish(List.of(record(NINE), record(TEN)), at -> at < TEN)).isFalse();
    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void saysSoWhenKafkaDoesNotTakeARecord() {
    MockProducer<byte[], byte[]> refusing =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    QuarterPublisher unlucky = new QuarterPublisher(refusing, (topic, record) -> new byte[1]);

    assertThatThrownBy(
            () ->
                unlucky.publish(
                    List.of(record(NINE), record(TEN)),
                    at -> {
                      refusing.errorNext(new TimeoutException("no broker"));
                      return true;
                    }))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Kafka does not take the simulated records: no broker");
  }

  private static SimulatedRecord record(long at) {
    return new SimulatedRecord(
        at,
        Topics.HEARTBEAT,
        "simulator",
        new Heartbeat("simulator", Instant.ofEpochMilli(at / 1_000), List.of()));
  }
}
