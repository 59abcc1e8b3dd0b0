package io.pipelinemonitor.local.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.forecast.scoring.PublishedForecasts;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.local.topics.TopicScan;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Plays simulated quarters through a running stack: publishes them as their time comes and says
 * what the system makes of them.
 */
public final class Demo {

  private static final String CLIENT = "monitor-demo";
  private static final Duration STATUS_EVERY = Duration.ofSeconds(4);
  private static final Duration CATCH_UP_WITHIN = Duration.ofSeconds(150);
  private static final Duration QUIET_FOR = Duration.ofSeconds(11);

  /** The end is told by ticks and heartbeats, which stay a little behind. */
  private static final Duration TICKS_BEHIND = Duration.ofMinutes(1);

  /** So long after its first midnight the first day is over. */
  private static final Duration FIRST_MORNING = Duration.ofMinutes(30);

  /** A company of which there is nothing to learn is not waited for any longer. */
  private static final Duration LEARNS_WITHIN = Duration.ofSeconds(20);

  /** Simulated time by which the records may be ahead of the figures. */
  private static final Duration GREATEST_LEAD = Duration.ofDays(12);

  private final Connection connection;
  private final Simulation simulation;
  private final FiscalCalendar calendar;
  private final Waiting waiting;
  private final Supplier<Optional<String>> failure;
  private final Outcome outcome = new Outcome();
  private final Commentary commentary;

  /**
   * @param calendar whose quarters are simulated, and whose midnights the jobs go by
   * @param failure why the stack is of no use any more, or empty while it works
   */
  public Demo(
      Connection connection,
      Simulation simulation,
      FiscalCalendar calendar,
      Waiting waiting,
      Supplier<Optional<String>> failure,
      PrintWriter out) {
    this.connection = connection;
    this.simulation = simulation;
    this.calendar = calendar;
    this.waiting = waiting;
    this.failure = failure;
    this.commentary = new Commentary(out, Ansi.AUTO, simulation, outcome);
  }

  /**
   * Plays the quarters and tells of their end.
   *
   * @param speed simulated seconds a second
   * @return whether it was played to the end; false if somebody stopped it
   */
  public boolean play(double speed) throws InterruptedException, IOException {
    commentary.introduce();
    long begin = System.nanoTime();
    try (SchemaRegistryClient registry = connection.registry();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> consumer = connection.consumer(CLIENT)) {
      Listener listener = new Listener(consumer, registry, outcome, commentary::alert);
      listener.start();
      QuarterPublisher publisher = new QuarterPublisher(producer, new Encoders(registry)::encode);
      try (Listening listening = new Listening(listener, publisher)) {
        boolean played =
            load(publisher, listening)
                && passFirstNight(publisher, listening)
                && run(publisher, speed, listening)
                && catchUp(simulation.endMicros(), listening);
        if (!played) {
          return false;
        }
        commentary.status(publisher.published());
      }
      commentary.summarise((System.nanoTime() - begin) / 1e9);
      if (simulation.quarters().size() > 1) {
        commentary.score(forecasts(registry));
      }
    }
    return true;
  }

  /** What was forecast of the quarters, by the history that the system keeps of its figures. */
  private PublishedForecasts forecasts(SchemaRegistryClient registry) {
    PublishedHistory history = new PublishedHistory(calendar, simulation.quarters());
    // The last quarter is not over: its midnight would be a quarter of an hour later.
    String last = simulation.lastQuarter().name();
    outcome
        .snapshots()
        .forEach(
            (key, snapshot) -> {
              if (history.concerns(key) && snapshot.getPeriod().equals(last)) {
                history.addEnd(snapshot);
              }
            });
    RecordDecoder<PipelineSnapshot> decoder = new RecordDecoder<>(Topics.HISTORY, registry);
    try (KafkaConsumer<byte[], byte[]> consumer = connection.consumer(CLIENT)) {
      new TopicScan(consumer)
          .read(
              List.of(Topics.HISTORY),
              record -> {
                if (history.concerns(new String(record.key(), StandardCharsets.UTF_8))
                    && decoder.decode(record.value())
                        instanceof Decoded.Success<PipelineSnapshot> success) {
                  history.add(success.value());
                }
              });
    }
    return history.forecasts();
  }

  /**
   * What was there before the quarter comes at once, and is waited for: simulated hours pass in
   * moments afterwards, in which half of a pipeline would be taken for a crisis.
   */
  private boolean load(QuarterPublisher publisher, Listening listening)
      throws InterruptedException {
    return publish(publisher, Long.MIN_VALUE, simulation.loadedMicros(), listening)
        && catchUp(simulation.loadedMicros(), listening);
  }

  /**
   * At its first midnight the system learns from what was there before. Later nights pass in
   * moments, and it comes to know what they taught days later; what it learns in this one changes
   * every projection, so the rest waits for it.
   */
  private boolean passFirstNight(QuarterPublisher publisher, Listening listening)
      throws InterruptedException {
    if (!publish(publisher, simulation.loadedMicros(), morning(), listening)
        || !catchUp(morning(), listening)) {
      return false;
    }
    long giveUpAt = System.nanoTime() + LEARNS_WITHIN.toNanos();
    while (!outcome.hasLearnt() && System.nanoTime() < giveUpAt) {
      if (waiting.await(Duration.ofMillis(100))) {
        return false;
      }
      listening.requireAlive();
    }
    return true;
  }

  private long morning() {
    return calendar.startOfDay(calendar.epochDay(simulation.loadedMicros()) + 1)
        + FIRST_MORNING.toNanos() / 1_000;
  }

  /** Publishes what arrives after {@code from} and not after {@code until}, as fast as it goes. */
  private boolean publish(QuarterPublisher publisher, long from, long until, Listening listening)
      throws InterruptedException {
    return publisher.publish(
        simulation.records().stream()
            .filter(record -> record.at() > from && record.at() <= until)
            .toList(),
        at -> {
          listening.requireAlive();
          return !waiting.isOver();
        });
  }

  private boolean run(QuarterPublisher publisher, double speed, Listening listening)
      throws InterruptedException {
    commentary.begin(speed);
    listening.tellStatus();
    long morning = morning();
    List<SimulatedRecord> records =
        simulation.records().stream().filter(record -> record.at() > morning).toList();
    long begin = System.nanoTime();
    return publisher.publish(
        records,
        at -> {
          listening.requireAlive();
          double due = (at - morning) * 1_000.0 / speed;
          long early = begin + (long) due - System.nanoTime();
          return (early < 1_000_000 ? !waiting.isOver() : !waiting.await(Duration.ofNanos(early)))
              && stayNear(at, listening);
        });
  }

  /** Lets the jobs come near to where the records are: the people who watch want to see it live. */
  private boolean stayNear(long micros, Listening listening) throws InterruptedException {
    Instant near = Instant.ofEpochMilli(micros / 1_000).minus(GREATEST_LEAD);
    if (outcome.isCompleteUpTo(near)) {
      return true;
    }
    long giveUpAt = System.nanoTime() + CATCH_UP_WITHIN.toNanos();
    while (!outcome.isCompleteUpTo(near)) {
      if (waiting.await(Duration.ofMillis(20))) {
        return false;
      }
      listening.requireAlive();
      requireProgressBefore(giveUpAt, near);
    }
    return true;
  }

  /**
   * Waits until the jobs have read everything and said what they have to say.
   *
   * @param lastMicros when the last record arrived
   */
  private boolean catchUp(long lastMicros, Listening listening) throws InterruptedException {
    Instant end = Instant.ofEpochMilli(lastMicros / 1_000).minus(TICKS_BEHIND);
    long giveUpAt = System.nanoTime() + CATCH_UP_WITHIN.toNanos();
    long heard = outcome.heard();
    long quietSince = System.nanoTime();
    while (!outcome.isCompleteUpTo(end) || System.nanoTime() - quietSince < QUIET_FOR.toNanos()) {
      if (waiting.await(Duration.ofMillis(100))) {
        return false;
      }
      listening.requireAlive();
      requireProgressBefore(giveUpAt, end);
      if (heard != outcome.heard() || !outcome.isCompleteUpTo(end)) {
        heard = outcome.heard();
        quietSince = System.nanoTime();
      }
    }
    return true;
  }

  private static void requireProgressBefore(long giveUpAt, Instant moment) {
    if (System.nanoTime() > giveUpAt) {
      throw new Problem(
          "The jobs have not come to %s within %d s after its records. Look at the log, or at Flink's web interface."
              .formatted(moment, CATCH_UP_WITHIN.toSeconds()));
    }
  }

  private Properties producerProperties() {
    Properties properties = connection.kafkaClient();
    properties.put("client.id", CLIENT);
    properties.put("acks", "all");
    properties.put("linger.ms", "5");
    return properties;
  }

  /** Waits on behalf of a person who may lose interest. */
  public interface Waiting {

    /** Waits so long; true if it is over before. */
    boolean await(Duration duration) throws InterruptedException;

    boolean isOver();
  }

  /** The thread that listens to the system, and looks after it, while the quarter is published. */
  private final class Listening implements AutoCloseable {

    private final Listener listener;
    private final QuarterPublisher publisher;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean tellsStatus;
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
    private final Thread thread = new Thread(this::listen, "demo-listener");

    Listening(Listener listener, QuarterPublisher publisher) {
      this.listener = listener;
      this.publisher = publisher;
      thread.setDaemon(true);
      thread.start();
    }

    private void listen() {
      long statusAt = System.nanoTime() + STATUS_EVERY.toNanos();
      try {
        while (!closed.get()) {
          listener.poll();
          if (System.nanoTime() > statusAt) {
            statusAt = System.nanoTime() + STATUS_EVERY.toNanos();
            if (tellsStatus) {
              commentary.status(publisher.published());
            }
            failure
                .get()
                .ifPresent(
                    reason -> {
                      throw new Problem(reason);
                    });
          }
        }
      } catch (RuntimeException e) {
        broken.set(e);
      }
    }

    void tellStatus() {
      tellsStatus = true;
    }

    void requireAlive() {
      RuntimeException cause = broken.get();
      if (cause != null) {
        throw cause;
      }
    }

    @Override
    public void close() throws InterruptedException {
      closed.set(true);
      thread.join(Duration.ofSeconds(5).toMillis());
    }
  }
}
