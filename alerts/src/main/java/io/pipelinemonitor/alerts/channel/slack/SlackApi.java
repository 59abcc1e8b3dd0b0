package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Detail;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.channel.http.HttpCaller;
import io.pipelinemonitor.alerts.channel.http.HttpOutcome;
import io.pipelinemonitor.alerts.channel.http.HttpStatus;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls of Slack's Web API, and what their ends mean. */
final class SlackApi {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SlackSettings settings;
  private final HttpCaller http;
  private final Clock clock;

  SlackApi(SlackSettings settings, Clock clock) {
    this.settings = settings;
    this.http = new HttpCaller(settings.limits());
    this.clock = clock;
  }

  /** Changes something. */
  SlackAnswer write(String method, JsonNode arguments) {
    return call(method, "application/json; charset=utf-8", arguments.toString());
  }

  /** Reads something: these take no JSON. */
  SlackAnswer read(String method, Map<String, String> arguments) {
    String form =
        arguments.entrySet().stream()
            .map(argument -> argument.getKey() + '=' + encode(argument.getValue()))
            .collect(Collectors.joining("&"));
    return call(method, "application/x-www-form-urlencoded", form);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private SlackAnswer call(String method, String contentType, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(settings.api().resolve(method))
            .header("Authorization", "Bearer " + settings.token().reveal())
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpOutcome outcome = http.call(request);
    if (outcome instanceof HttpOutcome.NoAnswer noAnswer) {
      return failed(noAnswer.result());
    }
    return read(method, (HttpOutcome.Answer) outcome);
  }

  private SlackAnswer read(String method, HttpOutcome.Answer answer) {
    JsonNode body = json(answer.body());
    String error = body == null ? "" : body.path("error").asText();
    if (!HttpStatus.isSuccess(answer.status())) {
      String said = "HTTP " + answer.status() + (error.isEmpty() ? "" : " " + error);
      return error.isEmpty() || answer.status() == 429 || answer.status() >= 500
          ? failed(HttpStatus.refusal(answer, detail(method, said), clock.instant()))
          : refused(method, error, answer);
    }
    if (body == null || !body.path("ok").isBoolean()) {
      return failed(
          new SendResult.Ambiguous(
              DeliveryReason.ANSWER_UNREADABLE, detail(method, "no answer of the Web API")));
    }
    return body.path("ok").asBoolean()
        ? new SlackAnswer.Done(body)
        : refused(method, error, answer);
  }

  private SlackAnswer refused(String method, String error, HttpOutcome.Answer answer) {
    String detail = detail(method, error);
    if (SlackError.isRateLimit(error)) {
      return failed(
          new SendResult.Wait(
              HttpStatus.retryAfter(answer.headers(), clock.instant()),
              DeliveryReason.RATE_LIMITED,
              detail));
    }
    if (SlackError.isPassing(error)) {
      return failed(new SendResult.Retry(DeliveryReason.TEMPORARILY_REFUSED, detail));
    }
    if (SlackError.isAmbiguous(error)) {
      return failed(new SendResult.Ambiguous(DeliveryReason.SERVER_ERROR, detail));
    }
    return new SlackAnswer.Failed(
        new SendResult.Dead(SlackError.reason(error), detail), SlackError.isOfForm(error));
  }

  private static SlackAnswer failed(SendResult result) {
    return new SlackAnswer.Failed(result, false);
  }

  private static String detail(String method, String text) {
    return Detail.of(method + ": " + text);
  }

  private static @Nullable JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
