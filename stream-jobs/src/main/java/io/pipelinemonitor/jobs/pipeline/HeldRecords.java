package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * Records that were read ahead of stream time, by the tick at whose end they are taken. They are
 * the few of the ticks that are open, so they are kept on the heap and written out only with a
 * checkpoint.
 *
 * <p>A checkpoint gives the records of all tasks to each, and each keeps those of its keys: there
 * may be another number of tasks by then.
 */
final class HeldRecords {

  static final long NONE = Long.MAX_VALUE;

  private static final ListStateDescriptor<Tuple2<Long, RawRecord>> HELD =
      new ListStateDescriptor<>(
          "held-records", Types.TUPLE(Types.LONG, Types.POJO(RawRecord.class)));

  private final NavigableMap<Long, List<RawRecord>> byTick = new TreeMap<>();
  private final ListState<Tuple2<Long, RawRecord>> state;

  private HeldRecords(ListState<Tuple2<Long, RawRecord>> state) {
    this.state = state;
  }

  /**
   * Those of the checkpoint that the job starts from.
   *
   * @param isKept which keys are this task's
   */
  static HeldRecords restored(OperatorStateStore states, Predicate<String> isKept)
      throws Exception {
    HeldRecords held = new HeldRecords(states.getUnionListState(HELD));
    for (Tuple2<Long, RawRecord> record : held.state.get()) {
      if (isKept.test(record.f1.keyText())) {
        held.add(record.f1, record.f0);
      }
    }
    return held;
  }

  /** Writes them to the checkpoint that is being made. */
  void save() throws Exception {
    List<Tuple2<Long, RawRecord>> records = new ArrayList<>();
    byTick.forEach(
        (tickEnd, ofTick) -> ofTick.forEach(record -> records.add(Tuple2.of(tickEnd, record))));
    state.update(records);
  }

  /** Keeps a record until the end of a tick, in the order in which they come. */
  void add(RawRecord record, long tickEnd) {
    byTick.computeIfAbsent(tickEnd, end -> new ArrayList<>()).add(record);
  }

  /** The end of the first tick that there are records of; {@link #NONE} if there are none. */
  long until() {
    return byTick.isEmpty() ? NONE : byTick.firstKey();
  }

  /** The records of the first tick, which are no longer held. */
  List<RawRecord> release() {
    return byTick.pollFirstEntry().getValue();
  }
}
