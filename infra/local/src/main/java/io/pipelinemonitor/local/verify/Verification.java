package io.pipelinemonitor.local.verify;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.topics.FiguresProgress;
import io.pipelinemonitor.local.topics.TopicScan;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the input topics from their beginning, recomputes every snapshot from scratch, and compares
 * it with the latest of {@code pipeline.snapshots}.
 *
 * <p>It waits until the state job has come to the end of the input, and starts again if more comes
 * in meanwhile.
 */
public final class Verification {

  private static final int ATTEMPTS = 8;

  /**
   * So long neither the figures nor what differs may change: the last ones may still be on their
   * way. On the data's clock what comes last of all, such as what was learnt at the last midnight,
   * takes effect when time has stood still for ten seconds.
   */
  private static final Duration AT_REST_FOR = Duration.ofSeconds(15);

  /** The job tells its progress about once a second of stream time. */
  private static final long PROGRESS_STEP_MILLIS = 1_000;

  private final TopicScan scan;
  private final SchemaRegistryClient registry;
  private final Policy policy;
  private final Duration patience;
  private final Pause pause;

  /**
   * @param consumer reads committed records; assigned to whatever is being read
   * @param policy what the jobs compute by
   * @param patience how long the state job may take to come to the end of its input
   */
  public Verification(
      Consumer<byte[], byte[]> consumer,
      SchemaRegistryClient registry,
      Policy policy,
      Duration patience,
      Pause pause) {
    this.scan = new TopicScan(consumer);
    this.registry = registry;
    this.policy = policy;
    this.patience = patience;
    this.pause = pause;
  }

  /**
   * What came of it.
   *
   * @param comparison published against recomputed
   * @param asOf stream time of the latest snapshot
   * @param dealEvents how many were read
   * @param definitions how many the plan has
   * @param refused how many records the job cannot use
   */
  public record Report(
      Comparison comparison, Instant asOf, int dealEvents, int definitions, long refused) {}

  /**
   * Verifies.
   *
   * @throws Problem if there are no figures, if the job does not keep up, or if input comes faster
   *     than it can be compared
   */
  public Report run() throws InterruptedException {
    int disturbed = 0;
    Report seen = null;
    long seenSince = 0;
    while (disturbed < ATTEMPTS) {
      Map<TopicPartition, Long> before = scan.ends(Inputs.TOPICS);
      Inputs inputs = new Inputs(policy, registry);
      scan.read(Inputs.TOPICS, inputs::add);
      awaitProgress(inputs);
      Map<String, PipelineSnapshot> snapshots = snapshots();
      if (snapshots.isEmpty()) {
        throw new Problem(
            inputs.dealEvents() + inputs.definitions() == 0
                ? "There is nothing to verify: no deals, no plan and no figures."
                : "There are no figures on %s yet. Is the state job running?"
                    .formatted(Topics.SNAPSHOTS.name()));
      }
      Report report = compare(inputs, snapshots);
      if (!before.equals(scan.ends(Inputs.TOPICS))) {
        disturbed++;
      } else if (report.comparison().isAgreement()) {
        return report;
      } else if (!report.equals(seen)) {
        seen = report;
        seenSince = System.nanoTime();
      } else if (System.nanoTime() - seenSince >= AT_REST_FOR.toNanos()) {
        return report;
      }
      pause.of(Duration.ofSeconds(1));
    }
    throw new Problem(
        "Records keep coming in, so there is no moment to compare. Verify while nothing is being published.");
  }

  private Report compare(Inputs inputs, Map<String, PipelineSnapshot> snapshots) {
    Instant asOf = Instant.MIN;
    for (PipelineSnapshot snapshot : snapshots.values()) {
      asOf = snapshot.getAsOf().isAfter(asOf) ? snapshot.getAsOf() : asOf;
    }
    long now = asOf.getEpochSecond() * 1_000_000 + asOf.getNano() / 1_000;
    return new Report(
        Comparison.of(
            snapshots, inputs.recompute(policy, now), policy, policy.calendar().epochDay(now)),
        asOf,
        inputs.dealEvents(),
        inputs.definitions(),
        inputs.refused());
  }

  private void awaitProgress(Inputs inputs) throws InterruptedException {
    long giveUpAt = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<Instant> progress = FiguresProgress.read(scan, registry);
      if (progress.isPresent()
          && progress.get().toEpochMilli() >= inputs.latest() - PROGRESS_STEP_MILLIS) {
        return;
      }
      if (System.nanoTime() > giveUpAt) {
        throw new Problem(
            "The state job has not come to the end of its input within %d s: its figures are complete up to %s, the last record is of %s. Is it running?"
                .formatted(
                    patience.toSeconds(),
                    progress.map(Instant::toString).orElse("nowhere"),
                    Instant.ofEpochMilli(inputs.latest())));
      }
      pause.of(Duration.ofMillis(300));
    }
  }

  /** The latest snapshot of each key. */
  private Map<String, PipelineSnapshot> snapshots() {
    RecordDecoder<PipelineSnapshot> decoder = new RecordDecoder<>(Topics.SNAPSHOTS, registry);
    Map<String, PipelineSnapshot> latest = new HashMap<>();
    List<Topic<?>> topics = List.of(Topics.SNAPSHOTS);
    scan.read(
        topics,
        record -> {
          if (record.value() == null) {
            latest.remove(key(record));
          } else if (decoder.decode(record.value())
              instanceof Decoded.Success<PipelineSnapshot> snapshot) {
            latest.put(key(record), snapshot.value());
          }
        });
    return latest;
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration duration) throws InterruptedException;
  }
}
