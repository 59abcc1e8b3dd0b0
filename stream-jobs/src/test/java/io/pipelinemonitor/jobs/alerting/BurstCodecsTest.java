package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.burst.Author;
import io.pipelinemonitor.jobs.domain.burst.Burst;
import io.pipelinemonitor.jobs.domain.burst.BurstPolicy;
import io.pipelinemonitor.jobs.domain.burst.BurstWatch;
import io.pipelinemonitor.jobs.domain.burst.DealEdit;
import io.pipelinemonitor.jobs.domain.burst.DealTouches;
import io.pipelinemonitor.jobs.domain.burst.OpenChange;
import io.pipelinemonitor.jobs.domain.burst.OpenDeals;
import io.pipelinemonitor.jobs.domain.burst.Touch;
import io.pipelinemonitor.jobs.domain.burst.UnitShare;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMoves;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
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
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** State as each version wrote it, committed: the newest code reads it, for ever. */
class BurstCodecsTest {

  private static final Author KIM = new Author(Author.Kind.ACTOR, "crm", "kim");
  private static final Author LOAD = new Author(Author.Kind.IMPORT, "crm", "");
  private static final ScopeMove MOVE =
      new ScopeMove(
          Scope.COMPANY,
          "2026-Q1",
          Money.OPEN,
          "d1",
          "Nörd",
          "ann",
          new Happened(MovementCause.PUSHED_OUT, "2026-Q2", "e1", 1_767_225_600_000_000L),
          -5,
          0,
          1_767_225_600_250_000L);
  private static final Touch TOUCH =
      new Touch(
          KIM,
          "d1",
          "e1",
          1_767_225_600_000_000L,
          1_767_225_600_250_000L,
          false,
          Set.of(DealField.CLOSE_DATE, DealField.EXISTENCE),
          Set.of(Scope.COMPANY, Scope.rep("ann")),
          List.of(MOVE),
          List.of());
  private static final Touch TOUCH_IN_UNITS =
      new Touch(
          KIM,
          "d1",
          "e1",
          1_767_225_600_000_000L,
          1_767_225_600_250_000L,
          false,
          Set.of(DealField.CLOSE_DATE, DealField.EXISTENCE),
          Set.of(Scope.COMPANY, Scope.rep("ann")),
          List.of(MOVE),
          List.of(
              new Touch.DealUnit(Scope.unit("north"), "Nörd", 60),
              new Touch.DealUnit(Scope.COMPANY, "Root", 400)));

  private static DealTouches touches() {
    DealScopes named = new DealScopes("ann", null, "core", null, null);
    return new DealTouches(
        Map.of(5L, List.of(new DealEdit(KIM, "e2", 4, Set.of(DealField.AMOUNT), named))),
        Map.of("e1", new DealTouches.Told(LOAD, 3)));
  }

  private static BurstWatch watch(Touch touch, @Nullable UnitShare share) {
    Burst burst = new Burst(KIM, Suppression.BULK_EDIT, 1, 2, 3, 4, 51, true, 2);
    ScopeMoves moves = new ScopeMoves();
    moves.take(MOVE);
    burst.restore(
        Set.of("d1", "d2"),
        Map.of(DealField.CLOSE_DATE, 52),
        Set.of(Scope.COMPANY, Scope.unit("north")),
        Map.of("2026-Q1", moves));
    if (share != null) {
      burst.restore(share, Set.of("d1", "d2"));
    }
    return new BurstWatch(BurstPolicy.STANDARD, List.of(touch), List.of(touch), burst);
  }

  @Test
  void readsWhatVersion1WroteOfADeal() throws Exception {
    assertReads(new DealTouchesCodec(), "deal-touches-v1.hex", 1, touches());
  }

  @Test
  void readsWhatVersion1WroteOfAnAuthor() throws Exception {
    assertStillReads(new BurstWatchCodec(), "burst-watch-v1.hex", 1, watch(TOUCH, null));
  }

  @Test
  void readsWhatVersion2WroteOfAnAuthor() throws Exception {
    UnitShare share = new UnitShare(Scope.unit("north"), "Nörd", 2, 7);
    assertReads(new BurstWatchCodec(), "burst-watch-v2.hex", 2, watch(TOUCH_IN_UNITS, share));
  }

  @Test
  void readsWhatVersion1WroteOfAChange() throws Exception {
    assertStillReads(new EditNewsCodec(), "edit-news-v1.hex", 1, new EditNews(7, TOUCH, null));
  }

  @Test
  void readsWhatVersion2WroteOfAChange() throws Exception {
    OpenChange open = new OpenChange(7, Set.of(Scope.unit("north")), Set.of(Scope.COMPANY));
    EditNews news = new EditNews(7, TOUCH_IN_UNITS, open);
    assertReads(new EditNewsCodec(), "edit-news-v2.hex", 2, news);
  }

  @Test
  void readsWhatVersion1WroteOfOpenDeals() throws Exception {
    Scope north = Scope.unit("north");
    OpenDeals open =
        new OpenDeals(
            Map.of(Scope.COMPANY, 400, north, 60),
            Map.of(5L, Map.of(north, -1), 9L, Map.of(Scope.COMPANY, 1, north, 1)));
    assertReads(new OpenDealsCodec(), "open-deals-v1.hex", 1, open);
  }

  private static <T> void assertReads(Codec<T> codec, String name, int version, T expected)
      throws IOException {
    assertThat(codec.version()).isEqualTo(version);
    assertThat(hex(codec, expected)).as(name).isEqualTo(fixture(name));
    assertStillReads(codec, name, version, expected);
  }

  private static <T> void assertStillReads(Codec<T> codec, String name, int version, T expected)
      throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(fixture(name)));
    T read = codec.read(in, version);
    assertThat(in.available()).isZero();
    assertThat(hex(codec, read)).as("read back").isEqualTo(hex(codec, expected));
    assertThat(hex(codec, codec.copy(read))).as("copied").isEqualTo(hex(codec, expected));
  }

  private static <T> String hex(Codec<T> codec, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    codec.write(value, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private static String fixture(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(BurstCodecsTest.class.getResourceAsStream("/state/" + name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
