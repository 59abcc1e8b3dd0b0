package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The operators of the job, wired by hand in one thread: the same ones, without a cluster. */
final class AlertChain implements AutoCloseable {

  private final KeyedOneInputStreamOperatorTestHarness<String, RawRecord, PlanRecord> ruleCheck;
  private final KeyedTwoInputStreamOperatorTestHarness<String, RawRecord, PlanRecord, AlertEvent>
      incidents;
  private int plansTaken;

  /** The state of both operators between two records. */
  record Checkpoint(OperatorSubtaskState ruleCheck, OperatorSubtaskState incidents) {}

  AlertChain(JobSettings settings, @Nullable Checkpoint from) throws Exception {
    ruleCheck =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new RuleCheckFunction(settings)),
            RawRecord::keyText,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    incidents =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            IncidentOperator.forTest(settings),
            RawRecord::keyText,
            null,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    // A state type that would fall back to Kryo fails here.
    for (AbstractStreamOperatorTestHarness<?> harness : List.of(ruleCheck, incidents)) {
      ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
          .setGenericTypes(false);
    }
    if (from != null) {
      ruleCheck.initializeState(from.ruleCheck());
      incidents.initializeState(from.incidents());
    }
    ruleCheck.open();
    incidents.open();
  }

  /** Lets a record in. */
  void send(RawRecord record) throws Exception {
    StreamRecord<RawRecord> stamped = new StreamRecord<>(record, record.streamTime());
    if (record.topic().equals(Topics.SNAPSHOTS.name())) {
      incidents.processElement1(stamped);
      return;
    }
    ruleCheck.processElement(stamped);
    List<StreamRecord<? extends PlanRecord>> plan = ruleCheck.extractOutputStreamRecords();
    for (; plansTaken < plan.size(); plansTaken++) {
      StreamRecord<? extends PlanRecord> checked = plan.get(plansTaken);
      incidents.processElement2(
          new StreamRecord<PlanRecord>(checked.getValue(), checked.getTimestamp()));
    }
  }

  /** Moves stream time on. */
  void timePassesTo(double hours) throws Exception {
    incidents.processBothWatermarks(new Watermark(AlertInputs.millis(hours)));
  }

  Checkpoint checkpoint() throws Exception {
    return new Checkpoint(ruleCheck.snapshot(1, 1), incidents.snapshot(1, 1));
  }

  List<AlertEvent> events() {
    return List.copyOf(incidents.extractOutputValues());
  }

  List<AlertEvent> shadowEvents() {
    return values(incidents.getSideOutput(IncidentOperator.SHADOW));
  }

  List<DeadLetter> deadLetters() {
    List<DeadLetter> letters = new ArrayList<>(values(ruleCheck.getSideOutput(DeadLetters.TAG)));
    letters.addAll(values(incidents.getSideOutput(DeadLetters.TAG)));
    return letters;
  }

  private static <T> List<T> values(@Nullable Queue<StreamRecord<T>> queue) {
    return queue == null ? List.of() : queue.stream().map(StreamRecord::getValue).toList();
  }

  /** Each step as {@code hour unit TRANSITION REASON}. */
  List<String> steps() {
    return events().stream().map(AlertChain::step).toList();
  }

  static String step(AlertEvent event) {
    double hours =
        Duration.between(AlertInputs.START, event.getEvaluatedAt()).toMillis() / 3_600_000.0;
    return hours + " " + event.getScopeId() + " " + event.getTransition() + " " + event.getReason();
  }

  /** How many state entries and timers are left of scopes. */
  int left() {
    return incidents.numKeyedStateEntries() + incidents.numEventTimeTimers();
  }

  /** How many state entries are left of rules. */
  int leftOfRules() {
    return ruleCheck.numKeyedStateEntries();
  }

  @Override
  public void close() throws Exception {
    ruleCheck.close();
    incidents.close();
  }
}
