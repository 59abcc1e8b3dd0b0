package io.pipelinemonitor.schema.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.SalesProcess;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NaturalJsonErrorsTest {

  private static final NaturalJson<DealEvent> DEAL_EVENTS = NaturalJson.of(DealEvent.class);
  private static final String IDENTITY =
      "\"eventId\":\"e1\",\"dealId\":\"d1\",\"source\":\"crm\",\"type\":\"UPDATED\","
          + "\"occurredAt\":\"2026-02-01T09:30:00Z\"";

  static Stream<Arguments> badFields() {
    return Stream.of(
        arguments(
            "\"amonut\": 12",
            "line 7: unknown field 'amonut' in DealEvent; did you mean 'amount'?"),
        arguments("\"zzzzzzzzzz\": 12", "line 7: unknown field 'zzzzzzzzzz' in DealEvent"),
        arguments(
            "\"amountMinor\": 1200",
            "line 7: unknown field 'amountMinor' in DealEvent; here it is 'amount', an amount in"
                + " major units such as 12500.50"),
        arguments(
            "\"amount\": 12.505, \"currency\": \"USD\"",
            "line 7: amount: 12.505 has more decimals than USD, which has 2"),
        arguments(
            "\"amount\": 12.5, \"currency\": \"JPY\"",
            "line 7: amount: 12.5 has more decimals than JPY, which has none"),
        arguments(
            "\"amount\": 12", "line 7: amount: an amount needs its ISO-4217 'currency' beside it"),
        arguments(
            "\"amount\": 12, \"currency\": \"EURO\"",
            "line 7: amount: 'EURO' is not an ISO-4217 currency such as USD"),
        arguments(
            "\"amount\": 12, \"currency\": \"XAU\"",
            "line 7: amount: 'XAU' has no minor unit to count amounts in"),
        arguments(
            "\"amount\": 92233720368547758.08, \"currency\": \"USD\"",
            "line 7: amount: 92233720368547758.08 USD is more than an amount can hold"),
        arguments(
            "\"amount\": 1e999999, \"currency\": \"USD\"",
            "line 7: amount: 1E+999999 USD is more than an amount can hold"),
        arguments(
            "\"amount\": \"12,50\", \"currency\": \"USD\"",
            "line 7: amount: expected an amount in major units such as 12500.50, found the text"
                + " \"12,50\""),
        arguments(
            "\"amount\": {\"major\": 12}, \"currency\": \"USD\"",
            "line 7: amount: expected an amount in major units such as 12500.50, found an object"),
        arguments(
            "\"amount\": true",
            "line 7: amount: expected an amount in major units such as 12500.50, found true"),
        arguments(
            "\"closeDate\": \"31.03.2026\"",
            "line 7: closeDate: expected a day such as 2026-02-01, found the text \"31.03.2026\""),
        arguments(
            "\"closeDate\": \"2026-02-30\"",
            "line 7: closeDate: expected a day such as 2026-02-01, found the text \"2026-02-30\""),
        arguments(
            "\"closedAt\": \"2026-02-01\"",
            "line 7: closedAt: expected an instant such as 2026-02-01T09:30:00Z, found the text"
                + " \"2026-02-01\""),
        arguments(
            "\"closedAt\": 1769938200",
            "line 7: closedAt: expected an instant such as 2026-02-01T09:30:00Z, found the number"
                + " 1769938200"),
        arguments(
            "\"status\": \"WONN\"",
            "line 7: status: expected one of OPEN, WON, LOST, UNKNOWN, found the text \"WONN\";"
                + " did you mean 'WON'?"),
        arguments(
            "\"probability\": \"0.4\"",
            "line 7: probability: expected a number, found the text \"0.4\""),
        arguments(
            "\"probability\": 1e999",
            "line 7: probability: the number 1e999 is too large for this field"),
        arguments(
            "\"contactCount\": 2.5",
            "line 7: contactCount: expected a whole number, found the number 2.5"),
        arguments(
            "\"contactCount\": 3000000000",
            "line 7: contactCount: the number 3000000000 is too large for this field"),
        arguments(
            "\"sequence\": 99999999999999999999",
            "line 7: sequence: the number 99999999999999999999 is too large for this field"),
        arguments("\"name\": 12", "line 7: name: expected text in quotes, found the number 12"),
        arguments("\"name\": {}", "line 7: name: expected text in quotes, found an object"),
        arguments("\"name\": \"a\", \"name\": \"b\"", "line 7: name: is given twice"),
        arguments(
            "\"clearedFields\": \"amount\"",
            "line 7: clearedFields: expected a list [...] of the name of a field of DealEvent,"
                + " found the text \"amount\""),
        arguments(
            "\"clearedFields\": [\"amountMinor\"]",
            "line 7: clearedFields[0]: expected the name of a field of DealEvent, found the text"
                + " \"amountMinor\"; here it is 'amount'"),
        arguments(
            "\"clearedFields\": [\"name\", \"nextstep\"]",
            "line 7: clearedFields[1]: expected the name of a field of DealEvent, found the text"
                + " \"nextstep\"; did you mean 'nextStep'?"));
  }

  @ParameterizedTest
  @MethodSource("badFields")
  void aBadFieldIsNamedWithWhatIsExpected(String fields, String message) {
    assertThat(failure(DEAL_EVENTS, "{" + IDENTITY + "," + fields + "}")).hasMessage(message);
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        arguments("", "line 7: expected an object {...} of DealEvent, found nothing"),
        arguments("[]", "line 7: expected an object {...} of DealEvent, found a list"),
        arguments(
            "{" + IDENTITY + "} {}",
            "line 7: expected the end of the line after the object; one object a line"));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void aLineThatIsNoObjectIsRefused(String line, String message) {
    assertThat(failure(DEAL_EVENTS, line)).hasMessage(message);
  }

  @Test
  void brokenJsonIsRefusedWithItsColumn() {
    assertThat(failure(DEAL_EVENTS, "{" + IDENTITY + ",}").getMessage())
        .startsWith("line 7: not valid JSON: ")
        .contains("(column ");
    assertThat(failure(DEAL_EVENTS, "{" + IDENTITY).getMessage())
        .startsWith("line 7: not valid JSON: ");
    assertThat(failure(DEAL_EVENTS, "{" + IDENTITY + ",\"probability\":NaN}").getMessage())
        .startsWith("line 7: not valid JSON: ");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] line = ("{" + IDENTITY + ",\"name\":\"?\"}").getBytes(StandardCharsets.ISO_8859_1);
    line[line.length - 3] = (byte) 0xFF;

    NaturalJsonException failure =
        catchThrowableOfType(
            NaturalJsonException.class, () -> DEAL_EVENTS.read(line, 0, line.length, 7));

    assertThat(failure.getMessage()).startsWith("line 7: not valid JSON: ");
  }

  @Test
  void aMissingFieldIsNamed() {
    NaturalJsonException failure = failure(DEAL_EVENTS, "{\"eventId\":\"e1\"}");

    assertThat(failure)
        .hasMessage("line 7: dealId: is missing; every DealEvent needs it, text in quotes");
    assertThat(failure.line()).isEqualTo(7);
    assertThat(failure.path()).isEqualTo("dealId");
    assertThat(failure.problem()).startsWith("is missing");
  }

  @Test
  void theNameOfAFieldInsideAListIsItsPath() {
    assertThat(
            failure(
                NaturalJson.of(SalesProcess.class),
                """
                {"pipelineId":"p","name":"n","updatedAt":"2026-01-01T00:00:00Z",
                 "stages":[{"stageId":"a","name":"A","order":1,"probability":0.1},
                           {"stageId":"b","name":"B","order":2,"probability":"high"}]}
                """))
        .hasMessage("line 7: stages[1].probability: expected a number, found the text \"high\"");
    assertThat(
            failure(
                NaturalJson.of(PipelineSnapshot.class),
                """
                {"scopeType":"UNIT","scopeId":"emea","period":"2026-Q1",
                 "asOf":"2026-02-01T09:30:00Z","periodStart":"2026-01-01","periodEnd":"2026-04-01",
                 "stages":[{"pipelineId":"p","stageId":"s","amount":1},
                           {"pipelineId":"p","stageId":"t","amount":10.255}],"currency":"USD"}
                """))
        .hasMessage("line 7: stages[1].amount: 10.255 has more decimals than USD, which has 2");
  }

  @Test
  void aLengthOfTimeIsExplained() {
    assertThat(
            failure(
                NaturalJson.of(AlertRule.class),
                """
                {"ruleId":"r","version":1,"name":"n","type":"THRESHOLD","metric":"coverageToGo",
                 "direction":"BELOW","updatedAt":"2026-01-01T00:00:00Z",
                 "levels":[{"severity":"WARNING","fire":3,"clear":3.3,"for":"four hours"}]}
                """))
        .hasMessage(
            "line 7: levels[0].for: expected a length of time such as 4h, 30m or 1d12h, or a"
                + " number of seconds, found the text \"four hours\"");
  }

  private static NaturalJsonException failure(
      NaturalJson<? extends SpecificRecord> json, String line) {
    return catchThrowableOfType(NaturalJsonException.class, () -> json.read(line, 7));
  }
}
