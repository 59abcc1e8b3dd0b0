package io.pipelinemonitor.local.backtest;

import io.pipelinemonitor.jobs.alerting.SnapshotReader;
import io.pipelinemonitor.jobs.domain.backtest.Outcomes;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The figures of a stack at each midnight, in the order of their time, in a file. Repetitions after
 * a restart of the job that wrote them are left out, as the job that judges them does. Times are
 * stream time in microseconds.
 *
 * @param file holds the records
 * @param records how many there are
 * @param unusable how many are no figures of this calendar
 * @param firstAt of the first figures
 * @param outcomes how the periods ended
 */
record Recording(Path file, long records, long unusable, long firstAt, Outcomes outcomes) {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final int CHECKED_EVERY = 1_024;

  /** Takes in what is read of the topic. */
  static final class Builder implements AutoCloseable {
    private final SnapshotReader reader;
    private final FiscalCalendar calendar;
    private final Predicate<Scope> watched;
    private final long until;
    private final Stop stop;
    private final Progress progress;
    private final Path file;
    private final SortedRecords records;
    private final Outcomes outcomes;
    private final Map<String, Long> latest = new HashMap<>();
    private long firstAt = Long.MAX_VALUE;
    private long read;
    private long unusable;

    /**
     * @param watched whose figures count
     * @param until figures after that are left out, microseconds
     */
    Builder(
        SnapshotReader reader,
        FiscalCalendar calendar,
        Predicate<Scope> watched,
        long until,
        Path directory,
        Stop stop,
        Progress progress)
        throws IOException {
      this.reader = reader;
      this.calendar = calendar;
      this.watched = watched;
      this.until = until;
      this.stop = stop;
      this.progress = progress;
      this.file = directory.resolve("figures");
      this.records = new SortedRecords(directory);
      this.outcomes = new Outcomes(calendar);
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      if (++read % CHECKED_EVERY == 0) {
        stop.check();
        progress.say("reading figures: %,d".formatted(read));
      }
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      try {
        addFigures(key, record);
      } catch (UnusableRecordException e) {
        unusable++;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void addFigures(String key, ConsumerRecord<byte[], byte[]> record)
        throws IOException, UnusableRecordException {
      Observation observation = reader.read(raw(record, record.timestamp() * MICROS_PER_MILLI));
      FiscalPeriod period = calendar.periodNamed(observation.period());
      if (period == null) {
        unusable++;
        return;
      }
      long asOf = observation.asOf();
      boolean isNew = asOf > latest.getOrDefault(key, Long.MIN_VALUE);
      if (isNew && asOf <= until && watched.test(observation.scope())) {
        latest.put(key, asOf);
        firstAt = Math.min(firstAt, asOf);
        outcomes.take(period, observation);
        records.add(raw(record, asOf), asOf);
      }
    }

    /** As the job reads it. */
    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record, long micros) {
      return new RawRecord(
          Topics.SNAPSHOTS.name(),
          record.partition(),
          record.offset(),
          record.timestamp(),
          Math.floorDiv(micros, MICROS_PER_MILLI),
          record.key(),
          record.value());
    }

    Recording build() throws IOException {
      progress.say("sorting %,d figures".formatted(records.size()));
      records.writeTo(file);
      return new Recording(file, records.size(), unusable, firstAt, outcomes);
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
