package io.pipelinemonitor.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.DealStanding;
import io.pipelinemonitor.jobs.domain.forecast.OutcomeObservation;
import io.pipelinemonitor.jobs.domain.learning.DealFile;
import io.pipelinemonitor.jobs.domain.learning.DealLessons;
import io.pipelinemonitor.jobs.domain.learning.DealMove;
import io.pipelinemonitor.jobs.domain.learning.DealNews;
import io.pipelinemonitor.jobs.domain.learning.DealPresent;
import io.pipelinemonitor.jobs.domain.learning.LessonChange;
import io.pipelinemonitor.jobs.domain.learning.ScopeLessons;
import io.pipelinemonitor.jobs.domain.learning.StageEntry;
import io.pipelinemonitor.jobs.domain.learning.StayObservation;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** State as version 1 wrote it, committed: the newest code reads it, for ever. */
class StateCodecsTest {

  private static final DealPresent PRESENT =
      new DealPresent(
          1_000_000L,
          9_000_000L,
          true,
          DealStatus.WON,
          8_000_000L,
          8104,
          -123_456_789_012L,
          new DealScopes("ann", null, "core", "emea", "new"),
          List.of(
              new StageEntry("lead", 1_000_000L, 2_000_000L),
              new StageEntry("offer", 2_000_000L, null)));
  private static final DealMove MOVE =
      new DealMove(2_000_000L, "e1", MovementCause.PUSHED_OUT, 8103, 8104, 500, 0);

  private static DealFile file() {
    return new DealFile(
        PRESENT,
        Map.of("c1", MOVE),
        List.of(
            new DealNews(5_000_000L, PRESENT, null, null),
            new DealNews(5_000_000L, null, "c2", MOVE),
            new DealNews(6_000_000L, null, "c1", null),
            new DealNews(7_000_000L, null, null, null)),
        4_000_000L);
  }

  private static LessonChange change() {
    return new LessonChange(
        5_000_000L,
        List.of(Scope.rep("ann"), Scope.UNOWNED),
        new DealLessons(
            List.of(
                new OutcomeObservation(
                    8104,
                    3,
                    OutcomeObservation.Kind.OPEN,
                    new DealClass("new", "offer", DealAge.RECENT),
                    900,
                    true,
                    800),
                new OutcomeObservation(
                    8104, 10, OutcomeObservation.Kind.BOOKED, null, 0, true, 800)),
            List.of(
                new StayObservation(8104, new StageKey("new", "lead"), false, 86_400_000_000L))),
        new DealLessons(
            List.of(
                new OutcomeObservation(
                    8103, 0, OutcomeObservation.Kind.CAME_LATER, null, 0, true, 70)),
            List.of(
                new StayObservation(8104, new StageKey("new", "lead"), true, 172_800_000_000L))));
  }

  private static ScopeLessons lessons() {
    ScopeLessons lessons = new ScopeLessons();
    lessons.add(change());
    return lessons;
  }

  @Test
  void readsWhatVersion1Wrote() throws Exception {
    DealFile file = read(new DealFileCodec(), fixture("deal-file-v1.hex"));
    assertThat(file.deal()).isEqualTo(PRESENT);
    assertThat(file.moves()).isEqualTo(file().moves());
    assertThat(file.news()).isEqualTo(file().news());
    assertThat(file.taughtAt()).isEqualTo(file().taughtAt());
    assertThat(read(new LessonChangeCodec(), fixture("lesson-change-v1.hex"))).isEqualTo(change());
    assertThat(read(new ScopeLessonsCodec(), fixture("scope-lessons-v1.hex"))).isEqualTo(lessons());
  }

  @Test
  void stillWritesVersion1() throws Exception {
    assertThat(write(new DealFileCodec(), file())).isEqualTo(fixture("deal-file-v1.hex"));
    assertThat(write(new LessonChangeCodec(), change())).isEqualTo(fixture("lesson-change-v1.hex"));
    assertThat(write(new ScopeLessonsCodec(), lessons()))
        .isEqualTo(fixture("scope-lessons-v1.hex"));
  }

  @Test
  void readsBackWhatHasNothingInIt() throws Exception {
    DealFile empty = read(new DealFileCodec(), write(new DealFileCodec(), new DealFile()));
    assertThat(empty.deal()).isNull();
    assertThat(empty.taughtAt()).isEqualTo(DealFile.NEVER);
    assertThat(empty.news()).isEmpty();
    assertThat(read(new ScopeLessonsCodec(), write(new ScopeLessonsCodec(), new ScopeLessons())))
        .isEqualTo(new ScopeLessons());
  }

  @Test
  void aCopyIsNotReachedByLaterChanges() {
    DealFile file = file();
    DealFile copy = new DealFileCodec().copy(file);
    file.add(new DealNews(8_000_000L, null, "c9", MOVE));
    assertThat(copy.news()).isEqualTo(file().news());
    ScopeLessons lessons = lessons();
    ScopeLessons copied = new ScopeLessonsCodec().copy(lessons);
    lessons.add(change());
    assertThat(copied).isEqualTo(lessons()).isNotEqualTo(lessons);
    assertThat(DealStanding.NO_PERIOD).as("goes to state").isEqualTo(Integer.MIN_VALUE);
  }

  private static <T> T read(Codec<T> codec, String hex) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(hex));
    T value = codec.read(in, 1);
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
        Objects.requireNonNull(StateCodecsTest.class.getResourceAsStream("/state/" + name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
