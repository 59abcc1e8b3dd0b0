package io.pipelinemonitor.alerts.channel;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP server that keeps what it was asked, and answers as it is told to, fault by fault. */
public final class ScriptedHttpServer implements AutoCloseable {

  /** Enough on a machine that is busy with other tests. */
  public static final HttpLimits PATIENT =
      new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(20));

  /** For those who wait for an answer that does not come. */
  public static final HttpLimits IMPATIENT =
      new HttpLimits(Duration.ofMillis(1_000), Duration.ofMillis(1_500));

  /** What came in. */
  public record Request(String method, URI address, Headers headers, String body) {
    public String path() {
      return address.getPath();
    }

    public String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  /** What goes out. */
  public record Answer(int status, String body, Map<String, String> headers) {}

  /** What the server does where nothing is scripted. */
  public interface Behaviour {
    Answer answer(Request request);
  }

  /** What goes wrong with one request. */
  private record Fault(boolean taken, @Nullable Answer answer, boolean hangs) {}

  private final HttpServer server;
  private final String scheme;
  private final Behaviour behaviour;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();

  private ScriptedHttpServer(HttpServer server, String scheme, Behaviour behaviour) {
    this.server = server;
    this.scheme = scheme;
    this.behaviour = behaviour;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static ScriptedHttpServer start(Behaviour behaviour) {
    try {
      return new ScriptedHttpServer(HttpServer.create(anyPort(), 0), "http", behaviour);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that proves who it is by what the context holds. */
  public static ScriptedHttpServer startSecure(SSLContext context, Behaviour behaviour) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new ScriptedHttpServer(server, "https", behaviour);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public static Answer json(int status, String body) {
    return new Answer(status, body, Map.of("Content-Type", "application/json"));
  }

  public URI address(String path) {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + path);
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().endsWith(path)).toList();
  }

  /** The next request of the path is refused so, and nothing is done. */
  public void refuse(String path, Answer answer) {
    script(path, new Fault(false, answer, false));
  }

  /** The next request of the path is done, and the connection is closed before the answer. */
  public void dropAfterTaking(String path) {
    script(path, new Fault(true, null, false));
  }

  /** The connection of the next request of the path is closed, and nothing is done. */
  public void drop(String path) {
    script(path, new Fault(false, null, false));
  }

  /** The next request of the path is done, and not answered until {@link #answerLate}. */
  public void hangAfterTaking(String path) {
    script(path, new Fault(true, null, true));
  }

  /** The next request of the path is neither done nor answered. */
  public void hang(String path) {
    script(path, new Fault(false, null, true));
  }

  /** Answers all that hangs, whether or not somebody still listens. */
  public void answerLate() {
    answered.countDown();
  }

  private void script(String path, Fault fault) {
    faults.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).add(fault);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      requests.add(request);
      Fault fault = fault(request.path());
      Answer answer = fault == null || fault.taken() ? behaviour.answer(request) : null;
      if (fault != null) {
        if (fault.hangs()) {
          answered.await();
        } else {
          answer = fault.answer();
        }
      }
      if (answer != null) {
        send(exchange, answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Fault fault(String path) {
    return faults.entrySet().stream()
        .filter(scripted -> path.endsWith(scripted.getKey()))
        .map(scripted -> scripted.getValue().poll())
        .filter(fault -> fault != null)
        .findFirst()
        .orElse(null);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    answerLate();
    server.stop(0);
    threads.shutdownNow();
  }
}
