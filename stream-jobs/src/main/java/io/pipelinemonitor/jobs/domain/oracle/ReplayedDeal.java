package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One deal, replayed from all of its events in the order in which they happened. */
final class ReplayedDeal {

  /** Something that an event said of one field; a null value says that it was emptied. */
  private record Statement(DealEvent event, @Nullable Object value) {}

  private static final Comparator<DealEvent> WHEN =
      Comparator.comparingLong(DealEvent::occurredAt)
          .thenComparingLong(DealEvent::sequence)
          .thenComparing(DealEvent::eventId);

  private static final Comparator<Statement> ORDER =
      Comparator.comparing(Statement::event, WHEN)
          .thenComparing(Statement::value, ReplayedDeal::compareValues);

  private final Collection<DealEvent> events;
  private final Map<String, SalesProcess> processes;
  private final Map<DealField, List<Statement>> statements = new EnumMap<>(DealField.class);

  ReplayedDeal(Collection<DealEvent> events, Map<String, SalesProcess> processes) {
    this.events = events;
    this.processes = processes;
  }

  boolean exists() {
    Object existence = value(DealField.EXISTENCE);
    return existence == null || existence == Existence.EXISTS;
  }

  /** What the field's greatest statement says; null if that emptied it, or if there is none. */
  @Nullable Object value(DealField field) {
    List<Statement> said = statements(field);
    return said.isEmpty() ? null : said.get(said.size() - 1).value();
  }

  @Nullable String text(DealField field) {
    return (String) value(field);
  }

  @Nullable Long number(DealField field) {
    return (Long) value(field);
  }

  /** The definition of the stage that the deal is in; null if it is not defined. */
  @Nullable Stage stage() {
    return stage(text(DealField.PIPELINE_ID), text(DealField.STAGE_ID));
  }

  /** What was true at some moment. */
  interface Values {
    @Nullable Object of(DealField field);
  }

  /** The events that say something of a field whose past matters, the earliest first. */
  List<DealEvent> moments() {
    return events.stream()
        .filter(
            event ->
                Arrays.stream(DealField.values())
                    .anyMatch(field -> field.keepsHistory() && event.states(field)))
        .sorted(WHEN)
        .toList();
  }

  /** What was true once the event and all before it had happened. */
  Values valuesAfter(DealEvent event) {
    return field -> valueAt(field, event);
  }

  DealStatus statusAfter(DealEvent event) {
    DealStatus status = DealStatus.OPEN;
    for (Statement statement : statements(DealField.STATUS)) {
      if (WHEN.compare(statement.event(), event) <= 0) {
        status = statusStatedBy(statement);
      }
    }
    return status;
  }

  /** When it was created; where nothing says so, its earliest event. */
  long createdAt() {
    Long stated = number(DealField.CREATED_AT);
    return stated != null
        ? stated
        : events.stream().mapToLong(DealEvent::occurredAt).min().orElseThrow();
  }

  /** Whether it ever went forward past an open stage of its process. */
  boolean skippedAStage() {
    Stage before = null;
    for (DealEvent event : moments()) {
      Stage stage = stage(pipelineAt(event), (String) valueAt(DealField.STAGE_ID, event));
      if (stage == null || stage.status() != DealStatus.OPEN) {
        continue;
      }
      if (before != null && before.pipelineId().equals(stage.pipelineId())) {
        int from = before.order();
        int to = stage.order();
        SalesProcess process = processes.get(stage.pipelineId());
        if (process != null
            && process.stages().stream()
                .anyMatch(
                    one ->
                        one.status() == DealStatus.OPEN
                            && one.order() > from
                            && one.order() < to)) {
          return true;
        }
      }
      before = stage;
    }
    return false;
  }

  /** The stays in stages that keep it open or that nobody defined. */
  List<OracleTrailing.Stay> stays() {
    List<OracleTrailing.Stay> stays = new ArrayList<>();
    List<Statement> said = new ArrayList<>();
    for (Statement statement : statements(DealField.STAGE_ID)) {
      if (said.isEmpty() || !Objects.equals(said.get(said.size() - 1).value(), statement.value())) {
        said.add(statement);
      }
    }
    for (int i = 0; i < said.size(); i++) {
      Statement entered = said.get(i);
      String pipelineId = pipelineAt(entered.event());
      Stage here = stage(pipelineId, (String) entered.value());
      if (entered.value() == null || (here != null && here.status() != DealStatus.OPEN)) {
        continue;
      }
      long enteredAt = entered.event().occurredAt();
      Long leftAt = null;
      boolean advanced = false;
      if (i + 1 < said.size()) {
        Statement next = said.get(i + 1);
        Stage there = stage(pipelineAt(next.event()), (String) next.value());
        leftAt = next.event().occurredAt();
        boolean isWin = there != null && there.status() == DealStatus.WON;
        boolean isLater =
            here != null
                && there != null
                && there.status() == DealStatus.OPEN
                && there.order() > here.order();
        advanced = isWin || isLater;
      } else if (closedAt() != null) {
        leftAt = Math.max(enteredAt, closedAt());
        advanced = status() == DealStatus.WON;
      }
      stays.add(
          new OracleTrailing.Stay(
              pipelineId == null ? "" : pipelineId,
              (String) entered.value(),
              enteredAt,
              leftAt,
              advanced));
    }
    return stays;
  }

  DealStatus status() {
    List<Statement> said = statements(DealField.STATUS);
    return said.isEmpty() ? DealStatus.OPEN : statusStatedBy(said.get(said.size() - 1));
  }

  /** When the deal was won or lost, microseconds since the epoch; null while it is open. */
  @Nullable Long closedAt() {
    DealStatus status = status();
    if (status == DealStatus.OPEN) {
      return null;
    }
    long closedSince = 0;
    DealStatus before = DealStatus.OPEN;
    for (Statement statement : statements(DealField.STATUS)) {
      DealStatus stated = statusStatedBy(statement);
      if (stated == status && before != status) {
        closedSince = statement.event().occurredAt();
      }
      before = stated;
    }
    List<Statement> closings = statements(DealField.CLOSED_AT);
    if (!closings.isEmpty()) {
      Statement last = closings.get(closings.size() - 1);
      if (last.value() != null && last.event().occurredAt() >= closedSince) {
        return (Long) last.value();
      }
    }
    return closedSince;
  }

  private DealStatus statusStatedBy(Statement statement) {
    if (statement.value() == StatusFact.OPEN) {
      return DealStatus.OPEN;
    }
    if (statement.value() == StatusFact.WON) {
      return DealStatus.WON;
    }
    if (statement.value() == StatusFact.LOST) {
      return DealStatus.LOST;
    }
    Stage stage =
        stage(
            pipelineAt(statement.event()), (String) valueAt(DealField.STAGE_ID, statement.event()));
    return stage == null ? DealStatus.OPEN : stage.status();
  }

  /** The pipeline that the deal was in when the event happened; if in none, its first ever. */
  private @Nullable String pipelineAt(DealEvent event) {
    Object inForce = valueAt(DealField.PIPELINE_ID, event);
    if (inForce != null) {
      return (String) inForce;
    }
    for (Statement statement : statements(DealField.PIPELINE_ID)) {
      if (statement.value() != null) {
        return (String) statement.value();
      }
    }
    return null;
  }

  private @Nullable Object valueAt(DealField field, DealEvent event) {
    Object value = null;
    for (Statement statement : statements(field)) {
      if (WHEN.compare(statement.event(), event) <= 0) {
        value = statement.value();
      }
    }
    return value;
  }

  private @Nullable Stage stage(@Nullable String pipelineId, @Nullable String stageId) {
    if (pipelineId == null || stageId == null) {
      return null;
    }
    SalesProcess process = processes.get(pipelineId);
    return process == null ? null : process.stage(stageId);
  }

  /** All that was ever said of the field, the earliest first. */
  private List<Statement> statements(DealField field) {
    return statements.computeIfAbsent(field, this::collect);
  }

  private List<Statement> collect(DealField field) {
    List<Statement> found = new ArrayList<>();
    for (DealEvent event : events) {
      if (event.states(field)) {
        found.add(new Statement(event, event.value(field)));
      }
    }
    found.sort(ORDER);
    return found;
  }

  /** Nothing before something, numbers by size, all else by its text. */
  private static int compareValues(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    if (left instanceof Long leftNumber && right instanceof Long rightNumber) {
      return leftNumber.compareTo(rightNumber);
    }
    return left.toString().compareTo(right.toString());
  }
}
