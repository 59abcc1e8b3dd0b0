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
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The operators of the job, wired by hand in one thread: the same ones, without a cluster. */
final class AlertChain implements AutoCloseable {

  private static final Set<String> DEALS =
      Set.of(Topics.CHANGES.name(), Topics.DEALS.name(), Topics.DEAL_EVENTS.name());
  private static final Set<String> ORGANISATION =
      Set.of(Topics.ORG_UNITS.name(), Topics.ORG_MEMBERS.name());

  private final KeyedOneInputStreamOperatorTestHarness<String, RawRecord, PlanRecord> ruleCheck;
  private final KeyedTwoInputStreamOperatorTestHarness<String, RawRecord, PlanRecord, ScopeNews>
      dealMoves;
  private final KeyedOneInputStreamOperatorTestHarness<String, ScopeNews, PlanRecord> topShares;
  private final KeyedTwoInputStreamOperatorTestHarness<String, RawRecord, PlanRecord, ScopeNews>
      dealWatch;
  private final KeyedTwoInputStreamOperatorTestHarness<String, ScopeNews, PlanRecord, AlertEvent>
      incidents;
  private final KeyedTwoInputStreamOperatorTestHarness<String, AlertEvent, PlanRecord, AlertEvent>
      inhibition;
  private final OneInputStreamOperatorTestHarness<RawRecord, RawRecord> commandCheck;
  private final KeyedOneInputStreamOperatorTestHarness<String, RawRecord, PlanRecord> silences;
  private final KeyedOneInputStreamOperatorTestHarness<String, EditNews, PlanRecord> bursts;
  private final KeyedOneInputStreamOperatorTestHarness<String, RawRecord, ScopeNews> driftLooks;
  private int plansTaken;
  private int silencePlansTaken;
  private int commandsTaken;
  private int silencesTaken;
  private int movesTaken;
  private int stepsTaken;
  private int editsTaken;
  private int burstPlansTaken;
  private int looksTaken;
  private int linesTaken;
  private int watchedTaken;

  /** The state of the operators that have any, between two records. */
  record Checkpoint(
      OperatorSubtaskState ruleCheck,
      OperatorSubtaskState silences,
      OperatorSubtaskState dealMoves,
      OperatorSubtaskState bursts,
      OperatorSubtaskState driftLooks,
      OperatorSubtaskState topShares,
      OperatorSubtaskState dealWatch,
      OperatorSubtaskState incidents,
      OperatorSubtaskState inhibition) {}

  AlertChain(JobSettings settings, @Nullable Checkpoint from) throws Exception {
    ruleCheck =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new RuleCheckFunction(settings)),
            RawRecord::keyText,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    commandCheck =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new CommandCheckFunction(settings)),
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    silences =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new SilenceFunction(settings)),
            RawRecord::keyText,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    dealMoves =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            DealMovesOperator.forTest(settings),
            RawRecord::keyText,
            null,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    bursts =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new BurstFunction(settings)),
            EditNews::key,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    driftLooks =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new DriftLooksFunction(settings)),
            DriftLooksFunction::scopeOf,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    topShares =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new TopShareFunction(settings)),
            TopShareFunction::periodOf,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    dealWatch =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            DealWatchOperator.forTest(settings),
            RawRecord::keyText,
            null,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    incidents =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            IncidentOperator.forTest(settings),
            ScopeNews::key,
            null,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    inhibition =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            InhibitionOperator.forTest(settings),
            InhibitionOperator::key,
            null,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    // A state type that would fall back to Kryo fails here.
    for (AbstractStreamOperatorTestHarness<?> harness :
        List.of(
            ruleCheck,
            commandCheck,
            silences,
            dealMoves,
            bursts,
            driftLooks,
            topShares,
            dealWatch,
            incidents,
            inhibition)) {
      ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
          .setGenericTypes(false);
    }
    if (from != null) {
      ruleCheck.initializeState(from.ruleCheck());
      silences.initializeState(from.silences());
      dealMoves.initializeState(from.dealMoves());
      bursts.initializeState(from.bursts());
      driftLooks.initializeState(from.driftLooks());
      topShares.initializeState(from.topShares());
      dealWatch.initializeState(from.dealWatch());
      incidents.initializeState(from.incidents());
      inhibition.initializeState(from.inhibition());
    }
    ruleCheck.open();
    commandCheck.open();
    silences.open();
    dealMoves.open();
    bursts.open();
    driftLooks.open();
    topShares.open();
    dealWatch.open();
    incidents.open();
    inhibition.open();
  }

  /** Lets in what is new of a scope. */
  void send(ScopeNews news) throws Exception {
    incidents.processElement1(new StreamRecord<>(news));
  }

  /** Lets a record in. */
  void send(RawRecord record) throws Exception {
    StreamRecord<RawRecord> stamped = new StreamRecord<>(record, record.streamTime());
    if (record.topic().equals(Topics.SNAPSHOTS.name())) {
      incidents.processElement1(new StreamRecord<>(ScopeNews.of(record), stamped.getTimestamp()));
      return;
    }
    if (record.topic().equals(Topics.HISTORY.name())) {
      driftLooks.processElement(stamped);
      return;
    }
    if (DEALS.contains(record.topic())) {
      dealMoves.processElement1(stamped);
      handOnMoves();
      handOnEdits();
      if (record.topic().equals(Topics.DEALS.name())) {
        dealWatch.processElement1(stamped);
        handOnWatched();
      }
      return;
    }
    if (ORGANISATION.contains(record.topic())) {
      StreamRecord<PlanRecord> definition =
          new StreamRecord<>(
              new PlanRecord(
                  record.topic(), record.keyText(), "", record.streamTime(), record.value()),
              record.streamTime());
      dealMoves.processElement2(definition);
      if (record.topic().equals(Topics.ORG_UNITS.name())) {
        inhibition.processElement2(definition);
      }
      dealWatch.processElement2(definition);
      return;
    }
    if (record.topic().equals(Topics.COMMANDS.name())) {
      sendCommand(stamped);
      return;
    }
    ruleCheck.processElement(stamped);
    int taken = plansTaken;
    plansTaken = plan(ruleCheck, plansTaken);
    List<StreamRecord<? extends PlanRecord>> rules = ruleCheck.extractOutputStreamRecords();
    for (StreamRecord<? extends PlanRecord> rule : rules.subList(taken, rules.size())) {
      dealWatch.processElement2(new StreamRecord<>(rule.getValue(), rule.getTimestamp()));
    }
  }

  private void sendCommand(StreamRecord<RawRecord> command) throws Exception {
    commandCheck.processElement(command);
    List<RawRecord> checked = List.copyOf(commandCheck.extractOutputValues());
    for (; commandsTaken < checked.size(); commandsTaken++) {
      RawRecord record = checked.get(commandsTaken);
      incidents.processElement1(new StreamRecord<>(ScopeNews.of(record), record.streamTime()));
    }
    List<RawRecord> asked = values(commandCheck.getSideOutput(CommandCheckFunction.SILENCES));
    for (; silencesTaken < asked.size(); silencesTaken++) {
      RawRecord record = asked.get(silencesTaken);
      silences.processElement(new StreamRecord<>(record, record.streamTime()));
    }
    silencePlansTaken = plan(silences, silencePlansTaken);
  }

  private int plan(KeyedOneInputStreamOperatorTestHarness<String, ?, PlanRecord> from, int taken)
      throws Exception {
    List<StreamRecord<? extends PlanRecord>> plan = from.extractOutputStreamRecords();
    for (StreamRecord<? extends PlanRecord> checked : plan.subList(taken, plan.size())) {
      StreamRecord<PlanRecord> definition =
          new StreamRecord<>(checked.getValue(), checked.getTimestamp());
      incidents.processElement2(definition);
      inhibition.processElement2(definition);
    }
    return plan.size();
  }

  private void handOnMoves() throws Exception {
    List<StreamRecord<? extends ScopeNews>> moves = dealMoves.extractOutputStreamRecords();
    for (; movesTaken < moves.size(); movesTaken++) {
      StreamRecord<? extends ScopeNews> move = moves.get(movesTaken);
      incidents.processElement1(new StreamRecord<>(move.getValue(), move.getTimestamp()));
      if (TopShareFunction.isCounted(move.getValue())) {
        topShares.processElement(new StreamRecord<>(move.getValue(), move.getTimestamp()));
      }
    }
  }

  private void handOnLines() throws Exception {
    List<StreamRecord<? extends PlanRecord>> lines = topShares.extractOutputStreamRecords();
    for (; linesTaken < lines.size(); linesTaken++) {
      StreamRecord<? extends PlanRecord> line = lines.get(linesTaken);
      dealWatch.processElement2(new StreamRecord<>(line.getValue(), line.getTimestamp()));
    }
  }

  private void handOnWatched() throws Exception {
    List<StreamRecord<? extends ScopeNews>> watched = dealWatch.extractOutputStreamRecords();
    for (; watchedTaken < watched.size(); watchedTaken++) {
      StreamRecord<? extends ScopeNews> deal = watched.get(watchedTaken);
      incidents.processElement1(new StreamRecord<>(deal.getValue(), deal.getTimestamp()));
    }
  }

  private void handOnEdits() throws Exception {
    List<EditNews> edits = values(dealMoves.getSideOutput(DealMovesOperator.EDITS));
    for (; editsTaken < edits.size(); editsTaken++) {
      bursts.processElement(new StreamRecord<>(edits.get(editsTaken)));
    }
  }

  private void handOnLooks() throws Exception {
    List<StreamRecord<? extends ScopeNews>> looks = driftLooks.extractOutputStreamRecords();
    for (; looksTaken < looks.size(); looksTaken++) {
      StreamRecord<? extends ScopeNews> seen = looks.get(looksTaken);
      incidents.processElement1(new StreamRecord<>(seen.getValue(), seen.getTimestamp()));
    }
  }

  /** Moves stream time on. */
  void timePassesTo(double hours) throws Exception {
    silences.processWatermark(AlertInputs.millis(hours));
    silencePlansTaken = plan(silences, silencePlansTaken);
    dealMoves.processBothWatermarks(new Watermark(AlertInputs.millis(hours)));
    handOnMoves();
    handOnEdits();
    bursts.processWatermark(AlertInputs.millis(hours));
    burstPlansTaken = plan(bursts, burstPlansTaken);
    driftLooks.processWatermark(AlertInputs.millis(hours));
    handOnLooks();
    topShares.processWatermark(AlertInputs.millis(hours));
    handOnLines();
    dealWatch.processBothWatermarks(new Watermark(AlertInputs.millis(hours)));
    handOnWatched();
    incidents.processBothWatermarks(new Watermark(AlertInputs.millis(hours)));
    handOnSteps();
    inhibition.processBothWatermarks(new Watermark(AlertInputs.millis(hours)));
  }

  private void handOnSteps() throws Exception {
    List<StreamRecord<? extends AlertEvent>> steps = incidents.extractOutputStreamRecords();
    for (; stepsTaken < steps.size(); stepsTaken++) {
      StreamRecord<? extends AlertEvent> step = steps.get(stepsTaken);
      inhibition.processElement1(new StreamRecord<>(step.getValue(), step.getTimestamp()));
    }
  }

  Checkpoint checkpoint() throws Exception {
    return new Checkpoint(
        ruleCheck.snapshot(1, 1),
        silences.snapshot(1, 1),
        dealMoves.snapshot(1, 1),
        bursts.snapshot(1, 1),
        driftLooks.snapshot(1, 1),
        topShares.snapshot(1, 1),
        dealWatch.snapshot(1, 1),
        incidents.snapshot(1, 1),
        inhibition.snapshot(1, 1));
  }

  List<AlertEvent> events() {
    return List.copyOf(inhibition.extractOutputValues());
  }

  List<AlertEvent> burstEvents() {
    return values(bursts.getSideOutput(BurstFunction.EVENTS));
  }

  List<AlertEvent> shadowEvents() {
    return values(incidents.getSideOutput(IncidentOperator.SHADOW));
  }

  List<DeadLetter> deadLetters() {
    List<DeadLetter> letters = new ArrayList<>(values(ruleCheck.getSideOutput(DeadLetters.TAG)));
    letters.addAll(values(commandCheck.getSideOutput(DeadLetters.TAG)));
    letters.addAll(values(silences.getSideOutput(DeadLetters.TAG)));
    letters.addAll(values(dealMoves.getSideOutput(DeadLetters.TAG)));
    letters.addAll(values(driftLooks.getSideOutput(DeadLetters.TAG)));
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

  /** How many state entries and timers are left of scopes and deals. */
  int left() {
    return incidents.numKeyedStateEntries()
        + incidents.numEventTimeTimers()
        + inhibition.numKeyedStateEntries()
        + inhibition.numEventTimeTimers()
        + silences.numKeyedStateEntries()
        + silences.numEventTimeTimers()
        + dealMoves.numKeyedStateEntries()
        + dealMoves.numEventTimeTimers()
        + bursts.numKeyedStateEntries()
        + bursts.numEventTimeTimers()
        + topShares.numKeyedStateEntries()
        + topShares.numEventTimeTimers()
        + dealWatch.numKeyedStateEntries()
        + dealWatch.numEventTimeTimers();
  }

  /** How many state entries are left of deals that rules are told of, and of their incidents. */
  int leftOfDeals() {
    return dealWatch.numKeyedStateEntries() + incidents.numKeyedStateEntries();
  }

  /** How many state entries and timers are left of midnights, which later periods ask for. */
  int leftOfMidnights() {
    return driftLooks.numKeyedStateEntries() + driftLooks.numEventTimeTimers();
  }

  /** How many state entries are left of rules. */
  int leftOfRules() {
    return ruleCheck.numKeyedStateEntries();
  }

  @Override
  public void close() throws Exception {
    ruleCheck.close();
    commandCheck.close();
    silences.close();
    dealMoves.close();
    bursts.close();
    driftLooks.close();
    topShares.close();
    dealWatch.close();
    incidents.close();
    inhibition.close();
  }
}
