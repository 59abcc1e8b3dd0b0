package io.pipelinemonitor.local.stack;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pipelinemonitor.alerts.AlertsConfiguration;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.Delivering;
import io.pipelinemonitor.alerts.board.Board;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.console.ConsoleSettings;
import io.pipelinemonitor.alerts.live.LiveTopics;
import io.pipelinemonitor.local.outbox.Outbox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** By what the stack's alerts service delivers, and what it counts. */
public final class StackAlerts {

  /** Of settings that are the alerts service's own. */
  public static final String PREFIX = "alerts.delivery.";

  /** There is one in a stack, so it gets everything back at once after a crash. */
  private static final String INSTANCE = "monitor-up";

  private static final String FISCAL_ZONE = "fiscal.zone";

  private final AlertsConfiguration configuration;
  private final Map<String, String> environment;
  private final boolean wantsOutbox;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private StackAlerts(AlertsConfiguration configuration, Map<String, String> environment) {
    this.configuration = configuration;
    this.environment = Map.copyOf(environment);
    this.wantsOutbox = Outbox.isWanted(environment);
    new JvmMemoryMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
  }

  /**
   * As the settings that begin with {@value #PREFIX} and the environment say. Without a zone of its
   * own people's is that of the fiscal calendar.
   *
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  public static StackAlerts of(Map<String, String> settings, Map<String, String> environment) {
    Map<String, String> own = new HashMap<>();
    own.put("instance", INSTANCE);
    if (settings.containsKey(FISCAL_ZONE)) {
      own.put("zone", settings.get(FISCAL_ZONE));
    }
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            own.put(key.substring(PREFIX.length()), value);
          }
        });
    return new StackAlerts(AlertsConfiguration.of(own), environment);
  }

  /** Whether messages need a place on this machine, because nothing leads to people. */
  boolean wantsOutbox() {
    return wantsOutbox;
  }

  /**
   * By the channels of the environment, opened anew each time; empty: there are none.
   *
   * @param outbox where Slack and mail lead instead; empty: where the environment says
   * @param clock what moves stream time on
   */
  Optional<Delivering> delivering(Optional<Outbox> outbox, StackClock clock) {
    return configuration.delivering(
        outbox.map(local -> local.environment(environment)).orElse(environment),
        meters,
        Clock.systemUTC(),
        clock == StackClock.DATA);
  }

  /**
   * How the console is served on a port of this machine; empty: it is switched off.
   *
   * @param outbox where messages are kept; empty: they go out
   */
  Optional<ConsoleSettings> console(int port, Optional<Outbox> outbox) {
    return configuration
        .console()
        .map(
            place ->
                new ConsoleSettings(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Secret.from(environment, ConsoleSettings.TOKEN),
                    place.names(),
                    place.issuedBy(),
                    outbox.map(local -> URI.create(local.url()))));
  }

  /** Reads what boards show, among the other metrics, until what is returned is closed. */
  LiveTopics showBoard(AlertsSettings service) {
    return Board.start(service, configuration.board(), meters, Clock.systemUTC());
  }

  /** All metrics, as Prometheus reads them. */
  String scrape() {
    return meters.scrape();
  }
}
