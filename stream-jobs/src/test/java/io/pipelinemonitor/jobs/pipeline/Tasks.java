package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** The tasks of one keyed operator, each with its share of the keys. */
final class Tasks<H extends AbstractStreamOperatorTestHarness<?>> implements AutoCloseable {

  private final List<H> tasks = new ArrayList<>();

  /**
   * What all tasks kept.
   *
   * @param parallelism how many they were
   */
  record State(OperatorSubtaskState ofAll, int parallelism) {}

  /** Makes the task of that number. */
  @FunctionalInterface
  interface Factory<H> {
    H task(int number) throws Exception;
  }

  /** What is done with a task. */
  @FunctionalInterface
  interface Action<H> {
    void accept(H task) throws Exception;
  }

  Tasks(int parallelism, Factory<H> factory) throws Exception {
    for (int number = 0; number < parallelism; number++) {
      tasks.add(factory.task(number));
    }
  }

  void forEach(Action<? super H> action) throws Exception {
    for (H task : tasks) {
      action.accept(task);
    }
  }

  /** The task that keeps the key. */
  H keeperOf(String key) {
    return tasks.get(
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            key, JobEnvironment.MAX_PARALLELISM, tasks.size()));
  }

  /** As Flink deals state out to as many tasks as there are now. */
  void initialize(State from) throws Exception {
    for (int number = 0; number < tasks.size(); number++) {
      tasks
          .get(number)
          .initializeState(
              AbstractStreamOperatorTestHarness.repartitionOperatorState(
                  from.ofAll(),
                  JobEnvironment.MAX_PARALLELISM,
                  from.parallelism(),
                  tasks.size(),
                  number));
    }
  }

  State snapshot(long checkpoint) throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    forEach(task -> states.add(task.snapshot(checkpoint, checkpoint)));
    return new State(
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new)),
        tasks.size());
  }

  /** What has come out of a side output since it was last asked for. */
  <T> List<T> take(OutputTag<T> tag) {
    List<T> all = new ArrayList<>();
    for (H task : tasks) {
      Queue<StreamRecord<T>> queue = task.getSideOutput(tag);
      if (queue != null) {
        queue.forEach(record -> all.add(record.getValue()));
        queue.clear();
      }
    }
    return all;
  }

  int count(java.util.function.ToIntFunction<? super H> of) {
    return tasks.stream().mapToInt(of).sum();
  }

  @Override
  public void close() throws Exception {
    forEach(AbstractStreamOperatorTestHarness::close);
  }
}
