package io.pipelinemonitor.local.command;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.local.tail.TopicReader;
import io.pipelinemonitor.local.topics.TopicNames;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor tail}. */
@Command(
    name = "tail",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Show the records of a topic as natural JSON lines, until Ctrl-C.",
      "",
      "Standard output has the lines and nothing else. Records of a transaction appear once it is committed;"
          + " a deletion is the line {\"$delete\":\"<key>\"}, as publish takes it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor tail alerts.events",
      "  monitor tail pipeline.snapshots --from-beginning --timeout 3 --key 'UNIT:emea|2026-Q1'",
      "      all that is there for that key, then end after three quiet seconds",
      "  monitor tail alerts.events --max 1 | jq -r .summary"
    })
public final class TailCommand implements Callable<Integer> {
  private static final int PARTLY_BAD = 2;

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ConnectionOptions connectionOptions = new ConnectionOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "TOPIC", description = "One of: monitor topics")
  String topicName = "";

  @Option(
      names = "--from-beginning",
      description = "Begin with what is there already, instead of with what comes next.")
  boolean fromBeginning;

  @Option(names = "--max", paramLabel = "N", description = "End after N lines.")
  long most = Long.MAX_VALUE;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      description = "End when no record came for S seconds.")
  @Nullable Double timeout;

  @Option(names = "--key", paramLabel = "K", description = "Only records under this key.")
  @Nullable String key;

  @Override
  public Integer call() throws IOException {
    LogFile.quiet();
    Topic<?> topic = TopicNames.require(topicName);
    return tail(topic, connectionOptions.reachable());
  }

  private <T extends SpecificRecord> int tail(Topic<T> topic, Connection connection)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), 64 * 1024),
            false,
            StandardCharsets.UTF_8);
    try (SchemaRegistryClient registry = connection.registry();
        KafkaConsumer<byte[], byte[]> consumer = connection.consumer("monitor-tail")) {
      TopicReader<T> reader =
          new TopicReader<>(
              consumer, topic, new RecordDecoder<>(topic, registry), new Printer(topic, out, err));
      long unreadable =
          reader.read(
              fromBeginning,
              most,
              Optional.ofNullable(timeout)
                  .map(seconds -> Duration.ofMillis((long) (seconds * 1000))),
              key);
      return unreadable == 0 ? 0 : PARTLY_BAD;
    }
  }

  /** Standard output for records, standard error for what is none. */
  private record Printer(Topic<?> topic, PrintStream out, PrintWriter err)
      implements TopicReader.Lines {
    @Override
    public void started() {}

    @Override
    public void line(String json) {
      out.print(json);
      out.print('\n');
    }

    @Override
    public void unreadable(int partition, long offset, String reason) {
      err.printf(
          "%s, partition %d, offset %d: not readable: %s%n",
          topic.name(), partition, offset, reason);
      err.flush();
    }

    @Override
    public boolean flush() {
      return !out.checkError();
    }
  }
}
