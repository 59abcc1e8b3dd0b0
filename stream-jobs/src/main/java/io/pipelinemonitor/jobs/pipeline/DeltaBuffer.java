package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes of figures, added up for each scope, bucket and tick before they are shuffled: the
 * company's figures change with every deal, and no task could take every change singly.
 */
final class DeltaBuffer {

  private final TreeMap<Long, Map<Cell, Sums>> byTick = new TreeMap<>();
  private int cells;
  private long additions;

  /** Changes mostly come tick by tick. */
  private @Nullable Map<Cell, Sums> latest;

  private long latestTick;

  /** The sum of the changes of a scope and bucket in a tick, to be added to. */
  Sums sums(Scope scope, String bucket, long tick) {
    additions++;
    Map<Cell, Sums> ofTick = ofTick(tick);
    Cell cell = new Cell(scope, bucket);
    Sums sums = ofTick.get(cell);
    if (sums == null) {
      sums = new Sums();
      ofTick.put(cell, sums);
      cells++;
    }
    return sums;
  }

  private Map<Cell, Sums> ofTick(long tick) {
    Map<Cell, Sums> known = latest;
    if (known == null || tick != latestTick) {
      known = byTick.computeIfAbsent(tick, end -> new HashMap<>());
      latest = known;
      latestTick = tick;
    }
    return known;
  }

  /** How many changes were added up so far. */
  long additions() {
    return additions;
  }

  /** How many sums are waiting. */
  int size() {
    return cells;
  }

  /**
   * Hands out and forgets what belongs to ticks up to {@code tick}; what nets to zero is dropped.
   */
  void drain(long tick, Consumer<CellDelta> consumer) {
    latest = null;
    while (!byTick.isEmpty() && byTick.firstKey() <= tick) {
      Map.Entry<Long, Map<Cell, Sums>> first = byTick.pollFirstEntry();
      cells -= first.getValue().size();
      first
          .getValue()
          .forEach(
              (cell, sums) -> {
                if (!sums.isZero()) {
                  consumer.accept(
                      new CellDelta(cell.scope().key(), cell.bucket(), first.getKey(), sums));
                }
              });
    }
  }

  private record Cell(Scope scope, String bucket) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Cell cell && bucket.equals(cell.bucket) && scope.equals(cell.scope);
    }

    @Override
    public int hashCode() {
      return 31 * scope.hashCode() + bucket.hashCode();
    }
  }
}
