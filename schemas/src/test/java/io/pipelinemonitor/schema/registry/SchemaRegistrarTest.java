package io.pipelinemonitor.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaRegistrarTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FIRST =
      """
      {"type":"record","name":"R","fields":[
        {"name":"id","type":"string"},{"name":"note","type":["null","string"],"default":null}]}
      """;

  private FakeRegistry registry;
  private long now;
  private final List<Duration> pauses = new ArrayList<>();

  @BeforeEach
  void startRegistry() throws IOException {
    registry = new FakeRegistry();
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  @Test
  void registersEveryTopicAsFullTransitive() {
    Map<String, Integer> ids = registrar(registry.url(), Map.of()).registerAll(Topics.all());

    assertThat(ids)
        .hasSize(Topics.all().size())
        .containsKeys("crm.deal-events-value", "crm.deal-events.dlq-value", "alerts.state-value");
    assertThat(ids.get("alerts.state-value")).isEqualTo(ids.get("alerts.events-value"));
    assertThat(registry.levels())
        .containsOnlyKeys(ids.keySet())
        .allSatisfy((subject, level) -> assertThat(level).isEqualTo("FULL_TRANSITIVE"));
  }

  @Test
  void doingItAgainChangesNothing() {
    Map<String, Integer> ids = registrar(registry.url(), Map.of()).registerAll(Topics.all());
    registry.forgetRequests();

    assertThat(registrar(registry.url(), Map.of()).registerAll(Topics.all())).isEqualTo(ids);
    assertThat(registry.requests())
        .noneMatch(request -> request.startsWith("PUT"))
        .noneMatch(request -> request.matches("POST .*/versions"));
    for (Topic<?> topic : Topics.all()) {
      assertThat(registry.versions(topic.subject())).hasSize(1);
    }
  }

  @Test
  void aCompatibleChangeBecomesTheNextVersion() {
    SchemaRegistrar registrar = registrar(registry.url(), Map.of());
    registrar.register("r-value", schema(FIRST));
    registrar.register(
        "r-value",
        schema(FIRST.replace("]}", ",{\"name\":\"more\",\"type\":\"int\",\"default\":0}]}")));

    assertThat(registry.versions("r-value")).hasSize(2);
  }

  @Test
  void aBreakingChangeIsRefusedWithTheFieldAndTheVersion() {
    SchemaRegistrar registrar = registrar(registry.url(), Map.of());
    registrar.register("r-value", schema(FIRST));
    Schema retyped =
        schema(
            FIRST.replace(
                "{\"name\":\"id\",\"type\":\"string\"}", "{\"name\":\"id\",\"type\":\"int\"}"));

    assertThat(registrar.incompatibilities("r-value", retyped))
        .containsExactly(
            "it cannot read version 1: R.id has another type (reader type: INT not compatible with"
                + " writer type: STRING)",
            "version 1 cannot read it: R.id has another type (reader type: STRING not compatible"
                + " with writer type: INT)");
    IncompatibleSchemaException refusal =
        catchThrowableOfType(
            IncompatibleSchemaException.class, () -> registrar.register("r-value", retyped));
    assertThat(refusal.problems()).hasSize(2);
    assertThat(refusal)
        .hasMessageStartingWith(
            "the schema of subject r-value was changed in a way that breaks readers or stored"
                + " records: it cannot read version 1: R.id has another type")
        .hasMessageEndingWith("Add fields with a default, never rename, retype or remove them.");
    assertThat(registry.versions("r-value")).hasSize(1);
  }

  @Test
  void aChangeIsHeldAgainstEveryEarlierVersionNotOnlyTheLatest() {
    SchemaRegistrar registrar = registrar(registry.url(), Map.of());
    Schema withoutNote =
        schema(
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}");
    registrar.register("r-value", schema(FIRST));
    registrar.register("r-value", withoutNote);

    assertThat(
            registrar.incompatibilities(
                "r-value", schema(FIRST.replace("[\"null\",\"string\"]", "[\"null\",\"int\"]"))))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("version 1"));
  }

  @Test
  void aRefusalOfTheRegistryItselfIsPassedOn() {
    SchemaRegistrar registrar = registrar(registry.url(), Map.of());
    registry.failNext(1, 409);

    assertThatThrownBy(() -> registrar.register("r-value", schema(FIRST)))
        .isInstanceOf(RegistryException.class)
        .isNotInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void aRegistryThatComesUpLateIsWaitedFor() {
    registry.failNext(4, 503);

    assertThat(registrar(registry.url(), Map.of()).register("r-value", schema(FIRST))).isPositive();
    assertThat(pauses)
        .containsExactly(
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofMillis(1_600));
  }

  @Test
  void aRegistryThatStaysAwayIsGivenUpInTime() {
    String url = FakeRegistry.nobodysUrl();

    assertThatThrownBy(() -> registrar(url, Map.of()).registerAll(Topics.all()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("the schema registry cannot be reached to list the versions of")
        .hasMessageContaining("gave up after 30 s; is it running, and is its URL right?");
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThanOrEqualTo(PATIENCE)
        .isGreaterThan(PATIENCE.minusSeconds(4));
  }

  @Test
  void wrongCredentialsAreNotTriedAgain() {
    registry.demandAuthorization("Basic bWU6c2VjcmV0");

    assertThatThrownBy(() -> registrar(registry.url(), Map.of()).register("r-value", schema(FIRST)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("for these credentials (HTTP 401)");
    assertThat(pauses).isEmpty();
  }

  @Test
  void credentialsComeFromTheProperties() {
    registry.demandAuthorization("Basic bWU6c2VjcmV0");
    Map<String, String> basic =
        Map.of(
            "schema.registry.basic.auth.credentials.source", "USER_INFO",
            "schema.registry.basic.auth.user.info", "me:secret",
            "security.protocol", "SASL_SSL");
    assertThat(registrar(registry.url(), basic).register("r-value", schema(FIRST))).isPositive();

    registry.demandAuthorization("Bearer token-1");
    Map<String, String> bearer =
        Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "token-1");
    assertThat(registrar(registry.url(), bearer).register("r-value", schema(FIRST))).isPositive();
  }

  @Test
  void anAddressThatIsNoRegistryIsNamedAsSuch() {
    assertThatThrownBy(
            () -> registrar(registry.url() + "/wrong", Map.of()).register("r-value", schema(FIRST)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("not as a schema registry");
  }

  private SchemaRegistrar registrar(String url, Map<String, String> properties) {
    SchemaRegistryClient client = RegistryConnection.open(url, properties);
    return new SchemaRegistrar(
        client,
        PATIENCE,
        () -> now,
        length -> {
          pauses.add(length);
          now += length.toNanos();
        });
  }

  private static Schema schema(String text) {
    return new Schema.Parser().parse(text);
  }
}
