package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.oracle.HistoryGenerator;
import io.pipelinemonitor.jobs.domain.oracle.SnapshotOracle;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operators against the oracle: whatever the order, the repetitions and the pauses in which
 * events and plan arrive, and wherever the job is restored, the last snapshots are what a
 * recomputation from scratch gives.
 */
class PipelineChainPropertyTest {

  private static final int HISTORIES = 60;
  private static final int HISTORIES_ON_DISK = 8;
  private static final int HISTORIES_RESCALED = 20;
  private static final int HISTORIES_READ_AHEAD = 40;
  private static final long DAY_MILLIS = 86_400_000L;

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 2_000, 3_000})
  void endsInTheOraclesSnapshotsHoweverRecordsArrive(long firstSeed) throws Exception {
    endsInTheOraclesSnapshots(firstSeed, HISTORIES, HashMapStateBackend::new, 1, 1);
  }

  /** There, what was read from state is a copy: a change that is not written back is lost. */
  @Test
  void doesSoWithStateInRocksDb() throws Exception {
    endsInTheOraclesSnapshots(5_000, HISTORIES_ON_DISK, EmbeddedRocksDBStateBackend::new, 1, 1);
  }

  /** Keys move between tasks, and each of these has the whole plan. */
  @ParameterizedTest
  @CsvSource({"1, 3", "3, 2"})
  void doesSoWithAnotherNumberOfTasksAfterTheRestore(int before, int after) throws Exception {
    endsInTheOraclesSnapshots(6_000, HISTORIES_RESCALED, HashMapStateBackend::new, before, after);
  }

  /**
   * Exchange rates, processes, units and events are on topics of their own, and a small topic is
   * read in one go. Not only the last figures: every snapshot, and what each change moved by the
   * rate of its moment, must be the same wherever each of them happens to be.
   */
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void publishesTheSameHoweverFarAheadEachTopicIsRead(int tasks) throws Exception {
    int changes = 0;
    for (long seed = 7_000; seed < 7_000 + HISTORIES_READ_AHEAD; seed++) {
      HistoryGenerator.History history = HistoryGenerator.history(seed);
      JobSettings settings = JobSettings.of(settings(history.policy().calendar(), history, seed));
      try (SchemaRegistryClient registry =
          RegistryConnection.open(settings.schemaRegistryUrl(), Map.of())) {
        new SchemaRegistrar(registry, Duration.ofSeconds(1)).registerAll(Topics.all());
        Random random = new Random(seed);
        List<RawRecord> records = inTime(history, settings, registry, random);
        Published inOrder =
            runReadAhead(records, settings, registry, tasks, tasks, new Random(0), 1);
        Published readAhead =
            runReadAhead(
                records, settings, registry, tasks, 3 - tasks, random, 2 + random.nextInt(200));
        assertThat(readAhead).as("seed %d", seed).isEqualTo(inOrder);
        changes += inOrder.changes().size();
      }
    }
    assertThat(changes).isGreaterThan(HISTORIES_READ_AHEAD);
  }

  /** Everything that came out, each in an order of its own. */
  private record Published(List<String> snapshots, List<String> changes, List<String> history) {}

  /** All records of the history, each at a moment of its own, over some weeks. */
  private static List<RawRecord> inTime(
      HistoryGenerator.History history,
      JobSettings settings,
      SchemaRegistryClient registry,
      Random random)
      throws Exception {
    long end = settings.tick().endOf(history.nowMicros() / 1_000);
    ContractRecords contract = new ContractRecords(registry);
    List<RawRecord> records =
        new ArrayList<>(contract.plan(history.plan(), settings.policy().calendar(), end));
    for (DealEvent event : history.events()) {
      records.add(contract.raw(Topics.DEAL_EVENTS, ContractRecords.event(event), end));
    }
    for (Activity activity : history.activities()) {
      records.add(contract.raw(Topics.ACTIVITY_EVENTS, ContractRecords.activity(activity), end));
    }
    Collections.shuffle(records, random);
    List<RawRecord> timed = new ArrayList<>();
    long time = end - 30 * DAY_MILLIS;
    for (RawRecord record : records) {
      timed.add(at(record, time, end));
      time = Math.min(end - 1, time + random.nextLong(1, DAY_MILLIS / 2));
    }
    return timed;
  }

  /**
   * Reads each topic by itself, up to so many records ahead of the one that is furthest behind, and
   * restores in the middle.
   */
  private static Published runReadAhead(
      List<RawRecord> records,
      JobSettings settings,
      SchemaRegistryClient registry,
      int tasks,
      int tasksAfter,
      Random random,
      int ahead)
      throws Exception {
    List<RawRecord> unread = new ArrayList<>(records);
    PipelineChain chain = chain(settings, registry, null, tasks);
    List<PipelineChain> chains = new ArrayList<>(List.of(chain));
    int restoreAt = random.nextInt(records.size());
    while (!unread.isEmpty()) {
      String topic = unread.get(random.nextInt(Math.min(ahead, unread.size()))).topic();
      RawRecord next =
          unread.stream().filter(record -> record.topic().equals(topic)).findFirst().orElseThrow();
      unread.remove(next);
      chain.send(next);
      if (!unread.isEmpty()) {
        chain.watermark(unread.get(0).streamTime() - 1);
      }
      if (unread.size() == restoreAt) {
        chain = chain(settings, registry, chain.checkpoint(1), tasksAfter);
        chains.add(chain);
      }
    }
    chain.watermark(settings.tick().endOf(records.get(records.size() - 1).streamTime()));
    Published published =
        new Published(
            sorted(chains, of -> of.snapshots),
            sorted(chains, of -> of.changes),
            sorted(chains, of -> of.history));
    for (PipelineChain one : chains) {
      assertThat(one.deadLetters).isEmpty();
      one.close();
    }
    return published;
  }

  private static PipelineChain chain(
      JobSettings settings,
      SchemaRegistryClient registry,
      PipelineChain.@Nullable Checkpoint from,
      int tasks)
      throws Exception {
    return new PipelineChain(settings, registry, from, new HashMapStateBackend(), tasks);
  }

  private static List<String> sorted(
      List<PipelineChain> chains, Function<PipelineChain, List<?>> published) {
    return chains.stream()
        .flatMap(chain -> published.apply(chain).stream())
        .map(String::valueOf)
        .sorted()
        .toList();
  }

  private static void endsInTheOraclesSnapshots(
      long firstSeed, int histories, Supplier<StateBackend> backend, int tasks, int tasksAfter)
      throws Exception {
    for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
      HistoryGenerator.History history = HistoryGenerator.history(seed);
      Map<String, String> keys = settings(history.policy().calendar(), history, seed);
      JobSettings settings = JobSettings.of(keys);
      try (SchemaRegistryClient registry =
          RegistryConnection.open(settings.schemaRegistryUrl(), Map.of())) {
        new SchemaRegistrar(registry, Duration.ofSeconds(1)).registerAll(Topics.all());
        long end = settings.tick().endOf(history.nowMicros() / 1_000);
        SortedMap<String, SortedMap<String, Object>> published =
            run(history, settings, registry, backend, tasks, tasksAfter, new Random(seed), end);
        SortedMap<String, SortedMap<String, Object>> expected =
            SnapshotOracle.of(
                history.events(),
                history.activities(),
                history.plan(),
                settings.policy(),
                end * 1_000);
        assertThat(PublishedSnapshots.differences(expected, published))
            .as("seed %d", seed)
            .isEmpty();
      }
    }
  }

  private static Map<String, String> settings(
      FiscalCalendar calendar, HistoryGenerator.History history, long seed) {
    return Map.of(
        "velocity.window.days", Integer.toString(history.policy().velocityDays()),
        "schema.registry.url", "mock://chain-" + seed,
        "fiscal.first-month", Integer.toString(calendar.firstMonth()),
        "fiscal.period", calendar.kind().name(),
        "fiscal.zone", calendar.zone().getId(),
        "reporting.currency", history.policy().reportingCurrency(),
        "coverage.target", history.policy().coverageTarget().toString(),
        "coverage.qualified-from-stage-order",
            Integer.toString(history.policy().qualifiedFromOrder()),
        // Nothing ends within these histories: what ends is tested by itself.
        "reported.periods", "40");
  }

  private static SortedMap<String, SortedMap<String, Object>> run(
      HistoryGenerator.History history,
      JobSettings settings,
      SchemaRegistryClient registry,
      Supplier<StateBackend> backend,
      int tasks,
      int tasksAfter,
      Random random,
      long end)
      throws Exception {
    long time = end - (1 + random.nextInt(30)) * DAY_MILLIS;
    ContractRecords contract = new ContractRecords(registry);
    List<RawRecord> plan = contract.plan(history.plan(), settings.policy().calendar(), time);
    List<DealEvent> events =
        HistoryGenerator.duplicated(HistoryGenerator.shuffled(history.events(), random), random);
    List<RawRecord> records = new ArrayList<>(plan);
    for (DealEvent event : events) {
      records.add(contract.raw(Topics.DEAL_EVENTS, ContractRecords.event(event), time));
    }
    for (Activity activity : history.activities()) {
      for (int copies = 1 + random.nextInt(2); copies > 0; copies--) {
        records.add(contract.raw(Topics.ACTIVITY_EVENTS, ContractRecords.activity(activity), time));
      }
    }
    Collections.shuffle(records, random);
    int restoreAt = random.nextInt(records.size() + 1);
    PipelineChain chain = new PipelineChain(settings, registry, null, backend.get(), tasks);
    List<PipelineSnapshotRun> before = new ArrayList<>();
    List<PipelineChange> changes = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      RawRecord record = at(records.get(i), time, end);
      chain.send(record);
      if (random.nextInt(3) == 0) {
        time = Math.min(end - 1, time + random.nextLong(1, 2 * DAY_MILLIS));
        chain.watermark(time - random.nextInt(1_000));
      }
      if (i == restoreAt) {
        PipelineChain restored =
            new PipelineChain(settings, registry, chain.checkpoint(1), backend.get(), tasksAfter);
        before.add(new PipelineSnapshotRun(chain.latest()));
        changes.addAll(chain.changes);
        chain.close();
        chain = restored;
      }
    }
    chain.watermark(end);
    assertThat(chain.deadLetters).isEmpty();
    Map<String, io.pipelinemonitor.schema.PipelineSnapshot> latest = new java.util.HashMap<>();
    before.forEach(run -> latest.putAll(run.latest()));
    latest.putAll(chain.latest());
    changes.addAll(chain.changes);
    chain.close();
    assertThat(openAmounts(changes)).isEqualTo(openAmounts(latest));
    return PublishedSnapshots.of(latest);
  }

  /** What the movements that were not withdrawn leave open, by scope and period. */
  private static SortedMap<String, Long> openAmounts(List<PipelineChange> changes) {
    Map<String, PipelineChange> standing = new java.util.HashMap<>();
    for (PipelineChange change : changes) {
      if (change.getWithdrawn()) {
        assertThat(standing.remove(change.getChangeId())).isNotNull();
      } else {
        assertThat(standing.put(change.getChangeId(), change)).isNull();
      }
    }
    SortedMap<String, Long> amounts = new TreeMap<>();
    for (PipelineChange change : standing.values()) {
      scopes(change)
          .forEach(
              (type, id) -> {
                if (id != null) {
                  String key = type + ":" + id + "|" + change.getPeriod();
                  amounts.merge(key, change.getAmountDelta(), Long::sum);
                }
              });
    }
    amounts.values().removeIf(amount -> amount == 0);
    return amounts;
  }

  /** Where a movement counts, units aside: a transfer only on the side that it is of. */
  private static Map<ScopeType, @Nullable String> scopes(PipelineChange change) {
    Map<ScopeType, @Nullable String> scopes = new EnumMap<>(ScopeType.class);
    if (change.getScopeType() == null) {
      scopes.put(ScopeType.COMPANY, "company");
      scopes.put(ScopeType.REP, change.getOwnerId());
      scopes.put(ScopeType.SEGMENT, change.getSegment());
      scopes.put(ScopeType.PRODUCT, change.getProduct());
      scopes.put(ScopeType.TERRITORY, change.getTerritoryId());
      scopes.put(ScopeType.PIPELINE, change.getPipelineId());
    } else {
      boolean out = change.getMovement() == Movement.TRANSFERRED_OUT;
      scopes.put(change.getScopeType(), out ? change.getFromScopeId() : change.getToScopeId());
    }
    return scopes;
  }

  private static SortedMap<String, Long> openAmounts(
      Map<String, io.pipelinemonitor.schema.PipelineSnapshot> latest) {
    SortedMap<String, Long> amounts = new TreeMap<>();
    for (io.pipelinemonitor.schema.PipelineSnapshot snapshot : latest.values()) {
      if (snapshot.getScopeType() != ScopeType.UNIT && snapshot.getOpenAmount() != 0) {
        amounts.put(String.valueOf(Topics.SNAPSHOTS.key(snapshot)), snapshot.getOpenAmount());
      }
    }
    return amounts;
  }

  private record PipelineSnapshotRun(
      Map<String, io.pipelinemonitor.schema.PipelineSnapshot> latest) {}

  /** The record at its time of arrival; its own timestamp is the end, when everything is past. */
  private static RawRecord at(RawRecord record, long time, long end) {
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        end,
        time,
        record.key(),
        record.value());
  }
}
