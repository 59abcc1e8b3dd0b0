package io.pipelinemonitor.local.backtest;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.alerting.DealSightingReader;
import io.pipelinemonitor.jobs.alerting.SnapshotReader;
import io.pipelinemonitor.jobs.alerting.SourceReader;
import io.pipelinemonitor.jobs.domain.backtest.DealOutcomes;
import io.pipelinemonitor.jobs.domain.backtest.Outcomes;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.dealwatch.DealSighting;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.Tick;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The figures of a stack at each midnight, and the events that say which sources reported, in the
 * order of their time, in a file; for rules on deals also deals, their movements and the
 * organisation. Repetitions after a restart of the job that wrote figures are left out, as the job
 * that judges them does; so are further events of a source in the same tick. Times are stream time
 * in microseconds.
 *
 * @param file holds the records
 * @param records how many there are
 * @param figures how many of them are figures
 * @param reports how many of them are events
 * @param deals how many of them are deals as they were published
 * @param missingDeals how many deals as they were published are no longer on their topic
 * @param unusable how many are no figures of this calendar
 * @param firstAt of the first figures, event or deal
 * @param outcomes how the periods ended
 * @param dealOutcomes what became of deals
 */
record Recording(
    Path file,
    long records,
    long figures,
    long reports,
    long deals,
    long missingDeals,
    long unusable,
    long firstAt,
    Outcomes outcomes,
    DealOutcomes dealOutcomes) {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final int CHECKED_EVERY = 1_024;

  /** Takes in what is read of the topics. */
  static final class Builder implements AutoCloseable {
    private final SnapshotReader reader;
    private final SourceReader sources;
    private final Tick tick;
    private final FiscalCalendar calendar;
    private final Predicate<Scope> watched;
    private final long until;
    private final Stop stop;
    private final Progress progress;
    private final Path file;
    private final SortedRecords records;
    private final Outcomes outcomes;
    private final DealSightingReader dealReader;
    private final RecordDecoder<PipelineChange> changes;
    private final DealOutcomes dealOutcomes;
    private final Map<Integer, Long> nextDealOffsets = new HashMap<>();
    private final Map<String, Long> latest = new HashMap<>();
    private final Map<TopicPartition, Long> times = new HashMap<>();
    private final Map<String, Long> heardAt = new HashMap<>();
    private long reports;
    private long firstAt = Long.MAX_VALUE;
    private long read;
    private long figures;
    private long deals;
    private long missingDeals;
    private long unusable;

    /**
     * @param watched whose figures count
     * @param until figures after that are left out, microseconds
     */
    Builder(
        SchemaRegistryClient registry,
        JobSettings settings,
        Predicate<Scope> watched,
        long until,
        Path directory,
        Stop stop,
        Progress progress)
        throws IOException {
      this.reader = new SnapshotReader(registry);
      this.sources = new SourceReader(registry);
      this.dealReader = new DealSightingReader(registry, settings);
      this.changes = new RecordDecoder<>(Topics.CHANGES, registry);
      this.tick = settings.tick();
      this.calendar = settings.policy().calendar();
      this.watched = watched;
      this.until = until;
      this.stop = stop;
      this.progress = progress;
      this.file = directory.resolve("figures");
      this.records = new SortedRecords(directory);
      this.outcomes = new Outcomes(calendar);
      this.dealOutcomes = new DealOutcomes(calendar);
    }

    /** Takes in figures; and of rules on deals, what else they are judged by. */
    void add(ConsumerRecord<byte[], byte[]> record) {
      count("the past");
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      try {
        if (record.topic().equals(Topics.HISTORY.name())) {
          addFigures(key, record);
        } else if (record.topic().equals(Topics.DEALS.name())) {
          addDeal(record);
        } else if (record.topic().equals(Topics.CHANGES.name())) {
          addChange(record);
        } else {
          addUpToEnd(record, record.timestamp() * MICROS_PER_MILLI);
        }
      } catch (UnusableRecordException e) {
        unusable++;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Takes in what a source reported; of one topic after the other. */
    void addReport(ConsumerRecord<byte[], byte[]> record) {
      count("what sources reported");
      // A record takes effect at its timestamp, or at a later one before it in its partition.
      long millis =
          times.merge(
              new TopicPartition(record.topic(), record.partition()),
              record.timestamp(),
              Math::max);
      long at = tick.endOf(millis);
      RawRecord report = raw(record.topic(), record, millis * MICROS_PER_MILLI);
      String source = at * MICROS_PER_MILLI > until ? null : sources.source(report);
      if (source == null || Long.valueOf(at).equals(heardAt.put(source, at))) {
        return;
      }
      reports++;
      firstAt = Math.min(firstAt, millis * MICROS_PER_MILLI);
      try {
        records.add(report, millis * MICROS_PER_MILLI);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void count(String what) {
      if (++read % CHECKED_EVERY == 0) {
        stop.check();
        progress.say("reading %s: %,d".formatted(what, read));
      }
    }

    private void addFigures(String key, ConsumerRecord<byte[], byte[]> record)
        throws IOException, UnusableRecordException {
      String topic = Topics.SNAPSHOTS.name();
      Observation observation =
          reader.read(raw(topic, record, record.timestamp() * MICROS_PER_MILLI));
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
        records.add(raw(topic, record, asOf), asOf);
        figures++;
      }
    }

    private void addDeal(ConsumerRecord<byte[], byte[]> record) throws IOException {
      // What is missing between two records has been compacted away.
      Long next = nextDealOffsets.put(record.partition(), record.offset() + 1);
      missingDeals += record.offset() - (next == null ? 0 : next);
      DealSighting deal =
          dealReader.read(raw(record.topic(), record, record.timestamp() * MICROS_PER_MILLI));
      if (deal != null && addUpToEnd(record, deal.asOf())) {
        firstAt = Math.min(firstAt, deal.asOf());
        dealOutcomes.take(deal);
        deals++;
      }
    }

    private void addChange(ConsumerRecord<byte[], byte[]> record) throws IOException {
      if (record.value() != null
          && changes.decode(record.value()) instanceof Decoded.Success<PipelineChange> change) {
        addUpToEnd(record, ChronoUnit.MICROS.between(Instant.EPOCH, change.value().getAsOf()));
      }
    }

    /** Returns whether it was before the end. */
    private boolean addUpToEnd(ConsumerRecord<byte[], byte[]> record, long at) throws IOException {
      if (at <= until) {
        records.add(raw(record.topic(), record, at), at);
      }
      return at <= until;
    }

    /** As the job reads it. */
    private static RawRecord raw(String topic, ConsumerRecord<byte[], byte[]> record, long micros) {
      return new RawRecord(
          topic,
          record.partition(),
          record.offset(),
          record.timestamp(),
          Math.floorDiv(micros, MICROS_PER_MILLI),
          record.key(),
          record.value());
    }

    Recording build() throws IOException {
      progress.say("sorting %,d records".formatted(records.size()));
      records.writeTo(file);
      return new Recording(
          file,
          records.size(),
          figures,
          reports,
          deals,
          missingDeals,
          unusable,
          firstAt,
          outcomes,
          dealOutcomes);
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
