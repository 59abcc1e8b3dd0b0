package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.incident.Attention;
import io.pipelinemonitor.jobs.domain.incident.CaseFile;
import io.pipelinemonitor.jobs.domain.incident.Command;
import io.pipelinemonitor.jobs.domain.incident.Incident;
import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.LevelState;
import io.pipelinemonitor.jobs.domain.incident.Standing;
import io.pipelinemonitor.jobs.domain.incident.Tally;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Pace;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.rules.Trail;
import io.pipelinemonitor.jobs.domain.scope.Scope;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * State as each version wrote it, committed: the newest code reads it, for ever. A fixture is never
 * changed; a new version of the codec adds one.
 */
class CaseFileCodecTest {

  private static final FiscalPeriod PERIOD = new FiscalPeriod("2026-Q1", 8104, 20454, 20544);
  private static final int LAST_KNOWN_PLACE = 98;
  private static final Scope SCOPE = Scope.unit("nörd");

  /** What version 1 knew of it. */
  private static CaseFile fileOfVersion1() {
    return new CaseFile(
        SCOPE,
        PERIOD,
        observation(1_767_225_600_000_000L, "Nörd", "manager-1", 2_000_000_00L),
        1_767_225_600_000_001L,
        new TreeMap<>(
            Map.of(1_767_225_700_000_000L, observation(1_767_225_700_000_000L, null, null, null))),
        1_767_225_800_000_000L,
        Map.of(
            "coverage",
            new Standing(incident(Attention.NONE), Tally.NONE),
            "other",
            new Standing(resolved(), Tally.NONE)),
        List.of(),
        History.EMPTY);
  }

  /** What version 2 knew of it. */
  private static CaseFile fileOfVersion2() {
    CaseFile file = fileOfVersion1();
    Attention attention =
        new Attention(
            true,
            1_767_225_900_000_000L,
            1_767_225_600_000_000L,
            2.7,
            true,
            List.of(1_767_225_560_000_000L, 1_767_225_570_000_000L),
            true,
            true,
            "command-1");
    Command command =
        new Command("command-2", "0123", Command.Kind.SNOOZE, "Ann", 1_767_226_000_000_000L, "é");
    return new CaseFile(
        file.scope(),
        file.period(),
        file.last(),
        file.decidedTo(),
        file.toCome(),
        file.goneAt(),
        Map.of(
            "coverage",
            new Standing(incident(attention), new Tally(7, Map.of(Severity.CRITICAL, -2L), null)),
            "held",
            new Standing(null, new Tally(0, Map.of(), Severity.WARNING)),
            "other",
            new Standing(resolved(), Tally.NONE)),
        List.of(
            new Command.Timed(command, 1_767_225_700_000_000L),
            new Command.Timed(
                new Command("command-3", "0123", Command.Kind.ACK, "Ann", null, null),
                1_767_225_800_000_000L)),
        History.EMPTY);
  }

  private static CaseFile fullFile() {
    CaseFile file = fileOfVersion2();
    TreeMap<Long, Observation> toCome = new TreeMap<>(file.toCome());
    toCome.replaceAll((asOf, observation) -> withPace(observation));
    return new CaseFile(
        file.scope(),
        file.period(),
        withPace(Objects.requireNonNull(file.last())),
        file.decidedTo(),
        toCome,
        file.goneAt(),
        file.standings(),
        file.commands(),
        new History(
            Map.of(
                new History.Track(Metric.PROJECTED_AMOUNT, Lookback.Unit.DAY),
                Trail.EMPTY.with(20_454, 3.5).with(20_455, null).with(20_460, -1.0),
                new History.Track(Metric.OPEN_COUNT, Lookback.Unit.HOUR),
                Trail.EMPTY.with(490_896, 41.0))));
  }

  private static Incident incident(Attention attention) {
    return new Incident(
        "0123456789abcdef01234567",
        IncidentState.FIRING,
        3,
        Severity.WARNING,
        List.of(
            new LevelState(Severity.WARNING, true, null),
            new LevelState(Severity.CRITICAL, false, 1_767_225_600_000_000L)),
        1_767_225_500_000_000L,
        1_767_225_550_000_000L,
        null,
        null,
        1,
        2,
        3.4,
        attention);
  }

  private static Incident resolved() {
    return new Incident(
        "76543210fedcba9876543210",
        IncidentState.RESOLVED,
        -4,
        Severity.CRITICAL,
        List.of(),
        1,
        2L,
        3L,
        4L,
        0,
        0,
        null,
        Attention.NONE);
  }

  private static CaseFile emptyFile() {
    return new CaseFile(
        SCOPE,
        PERIOD,
        null,
        Long.MIN_VALUE,
        new TreeMap<>(),
        null,
        Map.of(),
        List.of(),
        History.EMPTY);
  }

  private static Observation withPace(Observation observation) {
    return new Observation(
        observation.scope(),
        observation.period(),
        observation.asOf(),
        observation.scopeName(),
        observation.scopePath(),
        observation.ownerId(),
        observation.periodElapsed(),
        observation.currency(),
        observation.openAmount(),
        observation.bookedAmount(),
        observation.quota(),
        observation.attained(),
        observation.scopeName() == null ? null : "talks",
        observation.values(),
        observation.scopeName() == null
            ? Map.of()
            : Map.of(Metric.BOOKED_AMOUNT, new Pace(1_234.5, 8)),
        null);
  }

  private static Observation observation(
      long asOf, @Nullable String name, @Nullable String ownerId, @Nullable Long quota) {
    return new Observation(
        SCOPE,
        PERIOD.name(),
        asOf,
        name,
        List.of("root", "europe"),
        ownerId,
        0.25,
        "EUR",
        4_100_000_00,
        -1,
        quota,
        quota == null,
        null,
        Map.of(Metric.COVERAGE_TO_GO, 2.7, Metric.OPEN_COUNT, 41.0),
        Map.of(),
        null);
  }

  @Test
  void readsWhatVersion1Wrote() throws Exception {
    assertThat(read(fixture("case-file-v1.hex"), 1)).isEqualTo(fileOfVersion1());
  }

  @Test
  void readsWhatVersion2Wrote() throws Exception {
    assertThat(read(fixture("case-file-v2.hex"), 2)).isEqualTo(fileOfVersion2());
  }

  @Test
  void readsWhatVersion3Wrote() throws Exception {
    assertThat(read(fixture("case-file-v3.hex"), 3)).isEqualTo(fullFile());
  }

  @Test
  void readsWhatVersion4Wrote() throws Exception {
    assertThat(read(fixture("case-file-v4.hex"), 4)).isEqualTo(fullFile());
  }

  @Test
  void stillWritesVersion4() throws Exception {
    assertThat(write(fullFile())).isEqualTo(fixture("case-file-v4.hex"));
  }

  @Test
  void findsMetricsWhereTheyWere() {
    assertThat(Metric.OPEN_COUNT.ordinal()).isZero();
    assertThat(Metric.FORECAST_DRIFT.ordinal()).isEqualTo(27);
    assertThat(Metric.WATERFALL_WEEK_LOST.ordinal()).isEqualTo(LAST_KNOWN_PLACE);
  }

  @Test
  void readsBackAFileWithNothingInIt() throws Exception {
    assertThat(read(write(emptyFile()), 4)).isEqualTo(emptyFile());
  }

  private static CaseFile read(String hex, int version) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(hex));
    CaseFile file = new CaseFileCodec().read(in, version);
    assertThat(in.available()).isZero();
    return file;
  }

  private static String write(CaseFile file) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    new CaseFileCodec().write(file, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private static String fixture(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            CaseFileCodecTest.class.getResourceAsStream("/state/" + name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
