package io.pipelinemonitor.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pipelinemonitor.schema.topic.Topics;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may and what may not be done to a schema that is in use, tried on DealEvent's own. */
class CompatibilityTest {

  private static final String CURRENT = Topics.DEAL_EVENTS.publishedSchema().toString();

  static Stream<Arguments> breakingChanges() {
    return Stream.of(
        change(
            "a required field is removed",
            schema -> schema.replaceFirst("\\{\"name\":\"source\",[^}]*},", ""),
            "DealEvent.source is new there and has no default"),
        change(
            "a required field is added",
            schema -> withField(schema, "{\"name\":\"tenant\",\"type\":\"string\"}"),
            "DealEvent.tenant is new there and has no default"),
        change(
            "a required field is renamed",
            schema -> schema.replace("{\"name\":\"source\"", "{\"name\":\"origin2\""),
            "DealEvent.origin2 is new there and has no default"),
        change(
            "a field gets another type",
            schema ->
                schema.replace(
                    "\"name\":\"dealId\",\"type\":\"string\"",
                    "\"name\":\"dealId\",\"type\":\"long\""),
            "DealEvent.dealId has another type"),
        change(
            "a field can no longer be null",
            schema ->
                schema.replaceFirst(
                    "\"name\":\"ownerId\",\"type\":\\[\"null\",\"string\"]([^}]*)\"default\":null",
                    "\"name\":\"ownerId\",\"type\":\"string\"$1\"default\":\"\""),
            "DealEvent.ownerId"),
        change(
            "an enum is renamed",
            schema -> schema.replace("\"DealEventType\"", "\"EventType\""),
            "DealEvent.type has another name"),
        change(
            "the enum's default is dropped and a symbol removed",
            schema ->
                schema.replace("\"MERGED\",\"UNKNOWN\"],\"default\":\"UNKNOWN\"", "\"UNKNOWN\"]"),
            "DealEvent.type lacks the symbols [MERGED]"));
  }

  static Stream<Arguments> harmlessChanges() {
    return Stream.of(
        change(
            "a field with a default is added",
            schema ->
                withField(
                    schema,
                    "{\"name\":\"tenant\",\"type\":[\"null\",\"string\"],\"default\":null}"),
            ""),
        change(
            "an enum gains a symbol",
            schema ->
                schema.replace("\"MERGED\",\"UNKNOWN\"]", "\"MERGED\",\"SPLIT\",\"UNKNOWN\"]"),
            ""),
        change(
            "an explanation is rewritten",
            schema -> schema.replace("The deal that changed.", "Which deal it was."),
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breakingChanges")
  void aBreakingChangeIsFoundAndNamed(String name, Schema changed, String problem) {
    assertThat(Compatibility.problems(changed, current(), "version 1"))
        .anySatisfy(found -> assertThat(found).contains("version 1").contains(problem));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmlessChanges")
  void aHarmlessChangeIsAccepted(String name, Schema changed, String unused) {
    assertThat(Compatibility.problems(changed, current(), "version 1")).isEmpty();
  }

  @Test
  void theFieldIsNamedWhereverItIsNested() {
    Schema snapshot = Topics.SNAPSHOTS.publishedSchema();
    Schema changed =
        new Schema.Parser()
            .parse(
                snapshot
                    .toString()
                    .replaceFirst(
                        "\"name\":\"stageId\",\"type\":\"string\"",
                        "\"name\":\"stageId\",\"type\":\"int\""));

    assertThat(Compatibility.problems(changed, snapshot, "version 1"))
        .anyMatch(found -> found.contains("PipelineSnapshot.stages[].stageId has another type"));
  }

  private static Arguments change(String name, UnaryOperator<String> change, String problem) {
    String changed = change.apply(CURRENT);
    assertThat(changed).as(name + " must change the schema").isNotEqualTo(CURRENT);
    return arguments(name, new Schema.Parser().parse(changed), problem);
  }

  private static String withField(String schema, String field) {
    return schema.replaceFirst("\"fields\":\\[", "\"fields\":[" + field + ",");
  }

  private static Schema current() {
    return Topics.DEAL_EVENTS.schema();
  }
}
