package io.pipelinemonitor.alerts.channel.http;

import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.SendResult;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** What a status says, where the other side has no better words. */
public final class HttpStatus {

  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** Where the other side wants us to wait and does not say for how long. */
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  private HttpStatus() {}

  /** Whether the other side took it. */
  public static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  /** What became of a call of which only the status says anything. */
  public static SendResult result(HttpOutcome outcome, Instant now) {
    if (outcome instanceof HttpOutcome.NoAnswer noAnswer) {
      return noAnswer.result();
    }
    HttpOutcome.Answer answer = (HttpOutcome.Answer) outcome;
    return isSuccess(answer.status())
        ? new SendResult.Sent(DeliveryReason.ACCEPTED, null)
        : refusal(answer, "HTTP " + answer.status(), now);
  }

  /**
   * What became of a call that the other side did not take.
   *
   * @param detail what it said
   * @param now by the wall's clock
   */
  public static SendResult refusal(HttpOutcome.Answer answer, String detail, Instant now) {
    int status = answer.status();
    if (status == 429) {
      return new SendResult.Wait(
          retryAfter(answer.headers(), now), DeliveryReason.RATE_LIMITED, detail);
    }
    if (status == 504) {
      // A gateway has sent it on.
      return new SendResult.Ambiguous(DeliveryReason.TIMED_OUT, detail);
    }
    if (status >= 500) {
      return new SendResult.Retry(DeliveryReason.SERVER_ERROR, detail);
    }
    return switch (status) {
      case 408, 425 -> new SendResult.Retry(DeliveryReason.TEMPORARILY_REFUSED, detail);
      case 401 -> new SendResult.Dead(DeliveryReason.CREDENTIALS_REFUSED, detail);
      case 403 -> new SendResult.Dead(DeliveryReason.PERMISSION_MISSING, detail);
      case 404 -> new SendResult.Dead(DeliveryReason.ADDRESS_UNKNOWN, detail);
      case 410 -> new SendResult.Dead(DeliveryReason.ADDRESS_CLOSED, detail);
      case 400, 413, 422 -> new SendResult.Dead(DeliveryReason.CONTENT_REFUSED, detail);
      default -> new SendResult.Dead(DeliveryReason.REFUSED, detail);
    };
  }

  /** How long the other side wants us to wait: a number of seconds or a moment, within reason. */
  public static Duration retryAfter(HttpHeaders headers, Instant now) {
    Duration asked =
        headers.firstValue("Retry-After").map(value -> read(value, now)).orElse(USUAL_WAIT);
    if (asked.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }

  private static Duration read(String value, Instant now) {
    String text = value.strip();
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      return Duration.between(
          now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return USUAL_WAIT;
    }
  }
}
