package io.pipelinemonitor.local.connection;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A properties file as Kafka's own tools take it, divided between its two readers.
 *
 * @param kafka everything else: settings of Kafka clients
 * @param registry keys that begin with {@code schema.registry.}, {@code basic.auth.} or {@code
 *     bearer.auth.}
 */
public record ClientProperties(Map<String, String> kafka, Map<String, String> registry) {
  private static final List<String> REGISTRY_PREFIXES =
      List.of("schema.registry.", "basic.auth.", "bearer.auth.");

  public static final ClientProperties NONE = new ClientProperties(Map.of(), Map.of());

  /** Reads the file, divided. */
  public static ClientProperties read(Path file) {
    Map<String, String> kafka = new TreeMap<>();
    Map<String, String> registry = new TreeMap<>();
    properties(file)
        .forEach(
            (key, value) -> {
              boolean forRegistry = REGISTRY_PREFIXES.stream().anyMatch(key::startsWith);
              (forRegistry ? registry : kafka).put(key, value);
            });
    return new ClientProperties(kafka, registry);
  }

  /** Reads any properties file (UTF-8), or says why not. */
  public static Map<String, String> properties(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new Problem("There is no file %s.".formatted(file), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new Problem("Cannot read %s: %s.".formatted(file, Problem.reason(e)), e);
    }
    Map<String, String> read = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
    return read;
  }
}
