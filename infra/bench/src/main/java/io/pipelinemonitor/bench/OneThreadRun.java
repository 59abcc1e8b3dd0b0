package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The lines without a framework: one consumer, one thread. */
final class OneThreadRun {

  private final Assignment assignment;

  OneThreadRun(Assignment assignment) {
    this.assignment = assignment;
  }

  /** Over the whole load, once the same has been done at least once and long enough to be warm. */
  Measurement measure() throws IOException {
    try (SchemaRegistryClient registry =
        RegistryConnection.open(assignment.registryUrl(), Map.of())) {
      RecordDecoder<DealEvent> decoder = new RecordDecoder<>(Topics.DEAL_EVENTS, registry);
      return switch (assignment.line()) {
        case L0 -> measure(() -> value -> {});
        case L1 -> measure(() -> value -> decoded(decoder, value));
        case L2 -> rollUp(decoder, registry);
        case L3, L4, L5 -> throw new IllegalStateException(assignment.line() + " runs on Flink");
      };
    }
  }

  private Measurement rollUp(RecordDecoder<DealEvent> decoder, SchemaRegistryClient registry)
      throws IOException {
    List<OrgUnit> units = all(Topics.ORG_UNITS, registry);
    List<OrgMember> members = all(Topics.ORG_MEMBERS, registry);
    List<SalesProcess> processes = all(Topics.SALES_PROCESSES, registry);
    AtomicReference<RollUp> last = new AtomicReference<>();
    Measurement measurement =
        measure(
            () -> {
              RollUp rollUp = new RollUp(units, members, processes);
              last.set(rollUp);
              return value -> rollUp.add(decoded(decoder, value));
            });
    RollUpFile.write(assignment.rollUpFile(), Objects.requireNonNull(last.get()).cells());
    return measurement;
  }

  /**
   * Measures a pass.
   *
   * @param work makes what is to be done with each value in one pass
   */
  private Measurement measure(Supplier<Consumer<byte[]>> work) {
    do {
      pass(work.get());
    } while (!Stopwatch.isWarm(assignment.warmUpSeconds()));
    return pass(work.get());
  }

  private Measurement pass(Consumer<byte[]> work) {
    try (TopicConsumer consumer =
        TopicConsumer.fromBeginning(assignment.bootstrapServers(), Topics.DEAL_EVENTS.name())) {
      // A closing record for each partition.
      long records = assignment.shape().events() + consumer.partitionCount();
      Stopwatch stopwatch = new Stopwatch();
      long done = 0;
      while (done < records) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll()) {
          work.accept(record.value());
          done++;
        }
      }
      return stopwatch.stop(done);
    }
  }

  private <T extends SpecificRecord> List<T> all(Topic<T> topic, SchemaRegistryClient registry) {
    RecordDecoder<T> decoder = new RecordDecoder<>(topic, registry);
    List<T> records = new ArrayList<>();
    try (TopicConsumer consumer =
        TopicConsumer.fromBeginning(assignment.bootstrapServers(), topic.name())) {
      consumer.readToEnd(record -> records.add(decoded(decoder, record.value())));
    }
    return records;
  }

  private static <T extends SpecificRecord> T decoded(RecordDecoder<T> decoder, byte[] value) {
    if (decoder.decode(value) instanceof Decoded.Success<T> success) {
      return success.value();
    }
    throw new IllegalStateException("a record of the load cannot be decoded");
  }
}
