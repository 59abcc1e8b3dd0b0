package io.pipelinemonitor.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.outbox.Outbox;
import io.pipelinemonitor.local.outbox.OutboxReader;
import io.pipelinemonitor.local.stack.LogFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor outbox}. */
@Command(
    name = "outbox",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Show what people were told: the messages that would go to Slack and by mail.",
      "",
      "While monitor up or monitor demo runs without SLACK_BOT_TOKEN, SLACK_WEBHOOK_URL and SMTP_URL,"
          + " messages stay on this machine. This shows those of the run, the oldest first; the same is at"
          + " http://127.0.0.1:8084 in a browser. A change of a message in Slack is shown as a message that"
          + " changes another."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor outbox",
      "  monitor outbox --follow",
      "      and what comes next, until Ctrl-C",
      "  monitor outbox --json | jq -r 'select(.medium == \"email\") | .to + \": \" + .subject'",
      "      each line one message: number, at, medium (slack, email), act (new, answer, change), about",
      "      (the first message of the conversation), to, subject, text, html, reference"
    })
public final class OutboxCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String INDENT = "    ";

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin CommonOptions common = new CommonOptions();

  @Option(names = "--follow", description = "Go on with what comes next, until Ctrl-C.")
  boolean follow;

  @Option(names = "--json", description = "One JSON object a line, and nothing else.")
  boolean json;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "The same as that of monitor up or monitor demo.")
  int portOffset;

  @Override
  public Integer call() throws InterruptedException {
    LogFile.quiet();
    OutboxReader reader = new OutboxReader(Outbox.url(new Ports(portOffset).outbox()));
    long last = show(reader.after(0), 0);
    if (!follow) {
      if (last == 0 && !json) {
        spec.commandLine().getErr().println(Outbox.NOTHING_YET);
      }
      return 0;
    }
    StopSignal stop = StopSignal.install();
    while (!stop.await(PAUSE)) {
      last = show(reader.after(last), last);
    }
    return 0;
  }

  /** The number of the last one. */
  private long show(List<JsonNode> messages, long before) {
    PrintWriter out = spec.commandLine().getOut();
    for (JsonNode message : messages) {
      if (json) {
        out.println(message);
      } else {
        print(message, out);
      }
    }
    out.flush();
    return messages.isEmpty() ? before : messages.get(messages.size() - 1).path("number").asLong();
  }

  private static void print(JsonNode message, PrintWriter out) {
    out.printf(
        "%s  %s  %s to %s%s%n",
        message.path("number").asText(),
        Instant.parse(message.path("at").asText()).truncatedTo(ChronoUnit.SECONDS),
        message.path("medium").asText(),
        safe(recipient(message)),
        act(message));
    if (message.has("subject")) {
      out.println(INDENT + safe(message.path("subject").asText()));
      out.println();
    }
    message
        .path("text")
        .asText()
        .lines()
        .forEach(line -> out.println((INDENT + safe(line)).stripTrailing()));
    out.println();
  }

  private static String recipient(JsonNode message) {
    String to = message.path("to").asText();
    return message.has("name") ? "%s (%s)".formatted(message.path("name").asText(), to) : to;
  }

  private static String act(JsonNode message) {
    String about = message.path("about").asText();
    String which = about.isEmpty() ? "one that is not kept" : about;
    return switch (message.path("act").asText()) {
      case "answer" -> ", answers " + which;
      case "change" -> ", changes " + which;
      default -> "";
    };
  }

  /** Whatever a message says, it does nothing to the terminal. */
  private static String safe(String line) {
    return line.replaceAll("\\p{Cc}", "\uFFFD");
  }
}
