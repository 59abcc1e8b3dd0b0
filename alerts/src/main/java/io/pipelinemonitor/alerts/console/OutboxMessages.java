package io.pipelinemonitor.alerts.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The messages that an outbox on this machine keeps, as text. */
final class OutboxMessages {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI outbox;

  OutboxMessages(URI outbox) {
    this.outbox = outbox;
  }

  /** The newest of those with a greater number; a mail's HTML stays where it is. */
  ObjectNode after(long number) {
    URI address = outbox.resolve("/messages.json?after=" + number);
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() == HttpStatus.OK.getCode()
          && JSON.readTree(response.body()) instanceof ObjectNode messages) {
        ArrayNode newest = messages.withArray("messages");
        while (newest.size() > MOST) {
          newest.remove(0);
        }
        newest.forEach(message -> ((ObjectNode) message).remove("html"));
        return messages;
      }
    } catch (IOException e) {
      throw new ConsoleProblem(
          HttpStatus.SERVICE_UNAVAILABLE, "no_outbox", "the outbox does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ConsoleProblem(
        HttpStatus.SERVICE_UNAVAILABLE, "no_outbox", "the outbox does not answer");
  }
}
