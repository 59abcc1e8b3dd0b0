package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.connection.Reachability;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.local.topics.TopicCounts;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor topics}. */
@Command(
    name = "topics",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "List the topics: what they hold, under which key, and how much.",
      "",
      "MESSAGES counts positions in the log: where one record a key is kept, or transactions are used, the"
          + " records are somewhat fewer."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  monitor topics", "  monitor topics --all      with the dead-letter topics"})
public final class TopicsCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ConnectionOptions connectionOptions = new ConnectionOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Option(names = "--all", description = "Dead-letter topics that hold nothing, too.")
  boolean all;

  @Override
  public Integer call() {
    LogFile.quiet();
    Connection connection = connectionOptions.connection(System.getenv());
    Reachability.requireKafka(connection, PATIENCE);
    Map<String, TopicCounts> counts;
    try (Admin admin = Admin.create(connection.kafkaClient())) {
      counts = TopicCounts.of(admin, Topics.all().stream().map(Topic::name).toList());
    }
    Table table = new Table("TOPIC", "RECORD", "KEY", "PARTITIONS", "KEPT", "MESSAGES");
    for (Topic<?> topic : Topics.all()) {
      TopicCounts count = counts.get(topic.name());
      boolean empty = count == null || count.offsets() == 0;
      if (all || !empty || !topic.name().endsWith(".dlq")) {
        table.add(
            topic.name(),
            topic.recordType().getSimpleName(),
            topic.keyDescription(),
            count == null ? "-" : Integer.toString(count.partitions()),
            topic.retention().isCompacted() ? "one a key" : "all",
            count == null ? "no such topic yet" : "%,d".formatted(count.offsets()));
      }
    }
    table.print(spec.commandLine().getOut());
    return 0;
  }
}
