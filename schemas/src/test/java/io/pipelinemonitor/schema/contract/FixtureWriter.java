package io.pipelinemonitor.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the fixtures of records that are new or changed. Not part of the tests: it runs only with
 * {@code mvn verify -pl schemas -am -Dtest=FixtureWriter -Dfixtures.version=2}. It never changes a
 * fixture that exists: those stand for records that are on somebody's topics.
 */
@EnabledIfSystemProperty(named = "fixtures.version", matches = "\\d+")
class FixtureWriter {

  @Test
  void writesWhatIsMissing() throws IOException {
    int version = Integer.getInteger("fixtures.version");
    List<Fixture> existing = Fixture.all();
    for (Class<? extends SpecificRecord> type : Records.onTopics().toList()) {
      Optional<Fixture> newest = newest(existing, type.getSimpleName());
      if (newest.isPresent() && isCurrent(newest.get(), type)) {
        continue;
      }
      assertThat(newest.map(Fixture::version).orElse(0))
          .as("%s has changed: give it the next version, never overwrite", type.getSimpleName())
          .isLessThan(version);
      write(new Fixture(version, type.getSimpleName()), type);
    }
  }

  static Optional<Fixture> newest(List<Fixture> fixtures, String name) {
    return fixtures.stream()
        .filter(fixture -> fixture.name().equals(name))
        .reduce((earlier, later) -> later);
  }

  /** Whether the fixture was written with today's schema, its explanations aside. */
  static boolean isCurrent(Fixture fixture, Class<? extends SpecificRecord> type) {
    return SchemaNormalization.toParsingForm(fixture.writerSchema())
        .equals(SchemaNormalization.toParsingForm(Records.schema(type)));
  }

  private static <T extends SpecificRecord> void write(Fixture fixture, Class<T> type)
      throws IOException {
    T sample = Samples.full(type);
    Schema schema = Records.schema(type);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<T>(schema, SpecificData.getForClass(type)).write(sample, encoder);
    encoder.flush();
    create(fixture.file("avro"), bytes.toByteArray());
    create(fixture.file("avsc"), utf8(Topic.published(schema).toString(true) + "\n"));
    create(fixture.file("json"), utf8(NaturalJson.of(type).write(sample) + "\n"));
  }

  private static void create(Path file, byte[] content) throws IOException {
    Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
