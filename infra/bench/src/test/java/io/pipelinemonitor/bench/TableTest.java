package io.pipelinemonitor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.bench.RulesFigures.Inputs;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final Machine MACHINE =
      new Machine("2 cores, some processor", 24, "Linux 6", "17.0.1", "2.2.1", "4.2.2", 0.1);

  private final Rounds rounds = new Rounds();
  private List<RulesFigures> rules = List.of();

  private Results results(List<LatencyFigures> latencies, List<StateFigures> states) {
    return new Results(
        MACHINE,
        Load.Shape.preloaded(1_000_000, 1_000),
        1,
        2,
        250,
        rounds,
        latencies,
        states,
        rules);
  }

  private static Measurement measurement(double cpuSeconds, double wallSeconds) {
    return new Measurement(1_000_000, wallSeconds, cpuSeconds, 0.5);
  }

  @Test
  void showsMedianRangeAndTheRatioWithinARound() {
    rounds.add(Line.L1, measurement(1, 1));
    rounds.add(Line.L1, measurement(2, 2));
    rounds.add(Line.L1, measurement(4, 4));
    rounds.add(Line.L4, measurement(3, 2));
    rounds.add(Line.L4, measurement(5, 4));
    rounds.add(Line.L4, measurement(20, 8));

    // 3 / 1, 5 / 2 and 20 / 4: their median is 3, while that of the figures is 5 / 2.
    assertThat(Table.of(results(List.of(), List.of())).lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("L4  the state job, at least once")
                    .containsPattern(
                        " 5\\.00 +3\\.00 to 20\\.00 +0\\.50 +250,000 +125,000 to 500,000")
                    .containsPattern(" 3\\.00 +– +–$"))
        .contains("Right figures at the end of every round: [L4].");
  }

  @Test
  void saysWhatItRanOnAndWhetherOthersDidToo() {
    assertThat(Table.of(results(List.of(), List.of())))
        .contains("2 cores, some processor, 24 GB, Linux 6")
        .contains("Java 17.0.1, Flink 2.2.1, Kafka 4.2.2")
        .doesNotContain("busy");
  }

  @Test
  void showsLatencyAsDifferenceAndMultipleOfTheFloor() {
    String table =
        Table.of(
            results(
                List.of(
                    new LatencyFigures(Line.L3, 2_000, 100, 4, 10, 20, 30, 0, 1),
                    new LatencyFigures(Line.L4, 2_000, 100, 204, 300, 400, 500, 0, 1),
                    new LatencyFigures(Line.L3, 10_000, 100, 8, 20, 40, 60, 0, 1)),
                List.of()));

    assertThat(table).containsPattern("over L3 +200\\.0 +290\\.0 +380\\.0");
    assertThat(table).containsPattern("multiple of L3 +51\\.00 +30\\.00 +20\\.00");
    assertThat(table).contains("p99 beyond one tick of 250 ms: 5.00");
    assertThat(table.lines().filter(line -> line.contains("over L3"))).hasSize(1);
  }

  @Test
  void saysWhereALineDoesNotKeepUp() {
    assertThat(
            Table.of(
                results(
                    List.of(new LatencyFigures(Line.L4, 10_000, 100, 4, 10, 20, 30, 7, 1)),
                    List.of())))
        .contains("does not keep up: 7 of them");
  }

  @Test
  void showsStateByTheDeal() {
    assertThat(
            Table.of(
                results(
                    List.of(), List.of(new StateFigures(1_000, 3_000, 500_000, 200_000, 0.5, 2)))))
        .contains("State of 1,000 deals after 3,000 events: 500 bytes of heap and 200 bytes")
        .contains("a checkpoint takes 0.50 s, a start from it 2.00 s");
  }

  @Test
  void showsManyRulesAsAMultipleOfFew() {
    rules =
        List.of(
            new RulesFigures(
                RuleMix.Kind.DENSE, 10, Inputs.ALL, measurement(50, 25), 100, 1_000, 0.5),
            new RulesFigures(
                RuleMix.Kind.DENSE, 10_000, Inputs.ALL, measurement(60, 30), 9_000, 4_000, 2));

    assertThat(Table.of(results(List.of(), List.of())).lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsPattern("^10,000 +60\\.00 +0\\.50 +33,333 +9,000 +4,000 +2\\.00")
                    .containsPattern(" 1\\.20 +4\\.00 +4\\.00$"));
  }

  @Test
  void writesTheSameForPrograms() throws IOException {
    rounds.add(Line.L1, measurement(2, 1));
    rounds.add(Line.L4, measurement(6, 2));
    StringWriter json = new StringWriter();

    JsonReport.write(
        results(List.of(new LatencyFigures(Line.L3, 2_000, 100, 4, 10, 20, 30, 0, 1)), List.of()),
        json);

    assertThat(json.toString())
        .containsPattern("\"cpuSecondsPerMillion\" : 6\\.0")
        .containsPattern("\"L1\" : \\{\\s+\"least\" : 3\\.0")
        .contains("\"p99Millis\" : 10.0");
  }
}
