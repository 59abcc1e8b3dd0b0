package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.incidents.Incidents;
import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who asks something of the monitor, why, and as of when. */
final class AskOptions {
  private static final NaturalJson<AlertCommand> JSON = NaturalJson.of(AlertCommand.class);

  @Option(names = "--by", paramLabel = "NAME", description = "Who asks; default: your user name.")
  String by = System.getProperty("user.name", "somebody");

  @Option(names = "--comment", paramLabel = "TEXT", description = "Why. It is told with the event.")
  @Nullable String comment;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description =
          "When it takes effect, for example 2026-01-01T00:00:00Z; default: now. For a stack on the data's"
              + " clock, where now may never come.")
  @Nullable Instant at;

  private final Instant now = Instant.now();

  /** When it takes effect: a record's time has milliseconds. */
  Instant at() {
    return (at == null ? now : at).truncatedTo(ChronoUnit.MILLIS);
  }

  /** A command that has all but what is asked of it. */
  AlertCommand.Builder command(AlertCommandType type, @Nullable String incidentId) {
    String commandId = UUID.randomUUID().toString();
    return AlertCommand.newBuilder()
        .setCommandId(commandId)
        .setIncidentId(incidentId == null ? commandId : incidentId)
        .setCommand(type)
        .setIssuedBy(by)
        .setIssuedAt(at())
        .setComment(comment);
  }

  /** Asks something of one incident; without one, shows those that are open. */
  void ask(
      AlertCommandType type,
      @Nullable String named,
      @Nullable Instant until,
      ConnectionOptions connectionOptions,
      PrintWriter out)
      throws IOException {
    Connection connection = connectionOptions.reachable();
    Incidents incidents = Incidents.of(connection);
    if (named == null) {
      show(incidents, out);
      return;
    }
    AlertEvent incident = incidents.require(named);
    send(
        connection,
        command(type, incident.getIncidentId())
            .setDedupKey(incident.getDedupKey())
            .setUntil(until)
            .build());
    out.printf(
        "asked: %s %s (%s)%s%n",
        type,
        incident.getIncidentId(),
        incident.getDedupKey(),
        until == null ? "" : " until " + until);
    out.println(
        "What becomes of it: monitor tail alerts.events; if it is refused: monitor.commands.dlq");
    out.flush();
  }

  void send(Connection connection, AlertCommand command) throws IOException {
    LinePublisher.publishAt(connection, Topics.COMMANDS, JSON.write(command), at());
  }

  private static void show(Incidents incidents, PrintWriter out) {
    Table table = new Table("INCIDENT", "STATE", "SEVERITY", "ABOUT", "SUMMARY");
    for (AlertEvent event : incidents.open()) {
      table.add(
          event.getIncidentId(),
          event.getState().toString(),
          event.getSeverity().toString(),
          event.getDedupKey(),
          event.getSummary());
    }
    table.print(out);
  }
}
