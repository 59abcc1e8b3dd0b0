package io.pipelinemonitor.schema.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.RuleMode;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.contract.Records;
import io.pipelinemonitor.schema.contract.Samples;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NaturalYamlTest {

  private static final NaturalYaml<AlertRule> RULES = NaturalYaml.of(AlertRule.class);
  private static final String RULE =
      """
      # What it is for.
      ruleId: reps-on-pace
      version: 1
      name: Reps on pace
      type: THRESHOLD
      scope: {types: [UNIT]}
      minQuota: 1000.50
      currency: EUR
      metric: repsOnPace
      direction: BELOW
      levels:
        - severity: WARNING
          fire: 0.4
          clear: 0.5
          for: 1d
        - severity: CRITICAL
          fire: 0.2
          clear: 0.3
      mode: SHADOW      # nobody is told
      updatedAt: 2026-01-01T00:00:00Z
      """;

  static Stream<Class<? extends SpecificRecord>> recordTypes() {
    return Records.onTopics();
  }

  @Test
  void readsARecordAsPeopleWriteIt() throws NaturalJsonException {
    AlertRule rule = RULES.read(RULE).get(0).record();

    assertThat(rule.getRuleId()).isEqualTo("reps-on-pace");
    assertThat(rule.getMode()).isEqualTo(RuleMode.SHADOW);
    assertThat(rule.getScope().getTypes()).containsExactly(ScopeType.UNIT);
    assertThat(rule.getMinQuotaMinor()).isEqualTo(1_000_50L);
    assertThat(rule.getLevels().get(0).getForSeconds()).isEqualTo(86_400);
    assertThat(rule.getUpdatedAt()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(rule.getDescription()).as("absent").isNull();
  }

  @Test
  void readsListsDocumentsAndJsonAlike() throws NaturalJsonException {
    AlertRule rule = RULES.read(RULE).get(0).record();
    String line = NaturalJson.of(AlertRule.class).write(rule);
    String item = "- " + RULE.strip().replace("\n", "\n  ") + "\n";

    for (String file :
        List.of(
            RULE + "---\n" + RULE + "---\n# nothing here\n",
            item + item,
            line + "\n" + line,
            "[" + line + ",\n" + line + "]")) {
      assertThat(RULES.read(file)).as(file).extracting(Placed::record).containsExactly(rule, rule);
    }
    assertThat(RULES.read("# a comment\n")).isEmpty();
  }

  @Test
  void knowsTheLineOfEachField() throws NaturalJsonException {
    Placed<AlertRule> second = RULES.read(RULE + "---\n" + RULE).get(1);

    assertThat(second.line("")).as("the record").isEqualTo(23);
    assertThat(second.line("metric")).isEqualTo(30);
    assertThat(second.line("levels[1].clear")).isEqualTo(39);
    assertThat(second.line("scope.types[0]")).isEqualTo(27);
    assertThat(second.line("levels[1].for")).as("absent, so the level").isEqualTo(37);
    assertThat(second.line("mOfN")).as("absent, so the record").isEqualTo(23);
  }

  @Test
  void takesFromStandInsWhatAFileMayLeaveOut() throws NaturalJsonException {
    AlertRule standIns = new AlertRule();
    standIns.setVersion(7);
    standIns.setUpdatedAt(Instant.EPOCH);
    String without = RULE.replace("version: 1\n", "").replaceAll("updatedAt: .*", "");

    AlertRule rule = RULES.read(without, standIns).get(0).record();
    assertThat(rule.getVersion()).isEqualTo(7);
    assertThat(rule.getUpdatedAt()).isEqualTo(Instant.EPOCH);
    assertThat(RULES.read(RULE, standIns).get(0).record().getVersion()).as("given").isEqualTo(1);
    assertThat(failure(without)).contains("version: is missing");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("for: 1d", "for: soon", "line 15: levels[0].for: expected a length of time"),
        arguments("metric: repsOnPace\n", "", "line 2: metric: is missing"),
        arguments("clear: 0.3", "", "line 16: levels[1].clear: is missing"),
        arguments("metric:", "metrics:", "line 9: unknown field 'metrics' in AlertRule; did you"),
        arguments("1000.50", "1000.505", "line 7: minQuota: 1000.505 has more decimals than EUR"),
        arguments("name: Reps on pace", "name: 12", "line 4: name: expected text in quotes"),
        arguments("SHADOW", "QUIET", "line 19: mode: expected one of"),
        arguments("mode: SHADOW", "\tmode: SHADOW", "line 19: not valid YAML: found character"),
        arguments("{types: [UNIT]}", "{types: [UNIT}", "line 6: not valid YAML: expected ','"),
        arguments("name: Reps on pace", "name: *alias", "line 4: not readable: aliases"),
        arguments(RULE, "rules", "line 1: expected an object {...} of AlertRule"),
        arguments(RULE, "{\"ruleId\":\n 1}", "line 2: ruleId: expected text in quotes"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysOnWhichLineAMistakeIs(String right, String wrong, String message) {
    assertThat(failure(RULE.replace(right, wrong))).startsWith(message).doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("recordTypes")
  void everyRecordSurvivesYaml(Class<? extends SpecificRecord> type) throws NaturalJsonException {
    requireRoundTrip(Samples.full(type));
    requireRoundTrip(Samples.bare(type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no",
        "On",
        "null",
        "~",
        "12",
        "1_000",
        "+1.5",
        ".5",
        "1e3",
        "0x1F",
        "1:30",
        "2026-01-01",
        "a: b",
        "a # b",
        "- a",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "{a}",
        "[a",
        "it's",
        "\"a\"",
        "a\nb\n",
        " a ",
        "a\tb",
        "\u2026"
      })
  void textStaysTextWhateverItLooksLike(String text) throws NaturalJsonException {
    AlertRule rule = Samples.bare(AlertRule.class);
    rule.setDescription(text);
    requireRoundTrip(rule);
  }

  @SuppressWarnings("unchecked") // A record's class is that of the record.
  private static <T extends SpecificRecord> void requireRoundTrip(T record)
      throws NaturalJsonException {
    NaturalYaml<T> yaml = NaturalYaml.of((Class<T>) record.getClass());
    String text = yaml.write(record);
    assertThat(yaml.read(text)).as(text).extracting(Placed::record).containsExactly(record);
  }

  private static String failure(String text) {
    return String.valueOf(
        catchThrowableOfType(NaturalJsonException.class, () -> RULES.read(text)).getMessage());
  }
}
