package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.connection.Reachability;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.local.topics.TopicCounts;
import io.pipelinemonitor.schema.topic.Retention;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final List<String> HEADINGS =
      List.of("TOPIC", "RECORD", "KEY", "PARTITIONS", "KEPT", "MESSAGES");

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
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    for (Topic<?> topic : Topics.all()) {
      TopicCounts count = counts.get(topic.name());
      boolean empty = count == null || count.offsets() == 0;
      if (all || !empty || !topic.name().endsWith(".dlq")) {
        rows.add(
            List.of(
                topic.name(),
                topic.recordType().getSimpleName(),
                topic.keyDescription(),
                count == null ? "-" : Integer.toString(count.partitions()),
                topic.retention() == Retention.COMPACTED ? "one a key" : "all",
                count == null ? "no such topic yet" : "%,d".formatted(count.offsets())));
      }
    }
    print(rows, spec.commandLine().getOut());
    return 0;
  }

  private static void print(List<List<String>> rows, PrintWriter out) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }
}
