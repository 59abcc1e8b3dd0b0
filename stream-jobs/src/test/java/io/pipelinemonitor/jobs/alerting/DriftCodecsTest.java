package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.drift.DriftLook;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.drift.ScopeMidnights;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** The fixtures are the bytes of version 1: they never change. */
class DriftCodecsTest {

  private static DriftLooks looks() {
    return new DriftLooks(
        List.of(
            new DriftLook(20_454, 1_767_225_600_000_000L, 3_500_000_00, 3_500_000_00, 70_000.5, 0),
            new DriftLook(20_456, 1_767_398_400_000_000L, -1, 3_510_000_00, 70_000.5, -1.25)));
  }

  private static ScopeMidnights midnights() {
    ScopeMidnights midnights = new ScopeMidnights();
    FiscalPeriod first = new FiscalPeriod("2025-Q4", 8103, 20_362, 20_454);
    FiscalPeriod second = new FiscalPeriod("2026-Q1", 8104, 20_454, 20_544);
    midnights.take(second, 20_455, 3_500_000_00);
    midnights.take(second, 20_454, -3_500_000_00);
    midnights.take(first, 20_454, 0);
    return midnights;
  }

  @Test
  void readsWhatVersion1Wrote() throws Exception {
    assertReads(new DriftLooksCodec(), "drift-looks-v1.hex", looks());
    assertReads(new ScopeMidnightsCodec(), "scope-midnights-v1.hex", midnights());
  }

  private static <T> void assertReads(Codec<T> codec, String name, T expected) throws IOException {
    assertThat(hex(codec, expected)).as(name).isEqualTo(fixture(name));
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(fixture(name)));
    T read = codec.read(in, 1);
    assertThat(in.available()).isZero();
    assertThat(hex(codec, read)).as(name).isEqualTo(fixture(name));
    assertThat(hex(codec, codec.copy(read))).as(name).isEqualTo(fixture(name));
  }

  private static <T> String hex(Codec<T> codec, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    codec.write(value, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private static String fixture(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(DriftCodecsTest.class.getResourceAsStream("/state/" + name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
