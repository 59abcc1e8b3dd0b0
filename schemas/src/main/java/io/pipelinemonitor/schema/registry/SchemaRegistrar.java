package io.pipelinemonitor.schema.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.pipelinemonitor.schema.registry.RegistryCall.NotFoundException;
import io.pipelinemonitor.schema.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers our schemas: one subject a topic (TopicNameStrategy), each FULL_TRANSITIVE, so that
 * every version of a program reads what every other version wrote. Doing it again changes nothing.
 * A registry that is away is waited for, up to a limit.
 */
public final class SchemaRegistrar {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistrar.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final String LEVEL = CompatibilityLevel.FULL_TRANSITIVE.name;
  private static final int CONFLICT = 409;

  private final SchemaRegistryClient client;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /**
   * A registrar.
   *
   * @param patience how long to wait for a registry that is away, over one call of a method
   */
  public SchemaRegistrar(SchemaRegistryClient client, Duration patience) {
    this(client, patience, System::nanoTime, length -> Thread.sleep(length.toMillis()));
  }

  SchemaRegistrar(
      SchemaRegistryClient client, Duration patience, LongSupplier nanoTime, Pause pause) {
    this.client = client;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /**
   * Registers the schemas of topics.
   *
   * @return the schema id of each subject
   * @throws IncompatibleSchemaException when a schema breaks a version that is registered
   * @throws RegistryUnavailableException when the registry stayed away for longer than the patience
   * @throws RegistryException when the registry refuses
   */
  public Map<String, Integer> registerAll(Collection<Topic<?>> topics) {
    long deadline = nanoTime.getAsLong() + patience.toNanos();
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Topic<?> topic : topics) {
      ids.put(
          topic.subject(),
          patiently(deadline, () -> registerOnce(topic.subject(), topic.publishedSchema())));
    }
    LOG.info("Registered the schemas of {} topics", ids.size());
    return ids;
  }

  /**
   * Registers one schema; throws as {@link #registerAll}.
   *
   * @return its id
   */
  public int register(String subject, Schema schema) {
    long deadline = nanoTime.getAsLong() + patience.toNanos();
    return patiently(deadline, () -> registerOnce(subject, schema));
  }

  /**
   * What would break if the schema became the next version of the subject: one sentence for each
   * problem, naming the version and the field; empty when nothing would.
   */
  public List<String> incompatibilities(String subject, Schema schema) {
    long deadline = nanoTime.getAsLong() + patience.toNanos();
    return patiently(deadline, () -> incompatibilities(subject, schema, versions(subject)));
  }

  private int registerOnce(String subject, Schema schema) {
    List<Integer> versions = versions(subject);
    AvroSchema parsed = new AvroSchema(schema);
    if (versions.isEmpty()) {
      // Some registries know no setting for a subject that does not exist, so it comes second. A
      // first version has nothing to be compatible with.
      int id = registerVersion(subject, parsed);
      setCompatibility(subject);
      return id;
    }
    demandCompatibility(subject);
    OptionalInt registered = registeredId(subject, parsed);
    if (registered.isPresent()) {
      return registered.getAsInt();
    }
    List<String> problems = incompatibilities(subject, schema, versions);
    if (!problems.isEmpty()) {
      throw new IncompatibleSchemaException(subject, problems);
    }
    LOG.info("Registering a new version of {}", subject);
    return registerVersion(subject, parsed);
  }

  private int registerVersion(String subject, AvroSchema schema) {
    return found(
        "register the schema of " + subject,
        () -> {
          try {
            return client.register(subject, schema);
          } catch (RestClientException e) {
            if (e.getStatus() == CONFLICT) {
              throw new IncompatibleSchemaException(subject, List.of(e.getMessage()));
            }
            throw e;
          }
        });
  }

  private OptionalInt registeredId(String subject, AvroSchema schema) {
    try {
      return OptionalInt.of(
          RegistryCall.run(
              "look up the schema of " + subject, () -> client.getId(subject, schema)));
    } catch (NotFoundException e) {
      return OptionalInt.empty();
    }
  }

  private List<String> incompatibilities(String subject, Schema schema, List<Integer> versions) {
    List<String> problems = new ArrayList<>();
    for (int version : versions) {
      String text =
          found(
              "read version " + version + " of " + subject,
              () -> client.getSchemaMetadata(subject, version).getSchema());
      problems.addAll(
          Compatibility.problems(schema, new AvroSchema(text).rawSchema(), "version " + version));
    }
    return problems;
  }

  private List<Integer> versions(String subject) {
    try {
      return RegistryCall.run(
          "list the versions of " + subject, () -> client.getAllVersions(subject));
    } catch (NotFoundException e) {
      return List.of();
    }
  }

  private void demandCompatibility(String subject) {
    String current;
    try {
      current =
          RegistryCall.run(
              "read the compatibility level of " + subject, () -> client.getCompatibility(subject));
    } catch (NotFoundException e) {
      current = "";
    }
    if (!LEVEL.equals(current)) {
      setCompatibility(subject);
    }
  }

  private void setCompatibility(String subject) {
    found(
        "set the compatibility level of " + subject,
        () -> client.updateCompatibility(subject, LEVEL));
  }

  private static <R> R found(String purpose, RegistryCall<R> call) {
    try {
      return RegistryCall.run(purpose, call);
    } catch (NotFoundException e) {
      throw new RegistryException(
          "the schema registry could not " + purpose + ": " + e.getMessage(), e);
    }
  }

  private <R> R patiently(long deadline, Supplier<R> attempt) {
    Duration next = FIRST_PAUSE;
    while (true) {
      try {
        return attempt.get();
      } catch (RegistryUnavailableException e) {
        if (nanoTime.getAsLong() + next.toNanos() > deadline) {
          throw new RegistryUnavailableException(
              e.getMessage()
                  + " (gave up after "
                  + patience.toSeconds()
                  + " s; is it running, and is its URL right?)",
              e);
        }
        LOG.info("{}; trying again in {} ms", e.getMessage(), next.toMillis());
        rest(next);
        next =
            next.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? next.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private void rest(Duration length) {
    try {
      pause.pause(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("interrupted while waiting for the schema registry", e);
    }
  }

  /** Waiting, so that tests need not. */
  @FunctionalInterface
  interface Pause {
    void pause(Duration length) throws InterruptedException;
  }
}
