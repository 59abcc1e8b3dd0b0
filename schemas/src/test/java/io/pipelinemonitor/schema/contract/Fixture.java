package io.pipelinemonitor.schema.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * One record as some version wrote it, kept for ever: its bytes (Avro binary, without the wire
 * format's header), the schema that wrote them, and its natural JSON.
 */
record Fixture(int version, String name) {

  private static final Path ROOT = Path.of("src", "test", "resources", "fixtures");
  private static final Pattern FILE = Pattern.compile("v(\\d+)/(\\w+)\\.avsc");

  /** All that are committed, earliest version first. */
  static List<Fixture> all() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(ROOT::relativize)
          .map(file -> FILE.matcher(file.toString().replace('\\', '/')))
          .filter(Matcher::matches)
          .map(file -> new Fixture(Integer.parseInt(file.group(1)), file.group(2)))
          .sorted(Comparator.comparingInt(Fixture::version).thenComparing(Fixture::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the fixtures", e);
    }
  }

  Path file(String extension) {
    return ROOT.resolve("v" + version).resolve(name + "." + extension);
  }

  Schema writerSchema() {
    return new Schema.Parser().parse(text("avsc"));
  }

  String naturalJson() {
    return text("json").strip();
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(file("avro"));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file("avro"), e);
    }
  }

  private String text(String extension) {
    try {
      return Files.readString(file(extension), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file(extension), e);
    }
  }

  @Override
  public String toString() {
    return "v" + version + " " + name;
  }
}
