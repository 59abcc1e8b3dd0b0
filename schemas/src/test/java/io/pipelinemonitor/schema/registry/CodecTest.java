package io.pipelinemonitor.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.Quota;
import io.pipelinemonitor.schema.contract.Samples;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {

  private static final int UNKNOWN_ID = 4711;

  private FakeRegistry registry;
  private SchemaRegistryClient client;
  private long now;

  @BeforeEach
  void startRegistryWithOurSchemas() throws IOException {
    registry = new FakeRegistry();
    client = RegistryConnection.open(registry.url(), Map.of());
    new SchemaRegistrar(client, Duration.ofSeconds(5)).registerAll(Topics.all());
  }

  @AfterEach
  void stopRegistry() throws IOException {
    client.close();
    registry.close();
  }

  static List<Topic<?>> topics() {
    return Topics.all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void everyRecordSurvivesTheWireFormat(Topic<?> topic) {
    requireRoundTrip(topic);
  }

  private <T extends SpecificRecord> void requireRoundTrip(Topic<T> topic) {
    RecordEncoder<T> encoder = RecordEncoder.open(topic, client);
    RecordDecoder<T> decoder = new RecordDecoder<>(topic, client);
    for (T record : List.of(Samples.full(topic.recordType()), Samples.bare(topic.recordType()))) {
      byte[] bytes = encoder.encode(record);

      assertThat(bytes[0]).isZero();
      assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt()).isEqualTo(encoder.schemaId());
      assertThat(decoder.decode(bytes)).isEqualTo(new Decoded.Success<>(record));
    }
  }

  @Test
  void theRegistryIsAskedOnceForEachSchema() {
    RecordEncoder<DealEvent> encoder = RecordEncoder.open(Topics.DEAL_EVENTS, client);
    RecordDecoder<DealEvent> decoder = decoder();
    registry.forgetRequests();

    for (int i = 0; i < 100; i++) {
      decoder.decode(encoder.encode(Samples.full(DealEvent.class)));
    }

    assertThat(registry.requests()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void arraysHandedOutAreNotOverwritten() {
    RecordEncoder<DealEvent> encoder = RecordEncoder.open(Topics.DEAL_EVENTS, client);
    byte[] first = encoder.encode(Samples.full(DealEvent.class));
    byte[] copy = first.clone();
    encoder.encode(Samples.bare(DealEvent.class));

    assertThat(first).isEqualTo(copy);
  }

  @Test
  void anIncompleteRecordIsRefusedAndLeavesNothingBehind() {
    RecordEncoder<DealEvent> encoder = RecordEncoder.open(Topics.DEAL_EVENTS, client);
    DealEvent complete = Samples.full(DealEvent.class);
    byte[] expected = encoder.encode(complete);
    DealEvent incomplete = Samples.full(DealEvent.class);
    incomplete.setSource(null);

    assertThatThrownBy(() -> encoder.encode(incomplete))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a complete DealEvent")
        .hasMessageContaining("source");
    assertThat(encoder.encode(complete)).isEqualTo(expected);
  }

  @Test
  void aSchemaThatIsNotRegisteredIsNamed() throws IOException {
    try (FakeRegistry empty = new FakeRegistry();
        SchemaRegistryClient emptyClient = RegistryConnection.open(empty.url(), Map.of())) {
      assertThatThrownBy(() -> RecordEncoder.open(Topics.DEAL_EVENTS, emptyClient))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("does not have this program's schema of crm.deal-events-value");
    }
  }

  @Test
  void whatIsNotTheWireFormatIsUndecodable() {
    requireFailure(new byte[0], DeadLetterReason.UNDECODABLE, "only 0 bytes");
    requireFailure(new byte[] {0, 0, 0, 1}, DeadLetterReason.UNDECODABLE, "only 4 bytes");
    requireFailure(
        "{\"dealId\":\"d1\"}".getBytes(StandardCharsets.UTF_8),
        DeadLetterReason.UNDECODABLE,
        "the first byte is 123, not 0");
  }

  @Test
  void aNullIsAnUnexpectedTombstone() {
    assertThat(decoder().decode(null))
        .isInstanceOfSatisfying(
            Decoded.Failure.class,
            failure ->
                assertThat(failure.reason()).isEqualTo(DeadLetterReason.UNEXPECTED_TOMBSTONE));
  }

  @Test
  void bytesCutShortOrTooLongAreUndecodable() {
    byte[] bytes =
        RecordEncoder.open(Topics.DEAL_EVENTS, client).encode(Samples.full(DealEvent.class));

    requireFailure(
        Arrays.copyOf(bytes, bytes.length - 1),
        DeadLetterReason.UNDECODABLE,
        "the bytes are no DealEvent");
    requireFailure(
        Arrays.copyOf(bytes, bytes.length + 1),
        DeadLetterReason.UNDECODABLE,
        "bytes are left after the DealEvent");
  }

  @Test
  void aRecordOfAnotherTypeIsTheWrongSchema() {
    byte[] quota = RecordEncoder.open(Topics.QUOTAS, client).encode(Samples.full(Quota.class));

    requireFailure(
        quota,
        DeadLetterReason.WRONG_SCHEMA,
        "is a io.pipelinemonitor.schema.Quota, not a io.pipelinemonitor.schema.DealEvent");
  }

  @Test
  void aSchemaOfOurNameThatCannotBeReadIsTheWrongSchema() {
    int id =
        registry.add(
            "AVRO",
            "{\"type\":\"record\",\"name\":\"DealEvent\",\"namespace\":\"io.pipelinemonitor.schema\","
                + "\"fields\":[{\"name\":\"dealId\",\"type\":\"string\"}]}");

    requireFailure(
        message(id, new byte[] {2, 'd'}),
        DeadLetterReason.WRONG_SCHEMA,
        "DealEvent.eventId is new there and has no default");
  }

  @Test
  void aSchemaThatIsNotAvroIsTheWrongSchemaAndNotABrokenConnection() {
    int id = registry.add("JSON", "{\"type\":\"object\"}");

    requireFailure(message(id, new byte[1]), DeadLetterReason.WRONG_SCHEMA, "not an Avro schema");
  }

  @Test
  void anUnknownSchemaIsRememberedOnlyBriefly() {
    RecordDecoder<DealEvent> decoder = decoder();
    byte[] bytes = message(UNKNOWN_ID, new byte[1]);
    requireReason(decoder.decode(bytes), DeadLetterReason.UNKNOWN_SCHEMA);
    registry.forgetRequests();

    requireReason(decoder.decode(bytes), DeadLetterReason.UNKNOWN_SCHEMA);
    assertThat(registry.requests()).as("within the time that it is remembered").isEmpty();

    now += RecordDecoder.UNKNOWN_ID_KEPT.toNanos();
    requireReason(decoder.decode(bytes), DeadLetterReason.UNKNOWN_SCHEMA);
    assertThat(registry.requests()).as("after that time").hasSize(1);
  }

  @Test
  void aRegistryThatIsAwayIsNoFaultOfTheRecord() {
    RecordDecoder<DealEvent> decoder = decoder();
    byte[] bytes =
        RecordEncoder.open(Topics.DEAL_EVENTS, client).encode(Samples.full(DealEvent.class));
    client.reset();
    registry.failNext(1, 503);

    assertThatThrownBy(() -> decoder.decode(bytes))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(decoder.decode(bytes)).as("once it is back").isInstanceOf(Decoded.Success.class);

    registry.close();
    assertThat(decoder.decode(bytes))
        .as("a schema that is known needs no registry")
        .isInstanceOf(Decoded.Success.class);
    assertThatThrownBy(() -> decoder.decode(message(UNKNOWN_ID, new byte[1])))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("cannot be reached to read the schema with id 4711");
  }

  @Test
  void aNewerWritersSymbolsAndFieldsAreReadAsFarAsTheyAreKnown() {
    Schema newer =
        new Schema.Parser()
            .parse(
                Topics.DEAL_EVENTS
                    .publishedSchema()
                    .toString()
                    .replace("\"MERGED\",\"UNKNOWN\"]", "\"MERGED\",\"UNKNOWN\",\"SPLIT\"]")
                    .replaceFirst(
                        "\"fields\":\\[",
                        "\"fields\":[{\"name\":\"tenant\",\"type\":\"string\",\"default\":\"\"},"));
    int id = registry.add("AVRO", newer.toString());
    byte[] older =
        RecordEncoder.open(Topics.DEAL_EVENTS, client).encode(Samples.bare(DealEvent.class));
    byte[] body = new byte[older.length - 5 + 2];
    body[0] = 2;
    body[1] = 't';
    System.arraycopy(older, 5, body, 2, older.length - 5);
    body[positionOfType(body)] =
        (byte) (newer.getField("type").schema().getEnumOrdinal("SPLIT") * 2);

    assertThat(decoder().decode(message(id, body)))
        .asInstanceOf(type(Decoded.Success.class))
        .extracting(success -> ((DealEvent) success.value()).getType())
        .isEqualTo(DealEventType.UNKNOWN);
  }

  /** In Avro binary each text is preceded by its length; the type follows four of them. */
  private static int positionOfType(byte[] body) {
    int position = 0;
    for (int text = 0; text < 4; text++) {
      position += 1 + body[position] / 2;
    }
    return position;
  }

  @Test
  void corruptBytesNeverHarmTheReader() {
    RecordDecoder<DealEvent> decoder = decoder();
    RecordDecoder<AlertEvent> alerts = new RecordDecoder<>(Topics.ALERT_EVENTS, client);
    byte[] deal =
        RecordEncoder.open(Topics.DEAL_EVENTS, client).encode(Samples.full(DealEvent.class));
    byte[] alert =
        RecordEncoder.open(Topics.ALERT_EVENTS, client).encode(Samples.full(AlertEvent.class));
    Random random = new Random(7);
    int unreadable = 0;
    for (int i = 0; i < 20_000; i++) {
      if (decoder.decode(corrupted(deal, random)) instanceof Decoded.Failure) {
        unreadable++;
      }
      alerts.decode(corrupted(alert, random));
    }

    assertThat(unreadable).as("changes within a text stay readable").isBetween(1, 20_000);
    assertThat(decoder.decode(deal))
        .isEqualTo(new Decoded.Success<>(Samples.full(DealEvent.class)));
  }

  /** Changes a few bytes behind the header, often to the largest length that there is. */
  private static byte[] corrupted(byte[] bytes, Random random) {
    byte[] corrupted = bytes.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = 5 + random.nextInt(corrupted.length - 10);
      if (random.nextBoolean()) {
        corrupted[at] = (byte) random.nextInt();
      } else {
        Arrays.fill(corrupted, at, at + 4, (byte) 0xFF);
        corrupted[at + 4] = 0x0E;
      }
    }
    return corrupted;
  }

  private void requireFailure(byte[] bytes, DeadLetterReason reason, String message) {
    assertThat(decoder().decode(bytes))
        .isInstanceOfSatisfying(
            Decoded.Failure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(reason);
              assertThat(failure.message()).contains(message);
            });
  }

  private static void requireReason(Decoded<DealEvent> decoded, DeadLetterReason reason) {
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Failure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  private RecordDecoder<DealEvent> decoder() {
    return new RecordDecoder<>(DealEvent.class, client, () -> now);
  }

  private static byte[] message(int id, byte[] body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }
}
