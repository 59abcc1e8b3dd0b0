package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.oracle.OraclePlan;
import io.pipelinemonitor.jobs.domain.oracle.SnapshotOracle;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.schema.json.NaturalJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The example in the reference of metrics: its events, and every cell of its tables. */
class WorkedExampleTest {

  private static final Path REFERENCE = Path.of("..", "docs", "metrics.md");
  private static final String COMPANY = "COMPANY:company";
  private static final Policy POLICY =
      new Policy(
          new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC),
          "USD",
          2,
          new BigDecimal("3.0"),
          8,
          90,
          RiskPolicy.DEFAULT);
  private static final OraclePlan PLAN =
      new OraclePlan(
          List.of(new OrgUnit("hq", "Acme", null, null)),
          List.of(new OrgMember("ann", "Ann", "hq"), new OrgMember("bob", "Bob", "hq")),
          List.of(
              new SalesProcess(
                  "new",
                  List.of(
                      new Stage("new", "offer", 1, DealStatus.OPEN, 500_000, null),
                      new Stage("new", "talks", 2, DealStatus.OPEN, 800_000, null),
                      new Stage("new", "won", 3, DealStatus.WON, 1_000_000, null),
                      new Stage("new", "lost", 4, DealStatus.LOST, 0, null)))),
          List.of(new Quota(Scope.rep("ann"), "2026-Q1", 100_000_00, "USD")),
          List.of());

  @Test
  void everyCellIsWhatTheProductAndTheOracleSay() throws Exception {
    List<String> lines = example();
    List<DealEvent> events = events(lines);
    assertThat(events).hasSize(10);
    int cells = 0;
    List<String> header = List.of();
    for (String line : lines) {
      if (!line.startsWith("|")) {
        header = List.of();
      } else if (header.isEmpty()) {
        header = columns(line);
      } else if (!line.startsWith("|---")) {
        cells += check(header, columns(line), events);
      }
    }
    assertThat(cells).isEqualTo(10 * (7 + 9));
  }

  private static List<String> example() throws IOException {
    List<String> lines = Files.readAllLines(REFERENCE);
    int from = lines.indexOf("## A worked example");
    int to = lines.indexOf("## When a snapshot is published");
    assertThat(from).isPositive();
    return lines.subList(from, to);
  }

  private static List<DealEvent> events(List<String> lines) throws Exception {
    NaturalJson<io.pipelinemonitor.schema.DealEvent> json =
        NaturalJson.of(io.pipelinemonitor.schema.DealEvent.class);
    List<DealEvent> events = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("{")) {
        io.pipelinemonitor.schema.DealEvent record = json.read(line, events.size() + 1);
        events.add(FromContract.dealEvent(record, record.getOccurredAt().toEpochMilli()));
      }
    }
    return events;
  }

  private static List<String> columns(String line) {
    return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
  }

  private static int check(List<String> header, List<String> row, List<DealEvent> events) {
    List<DealEvent> known = events.subList(0, Integer.parseInt(row.get(0)));
    long now = known.get(known.size() - 1).occurredAt();
    SortedMap<String, SortedMap<String, Object>> product =
        DirectFigures.of(known, List.of(), PLAN, POLICY, now);
    SortedMap<String, SortedMap<String, Object>> oracle =
        SnapshotOracle.of(known, List.of(), PLAN, POLICY, now);
    for (int column = 1; column < header.size(); column++) {
      String name = header.get(column);
      assertThat(text(product, name))
          .as("%s after %s", name, row.get(0))
          .isEqualTo(row.get(column));
      assertThat(text(oracle, name)).as("%s after %s", name, row.get(0)).isEqualTo(row.get(column));
    }
    return header.size() - 1;
  }

  /** A figure as the table writes it: of the company, or of the scope that its column names. */
  private static String text(
      SortedMap<String, SortedMap<String, Object>> snapshots, String column) {
    int blank = column.indexOf(' ');
    String scope = blank < 0 ? COMPANY : column.substring(0, blank);
    String field = column.substring(blank + 1);
    SortedMap<String, Object> snapshot =
        snapshots.getOrDefault(scope + "|2026-Q1", new TreeMap<>());
    Object value = snapshot.get(field);
    Object waterfall = snapshot.get("waterfall");
    return written(
        value == null && waterfall instanceof Map<?, ?> causes ? causes.get(field) : value);
  }

  private static String written(@Nullable Object value) {
    if (value instanceof Long minorUnits) {
      return BigDecimal.valueOf(minorUnits, 2).toPlainString();
    }
    return value == null ? "–" : value.toString();
  }
}
