package io.pipelinemonitor.alerts;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pipelinemonitor.alerts.board.Board;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractionsHandler;
import io.pipelinemonitor.alerts.console.Console;
import io.pipelinemonitor.alerts.console.ConsoleSettings;
import io.pipelinemonitor.alerts.live.LiveTopics;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the alerts service alone, until the process is told to end. */
public final class AlertsMain {
  private static final String LOGGING = "log4j2.configurationFile";

  private AlertsMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    // Before the first logger: a file of one's own may be named instead.
    System.setProperty(LOGGING, System.getProperty(LOGGING, "alerts-service-log4j2.xml"));
    Logger log = LoggerFactory.getLogger(AlertsMain.class);
    AlertsConfiguration configuration = AlertsConfiguration.ofArguments(arguments);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  end.countDown();
                  awaitQuietly(ended);
                },
                "shutdown"));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    Clock clock = Clock.systemUTC();
    Optional<Delivering> delivering =
        configuration.delivering(System.getenv(), meters, clock, false);
    if (delivering.isEmpty()) {
      log.warn("No channel is configured: nobody is told of anything");
    }
    Optional<ConsoleSettings> consoleSettings = configuration.console(System.getenv());
    try (AlertsService service = AlertsService.start(configuration.service(), delivering, clock);
        LiveTopics live =
            Board.start(configuration.service(), configuration.board(), meters, clock);
        OperationsServer operations =
            OperationsServer.start(
                configuration.http(), service::health, meters::scrape, service.interactions());
        @Nullable Console console =
            consoleSettings
                .map(to -> Console.start(configuration.service(), to, clock))
                .orElse(null)) {
      log.info("Health, readiness and metrics on port {}", operations.port());
      if (console != null) {
        log.info("The console on port {}", console.port());
      }
      if (service.interactions().isPresent()) {
        log.info("Presses of Slack's buttons are taken in at {}", SlackInteractionsHandler.PATH);
      }
      log.info("Boards: {}", live.health().detail());
      end.await();
    } finally {
      meters.close();
      ended.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
