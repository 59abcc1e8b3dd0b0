package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.command.CommandWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/** The console with all that it needs: what it reads, what it writes, and its server. */
public final class Console implements AutoCloseable {

  private final LiveConsoleData data;
  private final CommandWriter commands;
  private final ConsoleServer server;

  private Console(LiveConsoleData data, CommandWriter commands, ConsoleServer server) {
    this.data = data;
    this.commands = commands;
    this.server = server;
  }

  /**
   * Starts to read and to listen; what is not read yet is shown as it comes.
   *
   * @param clock of the wall
   */
  public static Console start(AlertsSettings service, ConsoleSettings settings, Clock clock) {
    LiveConsoleData data = new LiveConsoleData(service, clock);
    CommandWriter commands = CommandWriter.open(service);
    try {
      // Where the data moves the clock, a command of today would wait until the data is there.
      InstantSource dataClock = service.heartbeats() ? clock : () -> asOf(data, clock);
      return new Console(
          data, commands, ConsoleServer.start(settings, data, commands::write, dataClock, clock));
    } catch (RuntimeException e) {
      commands.close();
      data.close();
      throw e;
    }
  }

  private static Instant asOf(ConsoleData data, Clock clock) {
    return data.periods().stream()
        .map(period -> data.snapshot(ScopeKey.COMPANY, period))
        .flatMap(Optional::stream)
        .map(figures -> figures.getAsOf())
        .max(Comparator.naturalOrder())
        .orElseGet(clock::instant);
  }

  /** The port on which it listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    commands.close();
    data.close();
  }
}
