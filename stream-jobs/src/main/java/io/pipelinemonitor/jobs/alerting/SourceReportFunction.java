package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says which source each deal event and each activity came from, once for each source and tick.
 *
 * <p>It keeps nothing that matters: after a restart it may say something twice.
 */
final class SourceReportFunction extends ProcessFunction<RawRecord, SourceReport> {

  private static final long serialVersionUID = 1L;

  static final String UID = "source-reports";

  /** Of more sources, some are said twice: an import may name itself anew each time. */
  private static final int MOST_REMEMBERED = 10_000;

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient SourceReader sources;
  private transient Map<String, Long> said;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  SourceReportFunction(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    sources = new SourceReader(registry);
    said = new HashMap<>();
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SourceReport> out) {
    String source = sources.source(record);
    if (source == null) {
      return;
    }
    if (said.size() >= MOST_REMEMBERED) {
      said.clear();
    }
    long tickEnd = settings.tick().endOf(record.streamTime());
    Long before = said.put(source, tickEnd);
    if (before == null || before != tickEnd) {
      out.collect(new SourceReport(source, tickEnd));
    }
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
