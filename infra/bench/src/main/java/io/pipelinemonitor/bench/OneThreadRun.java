package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The lines without a framework: one consumer, one thread. */
final class OneThreadRun {

  private final Assignment assignment;

  OneThreadRun(Assignment assignment) {
    this.assignment = assignment;
  }

  Measurement measure() throws IOException {
    try (SchemaRegistryClient registry =
        RegistryConnection.open(assignment.registryUrl(), Map.of())) {
      RecordDecoder<DealEvent> decoder = new RecordDecoder<>(Topics.DEAL_EVENTS, registry);
      if (assignment.line() == Line.L0) {
        return consume(value -> {});
      }
      if (assignment.line() == Line.L1) {
        return consume(value -> decoded(decoder, value));
      }
      RollUp rollUp =
          new RollUp(
              all(Topics.ORG_UNITS, registry),
              all(Topics.ORG_MEMBERS, registry),
              all(Topics.SALES_PROCESSES, registry));
      Measurement measurement = consume(value -> rollUp.add(decoded(decoder, value)));
      RollUpFile.write(assignment.rollUpFile(), rollUp.cells());
      return measurement;
    }
  }

  private Measurement consume(Consumer<byte[]> work) {
    try (TopicConsumer consumer =
        TopicConsumer.fromBeginning(assignment.bootstrapServers(), Topics.DEAL_EVENTS.name())) {
      // A closing record for each partition.
      long records = assignment.shape().events() + consumer.partitionCount();
      long done = consume(consumer, work, assignment.warmUp());
      Stopwatch stopwatch = new Stopwatch();
      long measured = consume(consumer, work, records - done);
      return stopwatch.stop(measured);
    }
  }

  /** Works through so many records and the rest of the last batch. */
  private static long consume(TopicConsumer consumer, Consumer<byte[]> work, long wanted) {
    long done = 0;
    while (done < wanted) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll()) {
        work.accept(record.value());
        done++;
      }
    }
    return done;
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
