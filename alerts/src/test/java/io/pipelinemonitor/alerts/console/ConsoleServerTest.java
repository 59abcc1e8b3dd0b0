package io.pipelinemonitor.alerts.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.AlertTransition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the console answers, and whom. */
class ConsoleServerTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "a-token-that-nobody-guesses";

  private final CompanyOfFour company = new CompanyOfFour();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<AutoCloseable> open = new ArrayList<>();
  private ConsoleServer server = start(null);

  @AfterEach
  void close() throws Exception {
    server.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void tellsTheFiguresOfAScopeAsTheyAreInMinorUnits() throws Exception {
    JsonNode answer = json(get("/api/scope?scope=UNIT:emea&period=2026-Q1"));

    assertThat(answer.at("/scope/openAmount").isIntegralNumber()).isTrue();
    assertThat(answer.at("/scope/openAmount").asLong()).isEqualTo(212_345_678L);
    assertThat(answer.at("/scope/bookedAmount").asLong()).isEqualTo(61_234_567L);
    assertThat(answer.at("/scope/coverageToGo").asDouble()).isEqualTo(212_345_678 / 138_765_433.0);
    assertThat(answer.at("/meta/currency").asText()).isEqualTo("USD");
    assertThat(answer.at("/meta/digits").asInt()).isEqualTo(2);
    assertThat(answer.at("/meta/lines/coverageToGo/WARNING").asDouble()).isEqualTo(3.0);
    assertThat(answer.at("/past").size()).isEqualTo(44);
    assertThat(answer.at("/deals/d-1/name").asText()).isEqualTo(CompanyOfFour.HOSTILE);
  }

  @Test
  void tellsTheTreeWithThePeopleOfTheChosenTeam() throws Exception {
    JsonNode tree = json(get("/api/tree?scope=UNIT:emea")).get("tree");

    assertThat(tree.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("COMPANY:company", "UNIT:emea", "UNIT:apac", "REP:ann");
    assertThat(tree.at("/COMPANY:company/name").asText()).isEqualTo("Acme");
    assertThat(tree.at("/UNIT:emea/parent").asText()).isEqualTo("COMPANY:company");
    assertThat(tree.at("/UNIT:emea/alerts").asInt()).isEqualTo(1);
    assertThat(tree.at("/REP:ann/parent").asText()).isEqualTo("UNIT:emea");
  }

  @Test
  void tellsIncidentsOfAScopeAndBelowOnly() throws Exception {
    assertThat(json(get("/api/incidents")).get("incidents")).hasSize(1);
    assertThat(json(get("/api/incidents?scope=UNIT:emea")).get("incidents")).hasSize(1);
    assertThat(json(get("/api/incidents?scope=UNIT:apac")).get("incidents")).isEmpty();
  }

  @Test
  void tellsAllOfAViewAndThenOnlyWhatChanged() throws Exception {
    Events events = follow("/api/events?scope=UNIT:emea");
    await().atMost(PATIENCE).until(() -> events.names().contains("state"));
    company.put(
        CompanyOfFour.snapshot(
            ScopeKey.unit("emea"), 212_345_679L, CompanyOfFour.THURSDAY.plusSeconds(5)));
    await().atMost(PATIENCE).until(() -> events.names().contains("patch"));

    ObjectNode state = events.content("state");
    ObjectNode patch = events.content("patch");
    assertThat(state.at("/scope/openAmount").asLong()).isEqualTo(212_345_678L);
    assertThat(patch.at("/scope/openAmount").asLong()).isEqualTo(212_345_679L);
    assertThat(patch.at("/scope/bookedAmount").isMissingNode()).isTrue();
    assertThat(patch.has("incidents")).isFalse();
    assertThat(patch.toString().length()).isLessThan(state.toString().length() / 4);
  }

  @Test
  void manyChangesAtOnceAreFewEventsAndTheLastOneIsThere() throws Exception {
    Events events = follow("/api/events?scope=UNIT:emea");
    await().atMost(PATIENCE).until(() -> events.names().contains("state"));
    for (int i = 1; i <= 2_000; i++) {
      company.put(
          CompanyOfFour.snapshot(
              ScopeKey.unit("emea"), 212_345_678L + i, CompanyOfFour.THURSDAY.plusMillis(i)));
    }
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                events.all().stream().anyMatch(each -> each.contains("\"openAmount\":212347678")));
    assertThat(events.names()).hasSizeLessThan(200);
  }

  @Test
  void aPageThatReadsNothingKeepsNobodyWaiting() throws Exception {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      slow.setReceiveBufferSize(1_024);
      slow.getOutputStream()
          .write(
              ("GET /api/events?scope=UNIT:emea HTTP/1.1\r\nHost: localhost:%d\r\nAccept: text/event-stream\r\n\r\n"
                      .formatted(server.port()))
                  .getBytes(StandardCharsets.US_ASCII));
      await().atMost(PATIENCE).until(() -> server.pages() == 1);
      Events events = follow("/api/events?scope=UNIT:emea");
      await().atMost(PATIENCE).until(() -> events.names().contains("state"));
      for (int i = 0; i < 20; i++) {
        company.put(CompanyOfFour.incident("more-" + i, "emea", AlertTransition.FIRED, 1));
        int number = i;
        await()
            .atMost(PATIENCE)
            .until(() -> events.all().stream().anyMatch(each -> each.contains("more-" + number)));
      }
    }
  }

  @Test
  void anAcknowledgementIsACommandInTheNameThatIsConfigured() throws Exception {
    HttpResponse<String> answer =
        post("/api/incidents/i-1/acknowledge", "{\"comment\":\"seen\"}", csrf(), origin());

    assertThat(answer.statusCode()).isEqualTo(202);
    AlertCommand command = company.asked.get(0);
    assertThat(command.getCommand()).isEqualTo(AlertCommandType.ACK);
    assertThat(command.getIncidentId()).isEqualTo("i-1");
    assertThat(command.getDedupKey()).isEqualTo("coverage-to-go|UNIT:emea|2026-Q1");
    assertThat(command.getIssuedBy()).isEqualTo("kim");
    assertThat(command.getIssuedAt()).isEqualTo(CompanyOfFour.THURSDAY);
    assertThat(command.getComment()).isEqualTo("seen");
    assertThat(json(get("/api/incidents")).at("/incidents/i-1/acknowledged").asBoolean()).isTrue();
  }

  @Test
  void aSnoozeEndsSoManyMinutesAfterTheTimeOfTheData() throws Exception {
    post("/api/incidents/i-1/snooze", "{\"minutes\":240}", csrf(), origin());

    assertThat(company.asked.get(0).getUntil())
        .isEqualTo(CompanyOfFour.THURSDAY.plus(Duration.ofHours(4)));
    assertThat(type(post("/api/incidents/i-1/snooze", "{\"minutes\":0}", csrf(), origin())))
        .isEqualTo("400 bad_request");
  }

  @Test
  void asksNothingForAPageOfAnotherOriginOrWithoutTheTokenOfThePage() throws Exception {
    String path = "/api/incidents/i-1/acknowledge";
    assertThat(type(post(path, "{}", csrf(), "http://evil.example"))).isEqualTo("403 other_origin");
    assertThat(type(post(path, "{}", csrf(), null))).isEqualTo("403 other_origin");
    assertThat(type(post(path, "{}", "wrong", origin()))).isEqualTo("403 no_csrf_token");
    assertThat(type(post(path, "{}", null, origin()))).isEqualTo("403 no_csrf_token");
    assertThat(company.asked).isEmpty();
  }

  @Test
  void errorsHaveATypeAndASentence() throws Exception {
    assertThat(type(get("/api/scope?scope=nonsense"))).isEqualTo("400 bad_request");
    assertThat(type(get("/api/scope?period=now"))).isEqualTo("400 bad_request");
    assertThat(type(get("/api/nothing"))).isEqualTo("404 not_found");
    assertThat(type(get("/api/messages"))).isEqualTo("404 not_found");
    assertThat(type(post("/api/incidents/none/acknowledge", "{}", csrf(), origin())))
        .isEqualTo("404 not_found");
    assertThat(type(post("/api/incidents/i-1/acknowledge", "[]", csrf(), origin())))
        .isEqualTo("400 bad_request");
    company.kafkaIsAway = true;
    assertThat(type(post("/api/incidents/i-1/acknowledge", "{}", csrf(), origin())))
        .isEqualTo("503 not_written");
  }

  @Test
  void isNotCalledByAnotherName() throws Exception {
    assertThat(rawStatus("evil.example:" + server.port())).isEqualTo(421);
    assertThat(rawStatus("localhost:" + server.port())).isEqualTo(200);
    assertThat(rawStatus("[::1]:" + server.port())).isEqualTo(200);
    assertThat(rawStatus("monitor.example.com")).isEqualTo(200);
  }

  @Test
  void everyAnswerSaysWhatABrowserMayDo() throws Exception {
    for (String path : List.of("/", "/app.js", "/api/session", "/api/nothing")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .startsWith("default-src 'none'; script-src 'self';")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    assertThat(get("/").body()).doesNotContain("http://", "https://", "style=", "onclick");
  }

  @Test
  void withATokenNothingIsToldWithoutIt() throws Exception {
    server.close();
    server = start(Secret.of(TOKEN));

    assertThat(type(get("/api/session"))).isEqualTo("401 not_signed_in");
    assertThat(type(get("/app.js"))).isEqualTo("401 not_signed_in");
    assertThat(type(get("/api/events"))).isEqualTo("401 not_signed_in");
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(303);
    assertThat(page.headers().firstValue("Location").orElse("")).endsWith("/login");
    assertThat(get("/login").body()).contains("Access token");
    assertThat(type(send(request("/api/session").header("Authorization", "Bearer wrong"))))
        .isEqualTo("401 not_signed_in");
    assertThat(
            send(request("/api/session").header("Authorization", "Bearer " + TOKEN)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoeverKnowsTheTokenIsSignedInByACookieThatScriptsCannotRead() throws Exception {
    server.close();
    server = start(Secret.of(TOKEN));

    HttpResponse<String> wrong = signIn("wrong");
    assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    HttpResponse<String> right = signIn(TOKEN);
    String cookie = right.headers().firstValue("Set-Cookie").orElse("");
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain(TOKEN);
    assertThat(right.headers().firstValue("Location").orElse("")).doesNotContain(TOKEN);
    HttpResponse<String> session =
        send(request("/api/session").header("Cookie", cookie.split(";")[0]));
    assertThat(session.statusCode()).isEqualTo(200);
  }

  @Test
  void whoeverGuessesIsMadeToWait() throws Exception {
    server.close();
    server = start(Secret.of(TOKEN));
    for (int i = 0; i < 10; i++) {
      signIn("guess " + i);
    }

    assertThat(type(signIn(TOKEN))).isEqualTo("429 too_many_attempts");
  }

  @Test
  void isNotOpenToTheNetworkWithoutAToken() {
    assertThatThrownBy(() -> settings(new InetSocketAddress("0.0.0.0", 0), null))
        .hasMessageContaining("set CONSOLE_TOKEN");
    assertThat(settings(new InetSocketAddress("0.0.0.0", 0), Secret.of(TOKEN)).toString())
        .doesNotContain(TOKEN);
  }

  private ConsoleServer start(@Nullable Secret token) {
    return ConsoleServer.start(
        settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), token),
        company,
        company,
        InstantSource.fixed(CompanyOfFour.THURSDAY),
        Clock.systemUTC());
  }

  private static ConsoleSettings settings(InetSocketAddress address, @Nullable Secret token) {
    return new ConsoleSettings(
        address, token, Set.of("monitor.example.com"), "kim", Optional.empty());
  }

  private String origin() {
    return "http://127.0.0.1:" + server.port();
  }

  private String csrf() throws IOException, InterruptedException {
    return json(get("/api/session")).get("csrf").asText();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin() + path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(
      String path, String body, @Nullable String csrf, @Nullable String origin)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    if (csrf != null) {
      request.header(Guard.CSRF_HEADER, csrf);
    }
    if (origin != null) {
      request.header("Origin", origin);
    }
    return send(request);
  }

  private HttpResponse<String> signIn(String token) throws IOException, InterruptedException {
    return send(
        request("/login")
            .header("Origin", origin())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8))));
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  private static String type(HttpResponse<String> response) throws IOException {
    JsonNode problem = json(response);
    assertThat(problem.path("detail").asText()).isNotBlank();
    return response.statusCode() + " " + problem.path("type").asText();
  }

  /** By a socket: the JDK's client says itself which host it calls. */
  private int rawStatus(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/session HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.split(" ")[1]);
    }
  }

  private Events follow(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            request(path).header("Accept", "text/event-stream").build(),
            BodyHandlers.ofInputStream());
    Events events = new Events(response.body());
    open.add(response.body());
    Thread thread = new Thread(events, "events");
    thread.setDaemon(true);
    thread.start();
    return events;
  }

  /** Events as they come, each as the lines of it. */
  private record Events(InputStream stream, List<String> all) implements Runnable {

    private Events(InputStream stream) {
      this(stream, new CopyOnWriteArrayList<>());
    }

    @Override
    public void run() {
      StringBuilder event = new StringBuilder();
      try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (line.isEmpty()) {
            all.add(event.toString());
            event.setLength(0);
          } else {
            event.append(line).append('\n');
          }
        }
      } catch (IOException e) {
        // The test is over.
      }
    }

    private List<String> names() {
      return all.stream()
          .flatMap(String::lines)
          .filter(line -> line.startsWith("event:"))
          .map(line -> line.substring("event:".length()).strip())
          .toList();
    }

    private ObjectNode content(String name) throws IOException {
      for (String event : all) {
        if (event.lines().anyMatch(line -> line.matches("event: ?" + name))) {
          String data =
              event
                  .lines()
                  .filter(line -> line.startsWith("data:"))
                  .map(line -> line.substring("data:".length()))
                  .reduce("", String::concat);
          return (ObjectNode) JSON.readTree(data);
        }
      }
      throw new AssertionError("no event " + name);
    }
  }
}
