package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends the silences of each matcher: a later one takes the place of an earlier one, and
 * one whose end is over already ends it.
 *
 * <p>State of a matcher: when its silence ends, until then.
 */
final class SilenceFunction extends KeyedProcessFunction<String, RawRecord, PlanRecord> {

  private static final long serialVersionUID = 1L;

  static final String UID = "silences";

  private static final ValueStateDescriptor<Long> UNTIL =
      new ValueStateDescriptor<>("silenced-until", Types.LONG);

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient RecordDecoder<AlertCommand> decoder;
  private transient ValueState<Long> until;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  SilenceFunction(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    decoder = new RecordDecoder<>(Topics.COMMANDS, registry);
    until = getRuntimeContext().getState(UNTIL);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<PlanRecord> out)
      throws Exception {
    if (!(decoder.decode(record.value()) instanceof Decoded.Success<AlertCommand> success)) {
      throw new IllegalStateException("a command that was read before is none any more");
    }
    AlertCommand command = success.value();
    Instant asked = command.getUntil();
    long end = asked == null ? record.streamTime() : ceilingMillis(asked);
    Long current = until.value();
    if (end > record.streamTime()) {
      forget(context);
      until.update(end);
      context.timerService().registerEventTimeTimer(end);
      out.collect(plan(record.keyText(), record.streamTime(), record.value()));
    } else if (current != null && current > record.streamTime()) {
      forget(context);
      out.collect(plan(record.keyText(), record.streamTime(), null));
    } else {
      context.output(
          DeadLetters.TAG,
          DeadLetters.of(
              CommandCheckFunction.under(command.getIncidentId(), record),
              new UnusableRecordException(
                  DeadLetterReason.INVALID_VALUE,
                  "until is " + asked + ", which was over, and there is no such silence to end"),
              AlertRulesJob.NAME + "/" + UID,
              context.timerService().currentProcessingTime()));
    }
  }

  private static long ceilingMillis(Instant instant) {
    return -Math.floorDiv(
        -(instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000), 1_000L);
  }

  private void forget(Context context) throws Exception {
    Long current = until.value();
    if (current != null) {
      context.timerService().deleteEventTimeTimer(current);
      until.clear();
    }
  }

  private static PlanRecord plan(String matcher, long at, byte @Nullable [] value) {
    return new PlanRecord(Topics.COMMANDS.name(), matcher, "", at, value);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<PlanRecord> out) {
    until.clear();
    out.collect(plan(context.getCurrentKey(), time, null));
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
