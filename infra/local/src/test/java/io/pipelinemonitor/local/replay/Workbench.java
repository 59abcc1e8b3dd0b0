package io.pipelinemonitor.local.replay;

import io.pipelinemonitor.jobs.runtime.RawRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * What goes into a job and what comes out of it, in memory: the cluster runs in this process, and
 * its tasks find both by a name.
 */
final class Workbench {

  private static final Map<String, List<RawRecord>> INPUTS = new ConcurrentHashMap<>();
  private static final Map<String, Collection<Object>> OUTPUTS = new ConcurrentHashMap<>();

  private Workbench() {}

  /** Looks up the record of a number. */
  static final class Input implements MapFunction<Long, RawRecord>, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final String name = UUID.randomUUID().toString();

    Input(List<RawRecord> records) {
      INPUTS.put(name, records);
    }

    @Override
    public RawRecord map(Long number) {
      return Objects.requireNonNull(INPUTS.get(name), name).get(Math.toIntExact(number));
    }

    @Override
    public void close() {
      INPUTS.remove(name);
    }
  }

  /** Keeps what is written to it. */
  static final class Output<T> implements Sink<T>, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final String name = UUID.randomUUID().toString();

    Output() {
      OUTPUTS.put(name, new ConcurrentLinkedQueue<>());
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
      return new Writer<>(Objects.requireNonNull(OUTPUTS.get(name), name));
    }

    /** All of it, in no particular order. */
    @SuppressWarnings("unchecked") // only its own writers add to it
    List<T> taken() {
      return new ArrayList<>((Collection<T>) Objects.requireNonNull(OUTPUTS.get(name), name));
    }

    @Override
    public void close() {
      OUTPUTS.remove(name);
    }
  }

  private record Writer<T>(Collection<Object> kept) implements SinkWriter<T> {
    @Override
    public void write(T element, Context context) {
      kept.add(element);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
