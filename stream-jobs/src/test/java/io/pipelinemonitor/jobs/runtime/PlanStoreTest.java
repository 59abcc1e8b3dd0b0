package io.pipelinemonitor.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanStoreTest {

  private static final String NAME = "plan-in-force";
  private static final PlanRecord NORTH = unit("north", "Northern Europe");
  private static final PlanRecord SOUTH = unit("south", "Südeuropa");

  private static PlanRecord unit(String key, String value) {
    return new PlanRecord("org.units", key, "", 1_000, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Does something with the state of an operator. */
  private interface Work {
    void with(OperatorStateStore state) throws Exception;
  }

  /** Keeps nothing but definitions. */
  private static final class Keeper extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {

    private static final long serialVersionUID = 1L;

    private final transient Work onStart;
    private final transient Work beforeCheckpoint;

    Keeper(Work onStart, Work beforeCheckpoint) {
      this.onStart = onStart;
      this.beforeCheckpoint = beforeCheckpoint;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      onStart.with(getOperatorStateBackend());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
      beforeCheckpoint.with(getOperatorStateBackend());
      super.snapshotState(context);
    }

    @Override
    public void processElement(StreamRecord<String> element) {}
  }

  /** Goes on from the state, does the work, and takes a checkpoint. */
  private static OperatorSubtaskState checkpoint(
      @Nullable OperatorSubtaskState from, Work onStart, Work beforeCheckpoint) throws Exception {
    try (OneInputStreamOperatorTestHarness<String, String> harness =
        new OneInputStreamOperatorTestHarness<>(new Keeper(onStart, beforeCheckpoint))) {
      harness.setup();
      if (from == null) {
        harness.initializeEmptyState();
      } else {
        harness.initializeState(from);
      }
      harness.open();
      return harness.snapshot(1, 1);
    }
  }

  private static OperatorSubtaskState checkpoint(
      @Nullable OperatorSubtaskState from, StoreWork work) throws Exception {
    PlanStore[] store = new PlanStore[1];
    return checkpoint(
        from,
        state -> {
          store[0] = PlanStore.open(NAME, state);
          work.with(store[0]);
        },
        state -> store[0].keep());
  }

  /** Does something with definitions. */
  private interface StoreWork {
    void with(PlanStore store);
  }

  private static void requireSame(PlanStore store, PlanRecord... records) {
    assertThat(store.all()).usingRecursiveFieldByFieldElementComparator().containsExactly(records);
  }

  @Test
  void goesOnWithWhatWasKept() throws Exception {
    PlanRecord withdrawn = new PlanRecord("org.units", "west", "*", 2_000, null);
    OperatorSubtaskState kept =
        checkpoint(
            null,
            store -> {
              store.put("b", SOUTH);
              store.put("a", NORTH);
              store.put("c", withdrawn);
            });
    OperatorSubtaskState unchanged =
        checkpoint(kept, store -> requireSame(store, NORTH, SOUTH, withdrawn));
    OperatorSubtaskState less = checkpoint(unchanged, store -> store.remove("a"));
    checkpoint(less, store -> requireSame(store, SOUTH, withdrawn));
  }

  @Test
  void takesOverWhatWasKeptOneByOne() throws Exception {
    MapStateDescriptor<String, PlanRecord> single =
        new MapStateDescriptor<>(NAME, Types.STRING, Types.POJO(PlanRecord.class));
    OperatorSubtaskState earlier =
        checkpoint(
            null,
            state -> {
              BroadcastState<String, PlanRecord> records = state.getBroadcastState(single);
              records.put("a", NORTH);
              records.put("b", SOUTH);
            },
            state -> {});
    OperatorSubtaskState taken = checkpoint(earlier, store -> requireSame(store, NORTH, SOUTH));
    OperatorSubtaskState less = checkpoint(taken, store -> store.remove("b"));
    checkpoint(less, store -> requireSame(store, NORTH));
  }
}
