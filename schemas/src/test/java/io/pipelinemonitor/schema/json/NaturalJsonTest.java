package io.pipelinemonitor.schema.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RulePeriod;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.contract.Records;
import io.pipelinemonitor.schema.contract.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NaturalJsonTest {

  private static final NaturalJson<DealEvent> DEAL_EVENTS = NaturalJson.of(DealEvent.class);
  private static final String IDENTITY =
      "\"eventId\":\"e1\",\"dealId\":\"d1\",\"source\":\"crm\",\"type\":\"UPDATED\","
          + "\"occurredAt\":\"2026-02-01T09:30:00Z\"";

  static Stream<Class<? extends SpecificRecord>> recordTypes() {
    return Records.onTopics();
  }

  @Test
  void readsADealEventAsPeopleWriteIt() throws NaturalJsonException {
    DealEvent event =
        DEAL_EVENTS.read(
            """
            {"eventId": "e1", "dealId": "d1", "source": "crm", "type": "CREATED",
             "occurredAt": "2026-02-01T09:30:00.5Z", "amount": 12500.50, "currency": "USD",
             "closeDate": "2026-03-31", "status": "OPEN", "probability": 0.4, "contactCount": 3,
             "clearedFields": ["nextStep"]}
            """,
            1);

    assertThat(event.getType()).isEqualTo(DealEventType.CREATED);
    assertThat(event.getOccurredAt()).isEqualTo(Instant.parse("2026-02-01T09:30:00.500Z"));
    assertThat(event.getAmountMinor()).isEqualTo(1_250_050L);
    assertThat(event.getCloseDate()).isEqualTo(LocalDate.parse("2026-03-31"));
    assertThat(event.getStatus()).isEqualTo(DealStatus.OPEN);
    assertThat(event.getProbability()).isEqualTo(0.4);
    assertThat(event.getContactCount()).isEqualTo(3);
    assertThat(event.getClearedFields()).containsExactly("nextStep");
    assertThat(event.getOwnerId()).as("absent").isNull();
  }

  @Test
  void writesTheSameFormInSchemaOrderWithoutNulls() throws NaturalJsonException {
    String line =
        "{"
            + IDENTITY
            + ",\"clearedFields\":[\"amount\"],\"amount\":12500.50,\"currency\":\"USD\","
            + "\"closeDate\":\"2026-03-31\"}";

    assertThat(DEAL_EVENTS.write(DEAL_EVENTS.read(line, 1))).isEqualTo(line);
  }

  @ParameterizedTest
  @MethodSource("recordTypes")
  void everyRecordSurvivesJsonWithAllFieldsAndWithFew(Class<? extends SpecificRecord> type)
      throws NaturalJsonException {
    requireRoundTrip(Samples.full(type), NaturalJson.of(type));
    requireRoundTrip(Samples.bare(type), NaturalJson.of(type));
  }

  private static void requireRoundTrip(
      SpecificRecord record, NaturalJson<? extends SpecificRecord> json)
      throws NaturalJsonException {
    String line = write(json, record);
    byte[] utf8 = ("?" + line + "?").getBytes(StandardCharsets.UTF_8);

    assertThat(json.read(line, 1)).isEqualTo(record);
    assertThat(json.read(utf8, 1, utf8.length - 2, 1)).isEqualTo(record);
    assertThat(line).doesNotContain("\n");
  }

  @SuppressWarnings("unchecked") // The record is of the JSON's own type.
  private static <T extends SpecificRecord> String write(
      NaturalJson<T> json, SpecificRecord record) {
    return json.write((T) record);
  }

  @Test
  void anAmountHasTheDecimalsOfItsCurrencyWhereverThatStands() throws NaturalJsonException {
    assertThat(amount("\"amount\": 12500.5, \"currency\": \"USD\"")).isEqualTo(1_250_050L);
    assertThat(amount("\"currency\": \"USD\", \"amount\": 12500.5")).isEqualTo(1_250_050L);
    assertThat(amount("\"amount\": 12500, \"currency\": \"JPY\"")).isEqualTo(12_500L);
    assertThat(amount("\"amount\": 12.505, \"currency\": \"KWD\"")).isEqualTo(12_505L);
    assertThat(amount("\"amount\": 12.500, \"currency\": \"USD\"")).isEqualTo(1_250L);
    assertThat(amount("\"amount\": -1.25e4, \"currency\": \"USD\"")).isEqualTo(-1_250_000L);
    assertThat(amount("\"amount\": \"0.10\", \"currency\": \"USD\"")).isEqualTo(10L);
    assertThat(amount("\"amount\": 90071992547409.93, \"currency\": \"USD\""))
        .as("beyond what a double holds")
        .isEqualTo(9_007_199_254_740_993L);
    assertThat(amount("\"amount\": {\"minor\": 7}")).as("without a currency").isEqualTo(7L);
  }

  private static Long amount(String fields) throws NaturalJsonException {
    return DEAL_EVENTS.read("{" + IDENTITY + "," + fields + "}", 1).getAmountMinor();
  }

  @Test
  void anAmountWithoutAKnownCurrencyIsShownInMinorUnitsAndReadBack() throws NaturalJsonException {
    DealEvent event = Samples.bare(DealEvent.class);
    event.setAmountMinor(1_250L);
    assertThat(DEAL_EVENTS.write(event)).contains("\"amount\":{\"minor\":1250}");
    assertThat(DEAL_EVENTS.read(DEAL_EVENTS.write(event), 1)).isEqualTo(event);

    event.setCurrency("EURO");
    assertThat(DEAL_EVENTS.write(event)).contains("\"amount\":{\"minor\":1250}");
    assertThat(DEAL_EVENTS.read(DEAL_EVENTS.write(event), 1)).isEqualTo(event);
  }

  @Test
  void amountsInsideListsUseTheCurrencyOfTheRecordAroundThem() throws NaturalJsonException {
    NaturalJson<PipelineSnapshot> snapshots = NaturalJson.of(PipelineSnapshot.class);
    PipelineSnapshot snapshot =
        snapshots.read(
            """
            {"scopeType":"UNIT","scopeId":"emea","period":"2026-Q1","asOf":"2026-02-01T09:30:00Z",
             "periodStart":"2026-01-01","periodEnd":"2026-04-01",
             "stages":[{"pipelineId":"p","stageId":"s","count":2,"amount":10.25}],
             "openAmount":10.25,"quota":100,"currency":"USD"}
            """,
            1);

    assertThat(snapshot.getStages().get(0).getAmount()).isEqualTo(1_025L);
    assertThat(snapshot.getQuota()).isEqualTo(10_000L);
    assertThat(snapshot.getBookedAmount()).as("absent").isZero();
    assertThat(snapshots.write(snapshot))
        .contains("\"amount\":10.25")
        .contains("\"quota\":100.00")
        .contains("\"bookedAmount\":0.00");
  }

  @Test
  void aRuleReadsAsItIsSpoken() throws NaturalJsonException {
    NaturalJson<AlertRule> rules = NaturalJson.of(AlertRule.class);
    AlertRule rule =
        rules.read(
            """
            {"ruleId":"coverage","version":1,"name":"Coverage to go","type":"THRESHOLD",
             "scope":{"types":["UNIT"]},"metric":"coverageToGo","direction":"BELOW",
             "levels":[{"severity":"WARNING","fire":3,"clear":3.3,"for":"4h"},
                       {"severity":"CRITICAL","fire":2,"clear":2.2,"for":14400}],
             "keepFiringFor":"30m","cooldown":"P1D","remindEvery":"1d12h","minQuota":1000,
             "currency":"EUR","updatedAt":"2026-01-01T00:00:00Z"}
            """,
            1);

    assertThat(rule.getLevels()).extracting("forSeconds").containsExactly(14_400L, 14_400L);
    assertThat(rule.getKeepFiringForSeconds()).isEqualTo(1_800);
    assertThat(rule.getCooldownSeconds()).isEqualTo(86_400);
    assertThat(rule.getRemindEverySeconds()).isEqualTo(129_600L);
    assertThat(rule.getMinQuotaMinor()).isEqualTo(100_000L);
    assertThat(rule.getScope().getTypes()).containsExactly(ScopeType.UNIT);
    assertThat(rule.getPeriods()).as("default").containsExactly(RulePeriod.CURRENT);
    assertThat(rule.getEnabled()).as("default").isTrue();
    assertThat(rules.write(rule))
        .contains("\"for\":\"4h\"")
        .contains("\"cooldown\":\"1d\"")
        .contains("\"remindEvery\":\"1d12h\"");
  }

  @Test
  void everyRecordGetsDefaultsOfItsOwn() throws NaturalJsonException {
    DealEvent first = DEAL_EVENTS.read("{" + IDENTITY + "}", 1);
    first.getClearedFields().add("nextStep");

    assertThat(DEAL_EVENTS.read("{" + IDENTITY + "}", 2).getClearedFields()).isEmpty();
  }

  @Test
  void anExplicitNullIsAnAbsentField() throws NaturalJsonException {
    DealEvent event =
        DEAL_EVENTS.read("{" + IDENTITY + ",\"amount\":null,\"clearedFields\":null}", 1);

    assertThat(event.getAmountMinor()).isNull();
    assertThat(event.getClearedFields()).isEmpty();
  }

  @Test
  void requiredFieldsOfASalesProcessAreNamedAsInTheEvents() throws NaturalJsonException {
    SalesProcess process =
        NaturalJson.of(SalesProcess.class)
            .read(
                """
                {"pipelineId":"p","name":"New business","updatedAt":"2026-01-01T00:00:00+01:00",
                 "stages":[{"stageId":"s","name":"Qualify","order":1,"probability":0.1,
                            "expectedDays":14,"requiredFields":["amount","closeDate"]}]}
                """,
                1);

    assertThat(process.getStages().get(0).getRequiredFields())
        .isEqualTo(List.of("amountMinor", "closeDate"));
    assertThat(process.getUpdatedAt()).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
  }
}
