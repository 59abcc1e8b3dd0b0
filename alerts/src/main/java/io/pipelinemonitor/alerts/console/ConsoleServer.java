package io.pipelinemonitor.alerts.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.AlertEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the console: its page, what it shows as JSON and as events, and what people ask for. */
final class ConsoleServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json; charset=utf-8";
  private static final long LARGEST_REQUEST = 16_384;
  private static final int LONGEST_COMMENT = 500;
  private static final Duration LONGEST_SNOOZE = Duration.ofDays(31);
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);
  private static final int MOST_PAGES = 64;
  private static final List<String> PARTS_OF_SCOPE = List.of("meta", "scope", "past", "deals");

  private final ConsoleSettings settings;
  private final ConsoleData data;
  private final Asking commands;
  private final InstantSource dataClock;
  private final Guard guard;
  private final Documents documents;
  private final EventStreams streams;
  private final Optional<OutboxMessages> outbox;
  private final Javalin server;

  private ConsoleServer(
      ConsoleSettings settings,
      ConsoleData data,
      Asking commands,
      InstantSource dataClock,
      Clock clock) {
    this.settings = settings;
    this.data = data;
    this.commands = commands;
    this.dataClock = dataClock;
    this.guard = new Guard(settings, clock);
    this.documents = new Documents(data);
    this.streams = new EventStreams(documents::of, MOST_PAGES);
    this.outbox = settings.outbox().map(OutboxMessages::new);
    this.server = Javalin.create(this::configure);
  }

  /**
   * Starts to listen.
   *
   * @param dataClock the time that commands take effect at: that of the stream
   * @param clock of the wall
   */
  static ConsoleServer start(
      ConsoleSettings settings,
      ConsoleData data,
      Asking commands,
      InstantSource dataClock,
      Clock clock) {
    ConsoleServer console = new ConsoleServer(settings, data, commands, dataClock, clock);
    try {
      console.server.start(settings.address().getHostString(), settings.address().getPort());
    } catch (RuntimeException e) {
      console.close();
      throw e;
    }
    data.onChange(console.streams::changed);
    return console;
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.http.maxRequestSize = LARGEST_REQUEST;
    config.routes.before(guard::check);
    new Assets().serve(config);
    config.routes.post(Guard.LOGIN, this::signIn);
    config.routes.post("/logout", this::signOut);
    config.routes.get("/api/session", this::session);
    config.routes.get("/api/tree", context -> answer(context, List.of("meta", "tree")));
    config.routes.get("/api/scope", context -> answer(context, PARTS_OF_SCOPE));
    config.routes.get("/api/incidents", context -> answer(context, List.of("meta", "incidents")));
    config.routes.sse("/api/events", client -> streams.open(client, view(client.ctx())));
    config.routes.get("/api/messages", this::messages);
    config.routes.post(
        "/api/incidents/{id}/acknowledge", context -> ask(context, AlertCommandType.ACK));
    config.routes.post(
        "/api/incidents/{id}/snooze", context -> ask(context, AlertCommandType.SNOOZE));
    config.routes.post(
        "/api/incidents/{id}/unsnooze", context -> ask(context, AlertCommandType.UNSNOOZE));
    config.routes.exception(ConsoleProblem.class, ConsoleServer::refuse);
    config.routes.exception(
        HttpResponseException.class,
        (problem, context) ->
            json(
                context.status(problem.getStatus()),
                ConsoleProblem.json(
                    problem.getStatus() == HttpStatus.NOT_FOUND.getCode()
                        ? "not_found"
                        : "bad_request",
                    String.valueOf(problem.getMessage()))));
    config.routes.exception(
        Exception.class,
        (problem, context) -> {
          LOG.error("The console could not answer {}", context.path(), problem);
          json(
              context.status(HttpStatus.INTERNAL_SERVER_ERROR),
              ConsoleProblem.json("internal", "the service's log says why"));
        });
  }

  /** A person is led to the page for signing in, a program is told. */
  private static void refuse(ConsoleProblem problem, Context context) {
    if (problem.status() == HttpStatus.UNAUTHORIZED && context.path().equals("/")) {
      context.redirect(Guard.LOGIN, HttpStatus.SEE_OTHER);
      return;
    }
    json(context.status(problem.status()), problem.json());
  }

  private static void json(Context context, ObjectNode content) {
    context.contentType(JSON_TYPE).result(content.toString());
  }

  private static View view(Context context) {
    return View.of(context.queryParam("scope"), context.queryParam("period"));
  }

  private void answer(Context context, List<String> parts) {
    ObjectNode document = documents.of(view(context));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    for (String part : parts) {
      JsonNode content = document.get(part);
      if (content != null) {
        answer.set(part, content);
      }
    }
    json(context, answer);
  }

  private void session(Context context) {
    ObjectNode session = JsonNodeFactory.instance.objectNode();
    session.put("csrf", guard.csrf()).put("issuedBy", settings.issuedBy());
    session.put("signedIn", guard.asksForToken());
    settings.outbox().ifPresent(address -> session.put("outbox", address.toString()));
    json(context, session);
  }

  private void signIn(Context context) {
    boolean known = guard.signIn(context, context.formParam("token"));
    context.redirect(known ? "/" : Guard.LOGIN + "?again", HttpStatus.SEE_OTHER);
  }

  private void signOut(Context context) {
    guard.signOut(context);
    context.status(HttpStatus.NO_CONTENT);
  }

  private void messages(Context context) {
    long after;
    try {
      String given = context.queryParam("after");
      after = given == null ? 0 : Long.parseLong(given);
    } catch (NumberFormatException e) {
      throw ConsoleProblem.badRequest("after is the number of a message");
    }
    json(
        context,
        outbox
            .orElseThrow(() -> ConsoleProblem.notFound("messages are not kept on this machine"))
            .after(after));
  }

  private void ask(Context context, AlertCommandType type) {
    AlertEvent incident = incident(context.pathParam("id"));
    JsonNode body = body(context);
    Instant at = dataClock.instant().truncatedTo(ChronoUnit.MILLIS);
    String comment = comment(body);
    AlertCommand command =
        AlertCommand.newBuilder()
            .setCommandId(UUID.randomUUID().toString())
            .setIncidentId(incident.getIncidentId())
            .setDedupKey(incident.getDedupKey())
            .setCommand(type)
            .setIssuedBy(settings.issuedBy())
            .setIssuedAt(at)
            .setUntil(type == AlertCommandType.SNOOZE ? at.plus(length(body)) : null)
            .setComment(comment)
            .build();
    context.future(
        () ->
            commands
                .write(command)
                .toCompletableFuture()
                .orTimeout(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((written, failure) -> told(context, command, failure)));
  }

  private static @Nullable Void told(
      Context context, AlertCommand command, @Nullable Throwable failure) {
    if (failure == null) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      json(
          context.status(HttpStatus.ACCEPTED),
          answer
              .put("commandId", command.getCommandId())
              .put("issuedAt", command.getIssuedAt().toString()));
    } else {
      LOG.warn("A command could not be written: {}", failure.toString());
      refuse(
          new ConsoleProblem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "not_written",
              "Kafka did not take it; nothing was asked"),
          context);
    }
    return null;
  }

  private AlertEvent incident(String id) {
    AlertEvent incident =
        data.incidents().stream()
            .filter(each -> each.getIncidentId().equals(id))
            .findFirst()
            .orElseThrow(() -> ConsoleProblem.notFound("there is no such incident"));
    if (!Documents.isOpen(incident)) {
      throw new ConsoleProblem(HttpStatus.CONFLICT, "not_open", "the incident is over");
    }
    return incident;
  }

  private static JsonNode body(Context context) {
    try {
      String body = context.body();
      JsonNode json = body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // What it was is not repeated: it may be anything.
    }
    throw ConsoleProblem.badRequest("the body is a JSON object");
  }

  private static @Nullable String comment(JsonNode body) {
    String comment = body.path("comment").asText("").strip();
    if (comment.length() > LONGEST_COMMENT) {
      throw ConsoleProblem.badRequest("a comment has at most 500 characters");
    }
    return comment.isEmpty() ? null : comment;
  }

  private static Duration length(JsonNode body) {
    JsonNode minutes = body.path("minutes");
    if (!minutes.canConvertToLong()
        || minutes.asLong() < 1
        || minutes.asLong() > LONGEST_SNOOZE.toMinutes()) {
      throw ConsoleProblem.badRequest("minutes is a whole number from 1 to 44640");
    }
    return Duration.ofMinutes(minutes.asLong());
  }

  /** The port on which it listens. */
  int port() {
    return server.port();
  }

  /** How many pages are open. */
  int pages() {
    return streams.size();
  }

  @Override
  public void close() {
    streams.close();
    server.stop();
  }
}
