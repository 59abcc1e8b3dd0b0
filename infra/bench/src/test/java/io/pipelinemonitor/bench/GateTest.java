package io.pipelinemonitor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.SalesProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {

  private static final long SEED = 7;
  private static final Load.Shape SHAPE = Load.Shape.preloaded(20_000, 2_000);
  private static final String COMPANY = "COMPANY:company|2026-Q1";

  private SortedMap<String, Cell> expected = new TreeMap<>();
  private final List<DealEvent> events = new ArrayList<>();
  private final List<OrgUnit> units = new ArrayList<>();
  private final List<OrgMember> members = new ArrayList<>();
  private final List<SalesProcess> processes = new ArrayList<>();

  @BeforeEach
  void makeTheLoad() throws Exception {
    expected = ExpectedRollUp.of(SEED, SHAPE);
    Load load = new Load(SEED, SHAPE);
    for (Load.Item<?> item : load.plan()) {
      if (item.record() instanceof OrgUnit unit) {
        units.add(unit);
      } else if (item.record() instanceof OrgMember member) {
        members.add(member);
      } else if (item.record() instanceof SalesProcess process) {
        processes.add(process);
      }
    }
    for (long number = 0; number < SHAPE.events(); number++) {
      events.add(load.event(number).record());
    }
    events.add(load.closing().record());
  }

  private SortedMap<String, Cell> rolledUp(List<DealEvent> all) {
    RollUp rollUp = new RollUp(units, members, processes);
    all.forEach(rollUp::add);
    return rollUp.cells();
  }

  @Test
  void letsTheRollUpInHashMapsThroughWhateverTheOrderOfEvents() {
    Gate gate = new Gate(expected);
    assertThat(expected).hasSizeGreaterThan(1_000).containsKey(COMPANY);
    assertThatCode(() -> gate.require(Line.L2, rolledUp(events))).doesNotThrowAnyException();

    List<DealEvent> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(SEED));
    assertThatCode(() -> gate.require(Line.L2, rolledUp(shuffled))).doesNotThrowAnyException();
  }

  @Test
  void refusesARollUpThatMissedAnEvent() {
    DealEvent created = events.get(0);
    List<DealEvent> others =
        events.stream().filter(event -> !event.getDealId().equals(created.getDealId())).toList();

    assertThatThrownBy(() -> new Gate(expected).require(Line.L2, rolledUp(others)))
        .isInstanceOf(WrongRollUpException.class)
        .hasMessageContaining("L2 ended with a wrong roll-up")
        .hasMessageContaining("COMPANY:company|");
  }

  @Test
  void namesTheKeyOfWhichASingleCentIsMissing() {
    SortedMap<String, Cell> found = new TreeMap<>(expected);
    found.computeIfPresent(COMPANY, (key, cell) -> cell.plus(new Cell(-1, 0, 0, 0, 0)));

    assertThatThrownBy(() -> new Gate(expected).require(Line.L4, found))
        .isInstanceOf(WrongRollUpException.class)
        .hasMessageContaining("1 keys differ")
        .hasMessageContaining(COMPANY + ": L4 is");
  }

  @Test
  void refusesAFigureThatIsMissingAndOneTooMany() {
    SortedMap<String, Cell> missing = new TreeMap<>(expected);
    missing.remove(COMPANY);
    assertThatThrownBy(() -> new Gate(expected).require(Line.L4, missing))
        .hasMessageContaining(COMPANY);

    SortedMap<String, Cell> tooMany = new TreeMap<>(expected);
    tooMany.put("REP:nobody|2026-Q1", new Cell(1, 1, 0, 0, 0));
    assertThatThrownBy(() -> new Gate(expected).require(Line.L4, tooMany))
        .hasMessageContaining("REP:nobody|2026-Q1");
  }

  @Test
  void takesAFigureThatHoldsNothingForNone() {
    SortedMap<String, Cell> found = new TreeMap<>(expected);
    found.put("REP:nobody|2026-Q1", Cell.NOTHING);

    assertThatCode(() -> new Gate(expected).require(Line.L4, found)).doesNotThrowAnyException();
  }

  @Test
  void readsBackWhatTheRollUpInHashMapsWrote(@TempDir Path directory) throws Exception {
    RollUpFile.write(directory.resolve("roll-up"), expected);

    assertThat(RollUpFile.read(directory.resolve("roll-up"))).isEqualTo(expected);
  }
}
