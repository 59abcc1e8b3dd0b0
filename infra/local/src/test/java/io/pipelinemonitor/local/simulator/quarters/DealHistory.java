package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Process;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The events of one deal in the order in which they happened, each once. */
record DealHistory(String dealId, List<DealEvent> events) {

  static List<DealHistory> of(Simulation simulation) {
    Map<String, Map<String, DealEvent>> byDeal = new LinkedHashMap<>();
    simulation
        .records()
        .forEach(
            record -> {
              if (record.value() instanceof DealEvent event) {
                byDeal
                    .computeIfAbsent(event.getDealId(), id -> new LinkedHashMap<>())
                    .put(event.getEventId(), event);
              }
            });
    List<DealHistory> histories = new ArrayList<>();
    byDeal.forEach(
        (dealId, events) ->
            histories.add(
                new DealHistory(
                    dealId,
                    events.values().stream()
                        .sorted(
                            Comparator.comparing(DealEvent::getOccurredAt)
                                .thenComparing(DealEvent::getSequence))
                        .toList())));
    return histories;
  }

  /** Everything that a field was set to, in order. */
  <T> List<T> values(Function<DealEvent, @Nullable T> field) {
    return events.stream().map(field).filter(Objects::nonNull).toList();
  }

  boolean isWon() {
    return exists() && lastStage().equals(Process.WON);
  }

  boolean isLost() {
    return exists() && lastStage().equals(Process.LOST);
  }

  boolean exists() {
    return events.stream()
        .map(DealEvent::getType)
        .filter(type -> type != DealEventType.UPDATED)
        .reduce((first, second) -> second)
        .filter(type -> type == DealEventType.CREATED || type == DealEventType.RESTORED)
        .isPresent();
  }

  Instant closedAt() {
    return last(values(DealEvent::getClosedAt));
  }

  /** The days on which it was expected to close, one after another, as long as it was open. */
  List<LocalDate> closeDates() {
    return values(event -> event.getClosedAt() == null ? event.getCloseDate() : null);
  }

  private String lastStage() {
    return last(values(DealEvent::getStageId));
  }

  private static <T> T last(List<T> values) {
    return values.get(values.size() - 1);
  }
}
