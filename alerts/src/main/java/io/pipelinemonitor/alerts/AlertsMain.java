package io.pipelinemonitor.alerts;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pipelinemonitor.alerts.channel.Channel;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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
    try (AlertsService service =
            AlertsService.start(
                configuration.service(),
                delivering(configuration, meters, log),
                Clock.systemUTC());
        OperationsServer operations =
            OperationsServer.start(configuration.http(), service::health, meters::scrape)) {
      log.info("Health, readiness and metrics on port {}", operations.port());
      end.await();
    } finally {
      meters.close();
      ended.countDown();
    }
  }

  private static Optional<Delivering> delivering(
      AlertsConfiguration configuration, PrometheusMeterRegistry meters, Logger log) {
    List<Channel> channels = channels();
    if (channels.isEmpty()) {
      log.warn("No channel is configured: nobody is told of anything");
      return Optional.empty();
    }
    return Optional.of(
        new Delivering(
            configuration.delivery(),
            channels,
            configuration.group(),
            configuration.instance(),
            meters));
  }

  /** Each channel that is configured is a line here. */
  private static List<Channel> channels() {
    return List.of();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
