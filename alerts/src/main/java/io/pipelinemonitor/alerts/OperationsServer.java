package io.pipelinemonitor.alerts;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractions;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractionsHandler;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers those who run the service: {@code /health} (the process works), {@code /ready} (it does
 * all of its work; otherwise 503 and why not) and {@code /metrics} (Prometheus' text). Takes in
 * what people answer in Slack, if anybody listens to that.
 */
public final class OperationsServer implements AutoCloseable {

  private static final Health WORKS = new Health(true, "The process works.");
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin server;

  private OperationsServer(Javalin server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param address port 0: any that is free
   * @param interactions where presses of buttons go; empty: there is no such path
   */
  public static OperationsServer start(
      InetSocketAddress address,
      Supplier<Health> readiness,
      Supplier<String> metrics,
      Optional<SlackInteractions> interactions) {
    Javalin server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.get("/health", context -> answer(context, WORKS));
              config.routes.get("/ready", context -> answer(context, readiness.get()));
              config.routes.get(
                  "/metrics", context -> context.contentType(PROMETHEUS).result(metrics.get()));
              interactions.ifPresent(
                  taken ->
                      config.routes.post(
                          SlackInteractionsHandler.PATH, new SlackInteractionsHandler(taken)));
            });
    return new OperationsServer(server.start(address.getHostString(), address.getPort()));
  }

  private static void answer(Context context, Health health) {
    context
        .status(health.healthy() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .result(health.detail() + "\n");
  }

  /** The port on which it listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }
}
