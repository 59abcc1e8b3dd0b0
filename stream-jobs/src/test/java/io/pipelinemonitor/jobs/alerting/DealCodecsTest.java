package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.dealwatch.AmountBucket;
import io.pipelinemonitor.jobs.domain.dealwatch.DealSighting;
import io.pipelinemonitor.jobs.domain.dealwatch.DealWatch;
import io.pipelinemonitor.jobs.domain.incident.CaseFile;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.risk.RiskFactor;
import io.pipelinemonitor.jobs.domain.risk.RiskFactorName;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.WatchedDeal;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** State of single deals as it was written, committed: the newest code reads it, for ever. */
class DealCodecsTest {

  private static final FiscalPeriod PERIOD = new FiscalPeriod("2026-Q1", 8104, 20454, 20544);
  private static final Scope DEAL = new Scope(ScopeType.DEAL, "d|1");
  private static final List<RiskFactor> FACTORS =
      List.of(
          new RiskFactor(RiskFactorName.STUCK_IN_STAGE, 30, 1_767_225_600_000_000L, "in tälks"),
          new RiskFactor(RiskFactorName.NO_NEXT_STEP, 0, -1, ""));

  private static DealWatch fullWatch() {
    return new DealWatch(
        new DealSighting(
            "d|1",
            "Nörd",
            "2026-Q1",
            DealEnd.MERGED,
            new DealScopes("ann", null, "core", "emea", "new"),
            ForecastCategory.BEST_CASE,
            450_000_00L,
            20_512L,
            "talks",
            1_764_633_600_000_000L,
            1_765_411_200_000_000L,
            65,
            FACTORS,
            1_767_225_600_250_000L),
        true);
  }

  private static DealWatch bareWatch() {
    return new DealWatch(
        new DealSighting(
            "d2",
            null,
            null,
            null,
            new DealScopes(null, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            -1),
        false);
  }

  private static CaseFile file() {
    WatchedDeal held =
        new WatchedDeal(
            "Änn",
            ForecastCategory.COMMIT,
            450_000_00L,
            7,
            20_512L,
            "talks",
            1_764_633_600_000_000L,
            1_765_411_200_000_000L,
            List.of(DEAL, Scope.rep("ann"), Scope.unit("nörd"), Scope.COMPANY),
            FACTORS,
            null,
            null);
    WatchedDeal gone =
        new WatchedDeal(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            DealEnd.MOVED,
            "2026-Q2");
    return new CaseFile(
        DEAL,
        PERIOD,
        observation(1_767_225_600_000_000L, held),
        1_767_225_600_000_001L,
        new TreeMap<>(Map.of(1_767_225_700_000_000L, observation(1_767_225_700_000_000L, gone))),
        null,
        Map.of(),
        List.of(),
        History.EMPTY);
  }

  private static Observation observation(long asOf, WatchedDeal deal) {
    return new Observation(
        DEAL,
        PERIOD.name(),
        asOf,
        "Nörd",
        List.of("root", "nörd", "ann"),
        "ann",
        0.25,
        "EUR",
        450_000_00,
        0,
        null,
        false,
        null,
        Map.of(Metric.RISK_SCORE, 65.0),
        Map.of(),
        deal);
  }

  @Test
  void readsWhatVersion1OfADealWrote() throws Exception {
    assertReads(new DealWatchCodec(), 1, "deal-watch-v1.hex", fullWatch(), bareWatch());
  }

  @Test
  void readsWhatVersion1OfAmountsWrote() throws Exception {
    assertReads(
        new AmountBucketCodec(),
        1,
        "amount-bucket-v1.hex",
        AmountBucket.of(new long[] {1, 1_000_00, Long.MAX_VALUE}, new int[] {3, 1, 1_000_000}),
        AmountBucket.EMPTY);
  }

  @Test
  void readsWhatVersion4OfAFileWroteOfADeal() throws Exception {
    assertReads(new CaseFileCodec(), 4, "case-file-of-deal-v4.hex", file());
  }

  @SafeVarargs
  private static <T> void assertReads(Codec<T> codec, int version, String name, T... values)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    for (T value : values) {
      codec.write(value, out);
    }
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).as(name).isEqualTo(fixture(name));
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(fixture(name)));
    for (T value : values) {
      T read = codec.read(in, version);
      assertThat(read).isEqualTo(value);
      assertThat(codec.copy(read)).isEqualTo(value);
    }
    assertThat(in.available()).isZero();
  }

  private static String fixture(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(DealCodecsTest.class.getResourceAsStream("/state/" + name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
