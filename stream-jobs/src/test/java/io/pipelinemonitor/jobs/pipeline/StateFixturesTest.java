package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import io.pipelinemonitor.jobs.domain.activity.ActivityStatus;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.metrics.AccountDeals;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.Measure;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.metrics.OpenDealOfAccount;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import io.pipelinemonitor.jobs.domain.metrics.StageMeasure;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.metrics.Transfer;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/**
 * State as version 1 wrote it, committed: the newest code reads it, for ever. A fixture is never
 * changed; a new version of a codec adds one.
 */
class StateFixturesTest {

  @Test
  void readsADealOfVersion1() throws Exception {
    expectDeal(read(new DealEntryCodec(), "deal-entry-v1.hex", 1));
  }

  @Test
  void readsADealOfVersion2() throws Exception {
    DealEntry entry = read(new DealEntryCodec(), "deal-entry-v2.hex", 2);
    expectDeal(entry);
    assertThat(List.copyOf(entry.activities.entries()))
        .isEqualTo(List.copyOf(deal().activities.entries()));
    assertThat(entry.activities.past()).isEqualTo(deal().activities.past());
    assertThat(entry.activities.foldedTo()).isEqualTo(deal().activities.foldedTo());
  }

  @Test
  void readsAnAccountOfVersion1() throws Exception {
    AccountDeals deals = read(new AccountDealsCodec(), "account-deals-v1.hex", 1);
    assertThat(deals.deals()).isEqualTo(account().deals());
  }

  private static AccountDeals account() {
    return new AccountDeals(
        new TreeMap<>(
            Map.of(
                "A",
                new OpenDealOfAccount(
                    -5L,
                    "EUR",
                    1_000_000L,
                    new FiscalPeriod("2026-Q1", 8104, 20454, 20544),
                    new DealScopes("ann", null, "core", null, "new"),
                    true))));
  }

  private static void expectDeal(DealEntry entry) {
    DealEntry expected = deal();
    assertThat(entry.asOf).isEqualTo(expected.asOf);
    assertThat(entry.timer).isEqualTo(expected.timer);
    assertThat(entry.facts.firstOccurredAt()).isEqualTo(expected.facts.firstOccurredAt());
    assertThat(entry.facts.lastStamp()).isEqualTo(expected.facts.lastStamp());
    for (DealField field : DealField.values()) {
      assertThat(entry.facts.history(field)).isEqualTo(expected.facts.history(field));
    }
  }

  @Test
  void readsSumsOfVersion1() throws Exception {
    assertThat(read(new SumsCodec(), "sums-v1.hex", 1)).isEqualTo(sums());
  }

  @Test
  void readsPendingChangesOfVersion1() throws Exception {
    assertThat(read(new BucketSumsCodec(), "period-sums-v1.hex", 1))
        .isEqualTo(new BucketSums(Map.of("2026-Q1", sums())));
  }

  @Test
  void readsSumsOfVersion2() throws Exception {
    assertThat(read(new SumsCodec(), "sums-v2.hex", 2)).isEqualTo(fullSums());
    assertThat(read(new BucketSumsCodec(), "bucket-sums-v2.hex", 2))
        .isEqualTo(new BucketSums(Map.of("2026-Q1@20488", fullSums())));
  }

  @Test
  void readsMidnightsOfVersion1() throws Exception {
    assertThat(read(new MidnightsCodec(), "midnights-v1.hex", 1).byDay())
        .isEqualTo(midnights().byDay());
  }

  private static Midnights midnights() {
    return new Midnights(
        new TreeMap<>(
            Map.of(
                20_488L, new Midnights.Standing(100, 250, 1.5),
                20_489L, new Midnights.Standing(100, 260, null))));
  }

  @Test
  void stillWritesItsVersion() throws Exception {
    assertThat(write(new DealEntryCodec(), deal())).isEqualTo(fixture("deal-entry-v2.hex"));
    assertThat(write(new AccountDealsCodec(), account()))
        .isEqualTo(fixture("account-deals-v1.hex"));
    assertThat(write(new MidnightsCodec(), midnights())).isEqualTo(fixture("midnights-v1.hex"));
    assertThat(write(new SumsCodec(), fullSums())).isEqualTo(fixture("sums-v2.hex"));
    assertThat(write(new BucketSumsCodec(), new BucketSums(Map.of("2026-Q1@20488", fullSums()))))
        .isEqualTo(fixture("bucket-sums-v2.hex"));
  }

  private static Sums fullSums() {
    Sums sums = sums();
    sums.add(MovementCause.FX_EFFECT, -12);
    sums.countDuration(36_000_000_000_000L, 3);
    sums.countStay(new StageKey("new", "offer"), 7_200_000_000L, 1);
    sums.add(new Transfer("rep-1", "rep-2"), -100);
    return sums;
  }

  private static DealEntry deal() {
    DealFacts facts = new DealFacts();
    facts.add(
        new DealEvent("e1", "A", DealEventType.CREATED, 1_000_000L, Stamp.NO_SEQUENCE)
            .with(DealField.NAME, "Grüße & <Söhne>")
            .with(DealField.STAGE_ID, "lead")
            .with(DealField.AMOUNT, -5L)
            .with(DealField.PROBABILITY, 0.25)
            .with(DealField.FORECAST_CATEGORY, ForecastCategory.COMMIT));
    facts.add(
        new DealEvent("e2", "A", DealEventType.UPDATED, 2_000_000L, 7)
            .with(DealField.STAGE_ID, "offer")
            .clearing(DealField.NAME));
    ActivityFacts activities = new ActivityFacts();
    activities.add(
        new Activity(
            "m1",
            "e3",
            "A",
            "ann",
            ActivityKind.MEETING,
            ActivityStatus.SCHEDULED,
            1_500_000L,
            9_000_000L,
            List.of("c1", "c2"),
            true),
        RiskPolicy.DEFAULT.retention());
    activities.foldTo(2_000_000L, RiskPolicy.DEFAULT.retention());
    return new DealEntry(facts, activities, 2_250, 86_400_000L);
  }

  private static Sums sums() {
    Sums sums = new Sums();
    sums.add(Measure.OPEN_COUNT, 2);
    sums.add(Measure.OPEN_AMOUNT, 123_456_789_012L);
    sums.add(Measure.LOST_AMOUNT, -300);
    sums.add(new StageKey("new", "offer"), StageMeasure.OPEN_COUNT, 2);
    sums.add(new StageKey("new", "offer"), StageMeasure.OPEN_AMOUNT, 123_456_789_012L);
    return sums;
  }

  private static <T> T read(Codec<T> codec, String name, int version) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(fixture(name)));
    T value = codec.read(in, version);
    assertThat(in.available()).isZero();
    return value;
  }

  private static <T> String write(Codec<T> codec, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    codec.write(value, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private static String fixture(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            StateFixturesTest.class.getResourceAsStream("/state/" + name), name)) {
      return new String(file.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
    }
  }
}
