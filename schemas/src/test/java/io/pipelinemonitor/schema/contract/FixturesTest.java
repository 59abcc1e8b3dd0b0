package io.pipelinemonitor.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.json.NaturalJsonException;
import io.pipelinemonitor.schema.registry.Compatibility;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixturesTest {

  static List<Fixture> fixtures() {
    return Fixture.all();
  }

  static Stream<Class<? extends SpecificRecord>> recordTypes() {
    return Records.onTopics();
  }

  @ParameterizedTest
  @MethodSource("recordTypes")
  void everyVersionOfARecordHasAFixture(Class<? extends SpecificRecord> type) {
    assertThat(FixtureWriter.newest(Fixture.all(), type.getSimpleName()))
        .as(
            "%s is new or has changed: write its fixture as FixtureWriter says, and commit it",
            type.getSimpleName())
        .hasValueSatisfying(newest -> assertThat(FixtureWriter.isCurrent(newest, type)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void todaysCodeReadsTheBytesOfEveryVersion(Fixture fixture)
      throws IOException, RestClientException, NaturalJsonException {
    assertThat(decoded(fixture)).isEqualTo(new Decoded.Success<>(fromJson(fixture)));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void todaysSchemaAndEveryEarlierOneReadEachOther(Fixture fixture) {
    assertThat(
            Compatibility.problems(
                Records.schema(type(fixture)), fixture.writerSchema(), fixture.toString()))
        .isEmpty();
  }

  private static Decoded<? extends SpecificRecord> decoded(Fixture fixture)
      throws IOException, RestClientException {
    Topic<?> topic =
        Topics.all().stream()
            .filter(candidate -> candidate.recordType().equals(type(fixture)))
            .findFirst()
            .orElseThrow();
    try (SchemaRegistryClient client = RegistryConnection.open("mock://fixtures", Map.of())) {
      int id = client.register(topic.subject(), new AvroSchema(fixture.writerSchema()));
      byte[] bytes = fixture.bytes();
      byte[] message =
          ByteBuffer.allocate(5 + bytes.length).put((byte) 0).putInt(id).put(bytes).array();
      return new RecordDecoder<>(topic, client).decode(message);
    }
  }

  private static SpecificRecord fromJson(Fixture fixture) throws NaturalJsonException {
    return NaturalJson.of(type(fixture)).read(fixture.naturalJson(), 1);
  }

  private static Class<? extends SpecificRecord> type(Fixture fixture) {
    return Records.onTopics()
        .filter(type -> type.getSimpleName().equals(fixture.name()))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("records are never removed, but there is no " + fixture));
  }
}
