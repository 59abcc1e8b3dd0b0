package io.pipelinemonitor.schema.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.FxRate;
import io.pipelinemonitor.schema.Quota;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.contract.Samples;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicsTest {

  static List<Topic<?>> topics() {
    return Topics.all();
  }

  @Test
  void theNamesAreTheContract() {
    assertThat(Topics.all().stream().filter(topic -> !topic.name().endsWith(".dlq")))
        .extracting(Topic::name)
        .containsExactly(
            "crm.deal-events",
            "crm.activity-events",
            "plan.sales-processes",
            "plan.org-units",
            "plan.org-members",
            "plan.quotas",
            "plan.forecasts",
            "plan.fx-rates",
            "model.parameters",
            "monitor.rules",
            "monitor.commands",
            "monitor.heartbeat",
            "pipeline.deals",
            "pipeline.changes",
            "pipeline.snapshots",
            "pipeline.history",
            "alerts.events",
            "alerts.state",
            "alerts.events.shadow",
            "alerts.deliveries");
  }

  @Test
  void everyTopicThatWeReadHasDeadLetters() {
    assertThat(Topics.named("crm.deal-events.dlq"))
        .hasValueSatisfying(
            topic -> assertThat(topic.recordType()).isEqualTo((Object) DeadLetter.class));
    assertThat(Topics.all().stream().filter(Topic::isInput)).allMatch(Topic::hasDeadLetters);
    assertThat(Topics.named("pipeline.snapshots.dlq")).isPresent();
    assertThat(Topics.named("alerts.events.dlq")).isPresent();
    assertThat(Topics.named("pipeline.history.dlq")).isEmpty();
    assertThatThrownBy(Topics.HISTORY::deadLetters)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pipeline.history is not read by this system");
  }

  @Test
  void whatIsPlannedIsCompactedAndWhatHappenedIsKeptForEver() {
    assertThat(Topics.QUOTAS.retention().settings()).containsEntry("cleanup.policy", "compact");
    assertThat(Topics.SNAPSHOTS.retention().settings())
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("min.compaction.lag.ms", "604800000");
    assertThat(Topics.DEAL_EVENTS.retention().settings())
        .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", "-1"));
    assertThat(Topics.DEAL_EVENTS.deadLetters().retention()).isEqualTo(Retention.BY_TIME);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void everyRecordHasAKeyAndATime(Topic<?> topic) {
    requireKeyAndTime(topic);
  }

  private static <T extends SpecificRecord> void requireKeyAndTime(Topic<T> topic) {
    T record = Samples.full(topic.recordType());
    assertThat(topic.key(record)).isNotBlank();
    assertThat(topic.time(record)).isNotNull();
    assertThat(topic.partitions()).isPositive();
  }

  @Test
  void aQuotasKeyNamesScopeAndPeriod() {
    Quota quota = Samples.full(Quota.class);
    quota.setScopeType(ScopeType.UNIT);
    quota.setScopeId("emea");
    quota.setPeriod("2026-Q1");

    assertThat(Topics.QUOTAS.key(quota)).isEqualTo("UNIT:emea|2026-Q1");
  }

  @Test
  void aRatesTimeIsTheStartOfItsDay() {
    FxRate rate = Samples.full(FxRate.class);
    rate.setEffectiveFrom(LocalDate.parse("2026-02-01"));

    assertThat(Topics.FX_RATES.time(rate)).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
  }

  @Test
  void aDeadLetterKeepsTheKeyItWasReadWith() {
    DeadLetter letter = Samples.full(DeadLetter.class);
    letter.setKey(ByteBuffer.wrap("deal-1".getBytes(StandardCharsets.UTF_8)));

    assertThat(Topics.DEAL_EVENTS.deadLetters().key(letter)).isEqualTo("deal-1");
    assertThat(Topics.DEAL_EVENTS.deadLetters().key(letter)).as("read again").isEqualTo("deal-1");
  }

  @ParameterizedTest
  @MethodSource("topics")
  void thePublishedSchemaIsTheSchemaWithoutJavasOwnNotes(Topic<?> topic) {
    assertThat(topic.publishedSchema().toString()).doesNotContain("avro.java");
    assertThat(topic.publishedSchema().getDoc()).isEqualTo(topic.schema().getDoc());
    assertThat(SchemaNormalization.toParsingForm(topic.publishedSchema()))
        .isEqualTo(SchemaNormalization.toParsingForm(topic.schema()));
  }
}
