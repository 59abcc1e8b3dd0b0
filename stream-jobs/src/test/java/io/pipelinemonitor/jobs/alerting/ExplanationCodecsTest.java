package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.explanation.DealBook;
import io.pipelinemonitor.jobs.domain.explanation.DealBooking;
import io.pipelinemonitor.jobs.domain.explanation.DealChange;
import io.pipelinemonitor.jobs.domain.explanation.DealMoves;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.Publications;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMoves;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.scope.Scope;
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

/** State as version 1 wrote it, committed: the newest code reads it, for ever. */
class ExplanationCodecsTest {

  private static final Happened SLIPPED =
      new Happened(MovementCause.PUSHED_OUT, "2026-Q2", "e1", 1_767_225_600_000_000L);
  private static final Happened RATE =
      new Happened(MovementCause.FX_EFFECT, null, null, 1_767_225_700_000_000L);
  private static final DealScopes SCOPES = new DealScopes("ann", null, "core", "emea", "new");

  private static DealBook book() {
    return new DealBook(
        List.of(
            new DealChange("c1", false, "Nörd", "2026-Q1", SCOPES, null, false, -5, SLIPPED, 10),
            new DealChange("c2", true, null, "2026-Q1", SCOPES, Scope.UNOWNED, true, 7, RATE, 11)),
        List.of(new DealBooking(null, null, SCOPES, 0, RATE, 12)),
        Map.of(
            "c0",
            new Publications(
                new TreeMap<>(Map.of(3L, Publications.PUBLISHED, 4L, Publications.WITHDRAWN)))),
        Map.of(new DealBook.Holding(Money.OPEN, "2026-Q1", Scope.rep("ann")), -1_234_567L),
        new DealBooking("Nörd", "2026-Q1", SCOPES, 900, SLIPPED, 9),
        "Nörd",
        -2L);
  }

  private static ScopeMoves moves() {
    return new ScopeMoves(
        Map.of(
            Money.BOOKED,
            new TreeMap<>(
                Map.of(
                    "d1",
                    new DealMoves(
                        "Nörd",
                        null,
                        55,
                        9,
                        List.of(
                            new DealMoves.Move(20_454, SLIPPED, -5),
                            new DealMoves.Move(20_455, RATE, 60)))))),
        List.of(
            new ScopeMove(
                Scope.unit("north"),
                "2026-Q1",
                Money.OPEN,
                "d2",
                null,
                "ann",
                RATE,
                -1,
                0,
                1_767_225_800_000_000L)),
        20_450L);
  }

  @Test
  void readsWhatVersion1Wrote() throws Exception {
    assertReads(new DealBookCodec(), "deal-book-v1.hex", book());
    assertReads(new ScopeMovesCodec(), "scope-moves-v1.hex", moves());
  }

  private static <T> void assertReads(Codec<T> codec, String name, T expected) throws IOException {
    assertThat(hex(codec, expected)).as(name).isEqualTo(fixture(name));
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(fixture(name)));
    T read = codec.read(in, 1);
    assertThat(in.available()).isZero();
    assertThat(read).usingRecursiveComparison().isEqualTo(expected);
    assertThat(codec.copy(read)).usingRecursiveComparison().isEqualTo(expected);
  }

  private static <T> String hex(Codec<T> codec, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    codec.write(value, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private static String fixture(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            ExplanationCodecsTest.class.getResourceAsStream("/state/" + name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
