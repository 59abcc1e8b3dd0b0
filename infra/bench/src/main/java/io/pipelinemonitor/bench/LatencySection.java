package io.pipelinemonitor.bench;

import io.pipelinemonitor.bench.Assignment.Mode;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Open loop: events are sent by the clock, whatever becomes of them, and each is timed from the
 * moment at which it was to be sent.
 */
final class LatencySection {

  /** One event in so many is a probe's. */
  private static final int PROBE_EVERY = 10;

  private static final int DEALS = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int DIGITS = 3;

  private final BenchStack stack;
  private final long seed;
  private final int parallelism;
  private final Path directory;
  private final Console console;

  LatencySection(BenchStack stack, long seed, int parallelism, Path directory, Console console) {
    this.stack = stack;
    this.seed = seed;
    this.parallelism = parallelism;
    this.directory = directory;
    this.console = console;
  }

  /**
   * Runs each line at each rate.
   *
   * @param warmUpSeconds sent at the same rate before, and not measured
   */
  List<LatencyFigures> run(
      List<Line> lines, List<Integer> eventsPerSecond, int warmUpSeconds, int seconds)
      throws IOException, InterruptedException, ExecutionException {
    List<LatencyFigures> figures = new ArrayList<>();
    for (int rate : eventsPerSecond) {
      for (Line line : lines) {
        console.status("latency: %s at %,d events/s…", line, rate);
        LatencyFigures measured = run(line, rate, warmUpSeconds, seconds);
        figures.add(measured);
        console.say(
            "latency  %s at %,6d events/s: p50 %,.1f ms, p99 %,.1f ms",
            line, rate, measured.median(), measured.p99());
      }
    }
    return figures;
  }

  private LatencyFigures run(Line line, int rate, int warmUpSeconds, int seconds)
      throws IOException, InterruptedException, ExecutionException {
    stack.empty();
    Load.Shape shape = shape(rate, warmUpSeconds + seconds);
    Load plan = new Load(seed, shape);
    try (Feed feed = new Feed(stack.bootstrapServers(), stack.registryClient())) {
      plan.plan().forEach(feed::send);
      Probes.plan(plan).forEach(feed::send);
    }
    Assignment assignment =
        new Assignment(
            Mode.LIVE,
            line,
            stack.bootstrapServers(),
            stack.registryUrl(),
            shape,
            0,
            parallelism,
            directory.resolve("latency-" + line + "-" + rate),
            null);
    try (LineProcess process = LineProcess.start(assignment)) {
      process.await(FlinkRun.READY);
      LatencyFigures figures =
          measure(line, shape(rate, warmUpSeconds + seconds), (long) rate * warmUpSeconds);
      process.endInput();
      return figures;
    }
  }

  /** From now on. */
  private static Load.Shape shape(int rate, int seconds) {
    return new Load.Shape(Instant.now(), rate, (long) rate * seconds, DEALS, 0);
  }

  private LatencyFigures measure(Line line, Load.Shape shape, long warmUp)
      throws InterruptedException, ExecutionException {
    Histogram histogram = new Histogram(DIGITS);
    FixedRate schedule = new FixedRate(System.nanoTime(), shape.eventsPerSecond(), warmUp);
    Arrivals arrivals =
        new Arrivals(
            schedule,
            shape.events() / PROBE_EVERY / Probes.COUNT,
            nanos -> histogram.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos)));
    try (Heartbeats heartbeats =
            new Heartbeats(new Feed(stack.bootstrapServers(), stack.registryClient()));
        Feed feed = new Feed(stack.bootstrapServers(), stack.registryClient());
        TopicConsumer consumer =
            TopicConsumer.fromNow(
                stack.bootstrapServers(),
                line.isStateJob() ? Topics.SNAPSHOTS.name() : CopyJob.TOPIC,
                TopicConsumer.Isolation.READ_COMMITTED)) {
      heartbeats.start();
      CompletableFuture<Void> receiver =
          CompletableFuture.runAsync(() -> receive(line, consumer, arrivals, schedule, shape));
      long sentLate = send(feed, shape, schedule);
      receiver.get();
      return new LatencyFigures(
          line,
          shape.eventsPerSecond(),
          histogram.getTotalCount(),
          histogram.getValueAtPercentile(50) / 1e3,
          histogram.getValueAtPercentile(99) / 1e3,
          histogram.getValueAtPercentile(99.9) / 1e3,
          histogram.getMaxValue() / 1e3,
          arrivals.missing(),
          sentLate / 1e6);
    }
  }

  /** Sends everything, stamped with the time at which it is sent; returns the longest delay. */
  private long send(Feed feed, Load.Shape shape, FixedRate schedule) {
    Load load = new Load(seed, shape);
    long latest = 0;
    for (long number = 0; number < shape.events(); number++) {
      long due = schedule.nanos(number);
      long wait = due - System.nanoTime();
      while (wait > 0) {
        LockSupport.parkNanos(wait);
        wait = due - System.nanoTime();
      }
      DealEvent event =
          number % PROBE_EVERY == 0 ? probeEvent(number, shape) : load.event(number).record();
      feed.send(new Load.Item<>(Topics.DEAL_EVENTS, event, System.currentTimeMillis()));
      latest = Math.max(latest, -wait);
    }
    return latest;
  }

  private static DealEvent probeEvent(long number, Load.Shape shape) {
    long turn = number / PROBE_EVERY;
    return Probes.event(
        (int) (turn % Probes.COUNT),
        turn / Probes.COUNT + 1,
        shape.start().plusNanos(number * NANOS_PER_SECOND / shape.eventsPerSecond()));
  }

  private void receive(
      Line line, TopicConsumer consumer, Arrivals arrivals, FixedRate schedule, Load.Shape shape) {
    RecordDecoder<PipelineSnapshot> snapshots =
        new RecordDecoder<>(Topics.SNAPSHOTS, stack.registryClient());
    RecordDecoder<DealEvent> events =
        new RecordDecoder<>(Topics.DEAL_EVENTS, stack.registryClient());
    long deadline = schedule.nanos(shape.events()) + PATIENCE.toNanos();
    while (arrivals.missing() > 0 && System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll()) {
        long now = System.nanoTime();
        String key = new String(record.key(), StandardCharsets.UTF_8);
        int probe = line.isStateJob() ? Probes.ofSnapshotKey(key) : Probes.ofDealKey(key);
        if (probe < 0) {
          continue;
        }
        if (line.isStateJob()) {
          if (snapshots.decode(record.value()) instanceof Decoded.Success<PipelineSnapshot> it) {
            arrivals.arrived(probe, it.value().getOpenAmount(), now);
          }
        } else if (events.decode(record.value()) instanceof Decoded.Success<DealEvent> it) {
          arrivals.arrived(probe, it.value().getAmountMinor(), now);
        }
      }
    }
    arrivals.giveUp(System.nanoTime());
  }

  /** One a second, by the wall's clock: stream time goes on also where no event comes. */
  private static final class Heartbeats implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Feed feed;

    Heartbeats(Feed feed) {
      this.feed = feed;
    }

    void start() {
      timer.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS);
    }

    private void beat() {
      Instant now = Instant.now();
      feed.send(
          new Load.Item<>(
              Topics.HEARTBEAT,
              new Heartbeat(Load.HEARTBEAT_SOURCE, now, List.of()),
              now.toEpochMilli()));
    }

    @Override
    public void close() throws InterruptedException {
      timer.shutdown();
      timer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      feed.close();
    }
  }

  /** One event after the other, always as long apart. */
  private record FixedRate(long startNanos, int eventsPerSecond, long warmUp)
      implements Arrivals.Schedule {

    /** When the event of that number is to be sent. */
    long nanos(long number) {
      return startNanos + number * NANOS_PER_SECOND / eventsPerSecond;
    }

    private static long number(int probe, long count) {
      return ((count - 1) * Probes.COUNT + probe) * PROBE_EVERY;
    }

    @Override
    public long nanos(int probe, long count) {
      return nanos(number(probe, count));
    }

    @Override
    public boolean isMeasured(int probe, long count) {
      return number(probe, count) >= warmUp;
    }
  }
}
