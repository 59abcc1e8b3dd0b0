package io.pipelinemonitor.schema.registry;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.ConfigUpdateRequest;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of the registry's HTTP API that we use, over a real socket, so that the real client
 * talks to it. It accepts any schema: whether a change is compatible is for our own check to say.
 */
final class FakeRegistry implements AutoCloseable {

  static {
    // Without it each answer waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final Map<String, List<Integer>> subjects = new LinkedHashMap<>();
  private final List<String> schemas = new ArrayList<>();
  private final Map<Integer, String> foreignTypes = new LinkedHashMap<>();
  private final Map<String, String> levels = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private int failures;
  private int failureStatus;
  private @Nullable String demandedAuthorization;

  FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Answers the next requests with this status. */
  synchronized void failNext(int requests, int status) {
    failures = requests;
    failureStatus = status;
  }

  synchronized void demandAuthorization(String header) {
    demandedAuthorization = header;
  }

  /** Adds a schema of any kind; Avro is "AVRO". */
  synchronized int add(String type, String schema) {
    schemas.add(schema);
    if (!type.equals("AVRO")) {
      foreignTypes.put(schemas.size(), type);
    }
    return schemas.size();
  }

  synchronized Map<String, String> levels() {
    return Map.copyOf(levels);
  }

  synchronized List<Integer> versions(String subject) {
    return List.copyOf(subjects.getOrDefault(subject, List.of()));
  }

  /** Method and path of each request so far. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized void forgetRequests() {
    requests.clear();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (failures > 0) {
      failures--;
      answer(exchange, failureStatus, error(failureStatus * 100 + 1, "told to fail"));
    } else if (demandedAuthorization != null
        && !demandedAuthorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, error(40101, "Unauthorized"));
    } else {
      route(exchange, body);
    }
  }

  private void route(HttpExchange exchange, String body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String[] steps = path.split("/");
    boolean reads = exchange.getRequestMethod().equals("GET");
    if (path.matches("/subjects/[^/]+/versions")) {
      if (reads) {
        listVersions(exchange, steps[2]);
      } else {
        register(exchange, steps[2], body);
      }
    } else if (path.matches("/subjects/[^/]+/versions/\\d+")) {
      int version = Integer.parseInt(steps[4]);
      int id = versions(steps[2]).get(version - 1);
      answer(exchange, 200, schema(steps[2], version, id));
    } else if (path.matches("/subjects/[^/]+")) {
      lookUp(exchange, steps[2], body);
    } else if (path.matches("/config/[^/]+")) {
      config(exchange, steps[2], reads, body);
    } else if (path.matches("/schemas/ids/-?\\d+")) {
      byId(exchange, Integer.parseInt(steps[3]));
    } else {
      answer(exchange, 404, "<html>Not Found</html>");
    }
  }

  private void listVersions(HttpExchange exchange, String subject) throws IOException {
    List<Integer> ids = subjects.get(subject);
    if (ids == null) {
      answer(exchange, 404, error(40401, "Subject '" + subject + "' not found."));
      return;
    }
    List<Integer> versions = new ArrayList<>();
    for (int version = 1; version <= ids.size(); version++) {
      versions.add(version);
    }
    answer(exchange, 200, versions.toString());
  }

  private void register(HttpExchange exchange, String subject, String body) throws IOException {
    String schema = RegisterSchemaRequest.fromJson(body).getSchema();
    int known = schemas.indexOf(schema) + 1;
    int id = known > 0 ? known : add("AVRO", schema);
    List<Integer> ids = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
    if (!ids.contains(id)) {
      ids.add(id);
    }
    answer(exchange, 200, "{\"id\":" + id + "}");
  }

  private void lookUp(HttpExchange exchange, String subject, String body) throws IOException {
    int id = schemas.indexOf(RegisterSchemaRequest.fromJson(body).getSchema()) + 1;
    int version = versions(subject).indexOf(id) + 1;
    if (version == 0) {
      answer(exchange, 404, error(40403, "Schema not found"));
    } else {
      answer(exchange, 200, schema(subject, version, id));
    }
  }

  private void config(HttpExchange exchange, String subject, boolean reads, String body)
      throws IOException {
    if (!reads) {
      levels.put(subject, ConfigUpdateRequest.fromJson(body).getCompatibilityLevel());
      answer(exchange, 200, body);
    } else if (levels.containsKey(subject)) {
      answer(exchange, 200, "{\"compatibilityLevel\":\"" + levels.get(subject) + "\"}");
    } else {
      answer(exchange, 404, error(40408, "Subject has no compatibility level of its own"));
    }
  }

  private void byId(HttpExchange exchange, int id) throws IOException {
    if (id < 1 || id > schemas.size()) {
      answer(exchange, 404, error(40403, "Schema " + id + " not found"));
      return;
    }
    String type =
        foreignTypes.containsKey(id) ? "\"schemaType\":\"" + foreignTypes.get(id) + "\"," : "";
    answer(exchange, 200, "{" + type + "\"schema\":" + quoted(schemas.get(id - 1)) + "}");
  }

  private String schema(String subject, int version, int id) {
    return "{\"subject\":%s,\"version\":%d,\"id\":%d,\"schema\":%s}"
        .formatted(quoted(subject), version, id, quoted(schemas.get(id - 1)));
  }

  private static String error(int code, String message) {
    return "{\"error_code\":%d,\"message\":%s}".formatted(code, quoted(message));
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream response = exchange.getResponseBody()) {
      response.write(bytes);
    }
  }

  /** A registry's address at which nobody listens. */
  static String nobodysUrl() {
    try (FakeRegistry closed = new FakeRegistry()) {
      return closed.url();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
