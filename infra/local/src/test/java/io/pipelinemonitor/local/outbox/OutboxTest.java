package io.pipelinemonitor.local.outbox;

import static io.pipelinemonitor.local.outbox.Telling.outgoing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over the network, by the channels that are used for people. */
class OutboxTest {

  private static final String CHANNEL = "#sales-emea";
  private static final String DEAL = "Helvetia Rail – Platform";
  private static final int MOST = 5;

  private final Outbox outbox = Outbox.start(0, MOST, Telling.WORKSPACE, Clock.systemUTC());
  private final Telling telling = new Telling(outbox);

  @AfterEach
  void stop() {
    outbox.close();
  }

  @Test
  void aMessageInSlackIsShownAsItIsNowWithItsThreadAndWhatItWasBefore() throws Exception {
    String first = telling.first(ChannelKind.SLACK, "U0ANN", DEAL);
    String other = telling.first(ChannelKind.SLACK, CHANNEL, DEAL);
    Outgoing end = outgoing(ChannelKind.SLACK, "U0ANN", DEAL, 2, Manner.UPDATE_AND_REPLY, first);
    String answer = later().sent(end);

    List<JsonNode> messages = messages();
    assertThat(messages)
        .extracting(message -> message.path("act").asText())
        .containsExactly("new", "new", "change", "answer");
    assertThat(messages)
        .extracting(message -> message.path("about").asInt())
        .containsExactly(0, 0, 1, 1);
    assertThat(messages)
        .extracting(message -> message.path("to").asText())
        .containsExactly("U0ANN", CHANNEL, "U0ANN", "U0ANN");
    assertThat(messages)
        .extracting(message -> message.path("reference").asText())
        .containsExactly(first, other, first, answer);
    assertThat(messages.get(0).path("text").asText())
        .startsWith("Warning: ")
        .contains("Coverage of DACH fell.", DEAL, "https://monitor.example.com/incidents/i-1")
        .doesNotContain("*", "&amp;");

    String page = page();
    assertThat(page)
        .containsSubsequence(
            "Slack U0ANN",
            ", changed 20",
            "Resolved",
            "as it was before",
            "Warning: ",
            "class=\"answer\"",
            "Coverage of DACH recovered.",
            "Slack " + CHANNEL);
  }

  @Test
  void whatArrivedIsFoundAgainByItsDelivery() {
    Outgoing first = outgoing(ChannelKind.SLACK, CHANNEL, DEAL, 1, Manner.NEW_MESSAGE, null);
    String reference = telling.sent(first);
    Outgoing end =
        outgoing(ChannelKind.SLACK, CHANNEL, DEAL, 2, Manner.UPDATE_AND_REPLY, reference);
    assertThat(telling.channel(ChannelKind.SLACK).find(end)).isEqualTo(new Lookup.Absent());
    String answer = later().sent(end);
    Telling restarted = later();
    assertThat(restarted.channel(ChannelKind.SLACK).find(first))
        .isEqualTo(new Lookup.Found(reference));
    assertThat(restarted.channel(ChannelKind.SLACK).find(end)).isEqualTo(new Lookup.Found(answer));
    assertThat(
            restarted
                .channel(ChannelKind.SLACK)
                .find(outgoing(ChannelKind.SLACK, "U0BOB", DEAL, 1, Manner.NEW_MESSAGE, null)))
        .isEqualTo(new Lookup.Absent());
  }

  @Test
  void aMailIsShownAsTheReaderSeesItAndDoesNothing() throws Exception {
    String first = telling.first(ChannelKind.EMAIL, "ann@example.com", DEAL);
    telling.sent(outgoing(ChannelKind.EMAIL, "ann@example.com", DEAL, 2, Manner.REPLY, first));

    List<JsonNode> messages = messages();
    assertThat(messages)
        .extracting(message -> message.path("act").asText())
        .containsExactly("new", "answer");
    JsonNode mail = messages.get(0);
    assertThat(mail.path("medium").asText()).isEqualTo("email");
    assertThat(mail.path("to").asText()).isEqualTo("ann@example.com");
    assertThat(mail.path("subject").asText()).isEqualTo("coverage – DACH, 2026-Q1");
    assertThat(mail.path("reference").asText()).isEqualTo(first);
    assertThat(mail.path("text").asText()).contains("Coverage of DACH fell.", DEAL);
    assertThat(messages.get(1).path("about").asInt()).isEqualTo(1);

    assertThat(page())
        .containsSubsequence(
            "Mail ann@example.com",
            "<iframe sandbox ",
            "src=\"/mails/1\"",
            "Coverage of DACH fell.",
            "src=\"/mails/2\"");
    HttpResponse<String> html = read("/mails/1");
    assertThat(html.body()).startsWith("<!DOCTYPE html>").contains(DEAL);
    assertThat(html.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .startsWith("sandbox; default-src 'none';");
    assertThat(read("/").headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; style-src 'self';");
    assertThat(read("/mails/7").statusCode()).isEqualTo(404);
    assertThat(read("/mails/x").statusCode()).isEqualTo(404);
  }

  static List<String> names() {
    return List.of(
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</pre></iframe>&lt;script&gt;",
        "x".repeat(5_000));
  }

  @ParameterizedTest
  @MethodSource("names")
  void whateverADealIsCalledIsText(String deal) throws Exception {
    telling.first(ChannelKind.SLACK, CHANNEL, deal);
    telling.first(ChannelKind.EMAIL, "ann@example.com", deal);
    String start = deal.substring(0, Math.min(20, deal.length()));
    assertThat(messages())
        .hasSize(2)
        .allSatisfy(message -> assertThat(message.path("text").asText()).contains(start));
    assertThat(page()).doesNotContain("<script", "<img", "</pre></iframe>");
    assertThat(read("/mails/2").body()).doesNotContain("<script", "<img", "</iframe>");
  }

  @Test
  void onlyTheNewestAreKept() throws Exception {
    String first = telling.first(ChannelKind.SLACK, "#c-0", DEAL);
    for (int i = 1; i <= MOST; i++) {
      telling.first(ChannelKind.SLACK, "#c-" + i, DEAL);
    }
    assertThat(messages())
        .extracting(message -> message.path("number").asInt())
        .containsExactly(2, 3, 4, 5, 6);
    assertThat(page()).contains("Messages of this run: 6, of which 5 are kept");
    assertThat(
            telling
                .channel(ChannelKind.SLACK)
                .send(outgoing(ChannelKind.SLACK, "#c-9", DEAL, 2, Manner.UPDATE, first))
                .reason())
        .isEqualTo(DeliveryReason.ANCHOR_GONE);
    // What is to be heard is told anew, as when somebody has deleted the first message.
    telling.sent(outgoing(ChannelKind.SLACK, "#c-10", DEAL, 2, Manner.UPDATE_AND_REPLY, first));
    assertThat(messages().get(MOST - 1).path("act").asText()).isEqualTo("new");
  }

  @Test
  void whatSlackRefusesIsRefused() throws Exception {
    assertThat(call("chat.postMessage", token(), "{\"channel\":\"#c\"}")).contains("no_text");
    String header =
        "{\"channel\":\"#c\",\"text\":\"t\",\"blocks\":[{\"type\":\"header\",\"text\":{\"text\":\"%s\"}}]}";
    assertThat(call("chat.postMessage", token(), header.formatted("x".repeat(151))))
        .contains("invalid_blocks");
    assertThat(call("chat.postMessage", token(), "{\"text\":\"t\"}")).contains("channel_not_found");
    assertThat(call("chat.postMessage", token(), "no json")).contains("no_text");
    assertThat(call("chat.delete", token(), "{}")).contains("unknown_method");
    assertThat(messages()).isEmpty();
  }

  @Test
  void whoeverDoesNotKnowTheTokenTellsNothing() throws Exception {
    assertThat(call("chat.postMessage", "xoxb-other", "{\"channel\":\"#c\",\"text\":\"t\"}"))
        .contains("invalid_auth");
    assertThat(messages()).isEmpty();
  }

  @Test
  void aPageElsewhereCannotReadItByANameOfItsOwn() throws IOException {
    URI address = URI.create(outbox.url());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /messages.json HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void isWantedWhereNothingLeadsToPeople() {
    assertThat(Outbox.isWanted(Map.of("ALERTMANAGER_URL", "http://localhost:9093"))).isTrue();
    assertThat(Outbox.isWanted(Map.of("SLACK_BOT_TOKEN", "xoxb-1"))).isFalse();
    assertThat(Outbox.isWanted(Map.of("SLACK_WEBHOOK_URL", "https://hooks.slack.com/x"))).isFalse();
    assertThat(
            Outbox.isWanted(
                Map.of("SMTP_URL", "smtp://mail.example.com", "SMTP_FROM", "m@example.com")))
        .isFalse();
    assertThatThrownBy(() -> Outbox.isWanted(Map.of("SMTP_URL", "smtp://mail.example.com")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(
            outbox.environment(Map.of("WEBHOOKS", "crm", "SLACK_SIGNING_SECRET_FILE", "/secret")))
        .containsEntry("WEBHOOKS", "crm")
        .containsKey("SLACK_SIGNING_SECRET")
        .doesNotContainKey("SLACK_SIGNING_SECRET_FILE");
  }

  @Test
  void whereNoneAnswersTheReaderSaysWhenThereIsOne() {
    outbox.close();
    assertThatThrownBy(this::messages)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("No outbox answers at " + outbox.url())
        .hasMessageContaining("--port-offset");
  }

  /** Another process: it knows no ids, and nothing of messages that were sent a moment ago. */
  private Telling later() {
    return new Telling(outbox);
  }

  private String token() {
    return String.valueOf(outbox.environment(Map.of()).get("SLACK_BOT_TOKEN"));
  }

  private String call(String method, String token, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(outbox.url() + "/api/" + method))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private List<JsonNode> messages() throws InterruptedException {
    return new OutboxReader(outbox.url()).after(0);
  }

  private String page() throws Exception {
    HttpResponse<String> page = read("/");
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body();
  }

  private HttpResponse<String> read(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(outbox.url() + path)).build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
