package io.pipelinemonitor.jobs.model;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.forecast.LearningPolicy;
import io.pipelinemonitor.jobs.domain.learning.DealFile;
import io.pipelinemonitor.jobs.domain.learning.DealNews;
import io.pipelinemonitor.jobs.domain.learning.LessonChange;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps what is known of each deal, and says at midnight what it has taught.
 *
 * <p>State of a deal: its {@link DealFile}. It ends when the deal is no longer open and the state
 * job, too, keeps nothing of it any longer. What it has taught stays taught.
 */
final class DealLessonsFunction extends KeyedProcessFunction<String, RawRecord, LessonChange> {

  private static final long serialVersionUID = 1L;

  static final String UID = "deal-lessons";

  private static final ValueStateDescriptor<DealFile> FILE =
      new ValueStateDescriptor<>("deal-file", CodecType.of(new DealFileCodec()));

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient FiscalCalendar calendar;
  private transient Midnights midnights;
  private transient DealReader reader;
  private transient int periods;
  private transient ValueState<DealFile> files;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  DealLessonsFunction(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    calendar = settings.policy().calendar();
    midnights = new Midnights(calendar);
    reader = new DealReader(registry, calendar, settings.reportingCurrency());
    periods = LearningPolicy.forPeriodsOf(calendar.kind().months()).periodsRemembered();
    files = getRuntimeContext().getState(FILE);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<LessonChange> out)
      throws Exception {
    long midnight =
        midnights.notBefore(
            Math.max(record.streamTime(), context.timerService().currentWatermark() + 1));
    DealFile known = files.value();
    DealFile file = known == null ? new DealFile() : known;
    try {
      DealNews news = reader.read(record, Midnights.micros(midnight));
      if (news == null) {
        return;
      }
      file.add(news);
    } catch (UnusableRecordException e) {
      context.output(
          DeadLetters.TAG,
          DeadLetters.of(
              record,
              e,
              ForecastModelJob.NAME + "/" + UID,
              context.timerService().currentProcessingTime()));
      return;
    }
    files.update(file);
    context.timerService().registerEventTimeTimer(midnight);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<LessonChange> out)
      throws Exception {
    DealFile file = files.value();
    if (file == null) {
      return;
    }
    file.advance(Midnights.micros(time), periods, calendar).forEach(out::collect);
    if (file.isOver(settings.reportedPeriods(), calendar)) {
      files.clear();
      return;
    }
    files.update(file);
    long next = file.nextMidnight(calendar);
    if (next != DealFile.NEVER) {
      context.timerService().registerEventTimeTimer(Midnights.millis(next));
    }
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
