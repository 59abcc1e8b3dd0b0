package io.pipelinemonitor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MessageTest {

  @Test
  void readsWhatWasWritten() {
    Measurement measurement = new Measurement(2_000_000, 1.25, 3.5, 0.5);
    StateFigures state = new StateFigures(100_000, 300_000, 1L << 40, 5, 0.25, 1.5);

    assertThat(Message.parse(measurement.message().text()).map(Measurement::of))
        .contains(measurement);
    assertThat(Message.parse(state.message().text()).map(StateFigures::of)).contains(state);
  }

  @Test
  void leavesEverythingElseAlone() {
    assertThat(Message.parse("WARNING: something else was printed")).isEmpty();
  }

  @Test
  void handsAnAssignmentOver() {
    Assignment assignment =
        new Assignment(
            Assignment.Mode.THROUGHPUT,
            Line.L4,
            "host:9092",
            "http://host/registry?a=b",
            Load.Shape.ofDeals(1_000),
            60,
            2,
            Path.of("here"),
            Path.of("recording.jfr"));

    assertThat(Assignment.parse(assignment.arguments().toArray(String[]::new)))
        .isEqualTo(assignment);
  }
}
