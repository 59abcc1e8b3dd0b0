package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.inhibition.Family;
import io.pipelinemonitor.jobs.domain.inhibition.Relative;
import io.pipelinemonitor.jobs.domain.inhibition.Step;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** State as version 1 wrote it, committed: the newest code reads it, for ever. */
class FamilyCodecTest {

  private static Family family() {
    Step company =
        new Step(
            Scope.COMPANY,
            List.of(),
            null,
            "0123456789abcdef01234567",
            7,
            Transition.STEPPED_DOWN,
            IncidentState.FIRING,
            Severity.WARNING,
            Set.of(Suppression.SILENCE, Suppression.SNOOZE),
            1_767_225_600_000_000L);
    Step rep =
        new Step(
            Scope.rep("jörg"),
            List.of("root", "north"),
            "jörg",
            "76543210fedcba9876543210",
            2,
            Transition.FIRED,
            IncidentState.RECOVERING,
            Severity.CRITICAL,
            Set.of(),
            1_767_225_700_000_000L);
    return new Family(
        List.of(new Relative(company, false, 0), new Relative(rep, true, 3)),
        1_767_225_800_000_000L);
  }

  @Test
  void readsWhatVersion1Wrote() throws Exception {
    FamilyCodec codec = new FamilyCodec();
    DataOutputSerializer out = new DataOutputSerializer(64);
    codec.write(family(), out);
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(fixture());
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(fixture()));
    Family read = codec.read(in, 1);
    assertThat(in.available()).isZero();
    assertThat(read).usingRecursiveComparison().isEqualTo(family());
    assertThat(codec.copy(read)).usingRecursiveComparison().isEqualTo(family());
  }

  private static String fixture() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(FamilyCodecTest.class.getResourceAsStream("/state/family-v1.hex"))) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
