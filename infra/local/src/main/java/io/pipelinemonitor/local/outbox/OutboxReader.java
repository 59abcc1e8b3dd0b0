package io.pipelinemonitor.local.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the outbox of a stack what was told. */
public final class OutboxReader {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final String url;

  /**
   * Asks when it is told to.
   *
   * @param url as {@link Outbox#url}
   */
  public OutboxReader(String url) {
    this.url = url;
  }

  /**
   * Messages with a higher number, in order.
   *
   * @throws Problem if no outbox answers there
   */
  public List<JsonNode> after(long number) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url + Outbox.MESSAGES_AFTER + number))
                  .timeout(LIMIT)
                  .build(),
              BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new Problem("What answers at %s is no outbox.".formatted(url));
      }
      List<JsonNode> messages = new ArrayList<>();
      JSON.readTree(answer.body()).path("messages").forEach(messages::add);
      return messages;
    } catch (JsonProcessingException e) {
      throw new Problem("What answers at %s is no outbox.".formatted(url), e);
    } catch (IOException e) {
      throw new Problem(
          "No outbox answers at %s. There is one while monitor up or monitor demo runs without SLACK_BOT_TOKEN, SLACK_WEBHOOK_URL and SMTP_URL; with other ports, say --port-offset to this command too."
              .formatted(url),
          e);
    }
  }
}
