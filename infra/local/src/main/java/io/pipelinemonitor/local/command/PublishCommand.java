package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.local.publish.LinePublisher.Published;
import io.pipelinemonitor.local.publish.TimestampSource;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.local.topics.TopicNames;
import io.pipelinemonitor.schema.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor publish}. */
@Command(
    name = "publish",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Publish natural JSON lines as Avro records on a topic.",
      "",
      "One object a line; instants as 2026-02-01T09:30:00Z, days as 2026-02-01, money in major units"
          + " (\"amount\": 12500.50, \"currency\": \"EUR\"), enums by name, absent fields left out. The key is"
          + " derived from the record.",
      "A bad line is reported with its number and left out; the exit status is 2 then."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor publish crm.deal-events deals.jsonl",
      "  monitor publish crm.deal-events history.jsonl --timestamps event",
      "      history, as of when it happened (into a stack started with --clock data)",
      "  generate | monitor publish plan.quotas - --strict",
      "",
      "A line that deletes what a key stands for, on topics that keep one record a key (monitor topics):",
      "  echo '{\"$delete\": \"UNIT:emea|2026-Q1\"}' | monitor publish plan.quotas -"
    })
public final class PublishCommand implements Callable<Integer> {
  private static final int PARTLY_BAD = 2;

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ConnectionOptions connectionOptions = new ConnectionOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "TOPIC", description = "One of: monitor topics")
  String topicName = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "JSON lines, - for standard input")
  String file = "";

  @Option(names = "--strict", description = "Stop at the first bad line.")
  boolean strict;

  @Option(
      names = "--timestamps",
      paramLabel = "now|event",
      defaultValue = "now",
      description =
          "What the Kafka timestamp says, which is what time it is for the jobs: now (default), or event,"
              + " the record's own time (occurredAt, submittedAt, updatedAt or at).")
  TimestampSource timestamps = TimestampSource.NOW;

  @Override
  public Integer call() throws IOException {
    LogFile.quiet();
    Topic<?> topic = TopicNames.require(topicName);
    InputFile input = InputFile.of(file);
    return publish(topic, connectionOptions.reachable(), input);
  }

  private <T extends SpecificRecord> int publish(
      Topic<T> topic, Connection connection, InputFile input) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    Published published;
    try (InputStream in = input.open();
        Meter meter = Meter.over(input.path())) {
      LinePublisher<T> publisher =
          LinePublisher.to(
              connection,
              topic,
              timestamps,
              InstantSource.system(),
              strict,
              (line, reason) -> {
                meter.clear(err);
                err.printf("%s:%d: %s%n", input.name(), line, reason);
                err.flush();
              });
      published = publisher.publish(in, meter);
    }
    double seconds = (System.nanoTime() - start) / 1_000_000_000.0;
    err.printf(
        "published %,d %s to %s in %.1f s (%,.0f a second)%n",
        published.sent(),
        published.sent() == 1 ? "record" : "records",
        topic.name(),
        seconds,
        published.sent() / Math.max(seconds, 0.001));
    if (published.bad() == 0) {
      err.flush();
      return 0;
    }
    err.printf(
        "%,d bad %s left out%s%n",
        published.bad(),
        published.bad() == 1 ? "line was" : "lines were",
        strict ? ", and all that come after it: --strict stops there" : "");
    err.flush();
    return PARTLY_BAD;
  }

  /** Shows how far it is, on a terminal only. */
  private static final class Meter implements LongConsumer, AutoCloseable {
    private final @Nullable ProgressBar bar;

    private Meter(@Nullable ProgressBar bar) {
      this.bar = bar;
    }

    static Meter over(@Nullable Path path) throws IOException {
      if (!Boolean.getBoolean("monitor.terminal")) {
        return new Meter(null);
      }
      return new Meter(
          new ProgressBarBuilder()
              .setTaskName("publishing")
              .setInitialMax(path == null ? -1 : Files.size(path))
              .setUnit(" MB", 1_000_000)
              .showSpeed()
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .clearDisplayOnFinish()
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build());
    }

    @Override
    public void accept(long bytes) {
      if (bar != null) {
        bar.stepTo(bytes);
      }
    }

    void clear(PrintWriter err) {
      if (bar != null) {
        err.print("\r\u001b[K");
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
