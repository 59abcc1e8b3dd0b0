package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.learning.LessonChange;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
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
final class ModelChain implements AutoCloseable {

  private final KeyedOneInputStreamOperatorTestHarness<String, RawRecord, LessonChange> deals;
  private final KeyedTwoInputStreamOperatorTestHarness<
          String, LessonChange, PlanRecord, ModelParameters>
      company;

  /** The state of both operators between two records. */
  record Checkpoint(OperatorSubtaskState deals, OperatorSubtaskState company) {}

  ModelChain(JobSettings settings, @Nullable Checkpoint from) throws Exception {
    deals =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new DealLessonsFunction(settings)),
            RawRecord::keyText,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    company =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            CompanyModelOperator.forTest(settings),
            change -> CompanyModelOperator.KEY,
            null,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    // A state type that would fall back to Kryo fails here.
    for (AbstractStreamOperatorTestHarness<?> harness : List.of(deals, company)) {
      ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
          .setGenericTypes(false);
    }
    deals.setup(
        CodecType.of(new LessonChangeCodec())
            .createSerializer(deals.getExecutionConfig().getSerializerConfig()));
    if (from != null) {
      deals.initializeState(from.deals());
      company.initializeState(from.company());
    }
    deals.open();
    company.open();
  }

  /** Lets a record in. */
  void send(RawRecord record) throws Exception {
    if (record.topic().equals(Topics.DEALS.name())
        || record.topic().equals(Topics.CHANGES.name())) {
      deals.processElement(record, record.streamTime());
    } else {
      company.processElement2(
          new StreamRecord<>(
              new PlanRecord(
                  record.topic(), record.keyText(), "", record.streamTime(), record.value()),
              record.streamTime()));
    }
  }

  void send(Iterable<RawRecord> records) throws Exception {
    for (RawRecord record : records) {
      send(record);
    }
  }

  /** Moves stream time on. */
  void timePassesTo(Instant time) throws Exception {
    Watermark watermark = new Watermark(time.toEpochMilli());
    deals.processWatermark(watermark);
    for (StreamRecord<? extends LessonChange> change : deals.extractOutputStreamRecords()) {
      company.processElement1(
          new StreamRecord<LessonChange>(change.getValue(), change.getTimestamp()));
    }
    deals.getOutput().clear();
    company.processBothWatermarks(watermark);
  }

  Checkpoint checkpoint() throws Exception {
    return new Checkpoint(deals.snapshot(1, 1), company.snapshot(1, 1));
  }

  /** What was published, in its order. */
  List<ModelParameters> published() {
    return List.copyOf(company.extractOutputValues());
  }

  List<DeadLetter> deadLetters() {
    Queue<StreamRecord<DeadLetter>> letters = deals.getSideOutput(DeadLetters.TAG);
    return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
  }

  /** How many state entries and timers are left of deals. */
  int leftOfDeals() {
    return deals.numKeyedStateEntries() + deals.numEventTimeTimers();
  }

  /** How many state entries are left of what was taught. */
  int leftOfCompany() {
    return company.numKeyedStateEntries();
  }

  @Override
  public void close() throws Exception {
    deals.close();
    company.close();
  }
}
