package io.pipelinemonitor.alerts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers those who run the service: {@code /health} (the process works), {@code /ready} (it does
 * all of its work; otherwise 503 and why not) and {@code /metrics} (Prometheus' text).
 */
public final class OperationsServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_FOUND = 404;
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, new NamedThreads("operations"));

  private OperationsServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
  }

  /**
   * Starts to listen.
   *
   * @param address port 0: any that is free
   */
  public static OperationsServer start(
      InetSocketAddress address, Supplier<Health> readiness, Supplier<String> metrics) {
    try {
      OperationsServer operations = new OperationsServer(HttpServer.create(address, 0));
      operations.answer("/health", () -> new Health(true, "The process works."));
      operations.answer("/ready", readiness);
      operations.server.createContext(
          "/metrics",
          exchange ->
              reply(exchange, OK, metrics.get(), "text/plain; version=0.0.4; charset=utf-8"));
      operations.server.createContext(
          "/", exchange -> reply(exchange, NOT_FOUND, "not found\n", "text/plain"));
      operations.server.start();
      return operations;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address, e);
    }
  }

  /** The port on which it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(String path, Supplier<Health> health) {
    server.createContext(
        path,
        exchange -> {
          Health found = health.get();
          reply(
              exchange,
              found.healthy() ? OK : UNAVAILABLE,
              found.detail() + "\n",
              "text/plain; charset=utf-8");
        });
  }

  private static void reply(HttpExchange exchange, int status, String text, String type)
      throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
