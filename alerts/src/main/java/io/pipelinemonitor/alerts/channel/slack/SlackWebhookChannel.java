package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Detail;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.channel.http.HttpCaller;
import io.pipelinemonitor.alerts.channel.http.HttpOutcome;
import io.pipelinemonitor.alerts.channel.http.HttpStatus;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slack by an incoming webhook, which is all that some may use: everything goes to the one channel
 * of the webhook, people are mentioned there, and what was sent can neither be changed nor answered
 * nor looked up.
 */
public final class SlackWebhookChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(SlackWebhookChannel.class);

  /** There is one channel, and it has one turn. */
  private static final String TURN = "webhook";

  private final SlackWebhookSettings settings;
  private final URI address;
  private final HttpCaller http;
  private final Pace pace;
  private final Clock clock;

  public SlackWebhookChannel(SlackWebhookSettings settings, Clock clock) {
    this.settings = settings;
    this.address = settings.address().revealAddress();
    this.http = new HttpCaller(settings.limits());
    this.pace = new Pace(settings.pace(), clock);
    this.clock = clock;
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.SLACK;
  }

  @Override
  public SendResult send(Outgoing outgoing) {
    if (outgoing.manner() == Manner.UPDATE) {
      return new SendResult.Sent(DeliveryReason.NOTHING_TO_SHOW, null);
    }
    SendResult.Wait wait = pace.take(TURN);
    SendResult result = wait == null ? tell(outgoing) : wait;
    if (wait == null && result instanceof SendResult.Wait asked) {
      pace.hold(TURN, asked);
    }
    LOG.debug("{}: {}", outgoing.deliveryId(), result);
    return result;
  }

  private SendResult tell(Outgoing outgoing) {
    HttpOutcome outcome =
        post(addressed(SlackWords.whole(outgoing.readable(), settings.answerable()), outgoing));
    if (outcome instanceof HttpOutcome.Answer answer && SlackError.isOfForm(error(answer))) {
      LOG.warn("Slack refused the form of a message, sent as plain text: {}", error(answer));
      return result(
          post(addressed(SlackWords.plain(outgoing.readable()), outgoing)),
          DeliveryReason.ACCEPTED_AS_PLAIN_TEXT);
    }
    return result(outcome, DeliveryReason.ACCEPTED);
  }

  /** A person is mentioned; the name of a channel makes no difference. */
  private static ObjectNode addressed(ObjectNode payload, Outgoing outgoing) {
    String address = outgoing.endpoint().address();
    if (address.matches("[UW][A-Z0-9]{2,}")) {
      String mention = "<@" + address + ">";
      payload.put("text", mention + ' ' + payload.path("text").asText());
      JsonNode blocks = payload.path("blocks");
      if (blocks instanceof ArrayNode array) {
        ObjectNode section = array.insertObject(0);
        section.put("type", "section");
        section.putObject("text").put("type", "mrkdwn").put("text", mention);
      }
    }
    return payload;
  }

  private HttpOutcome post(ObjectNode payload) {
    return http.call(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(payload.toString()))
            .build());
  }

  private static String error(HttpOutcome.Answer answer) {
    return HttpStatus.isSuccess(answer.status()) ? "" : answer.body().strip();
  }

  private SendResult result(HttpOutcome outcome, DeliveryReason accepted) {
    if (outcome instanceof HttpOutcome.NoAnswer noAnswer) {
      return noAnswer.result();
    }
    HttpOutcome.Answer answer = (HttpOutcome.Answer) outcome;
    if (HttpStatus.isSuccess(answer.status())) {
      return new SendResult.Sent(accepted, null);
    }
    String detail = Detail.of("HTTP " + answer.status() + ' ' + error(answer));
    DeliveryReason reason = SlackError.reason(error(answer));
    SendResult refusal = HttpStatus.refusal(answer, detail, clock.instant());
    return refusal instanceof SendResult.Dead && reason != DeliveryReason.REFUSED
        ? new SendResult.Dead(reason, detail)
        : refusal;
  }

  @Override
  public Lookup find(Outgoing outgoing) {
    return outgoing.manner() == Manner.UPDATE
        ? new Lookup.Absent()
        : new Lookup.Unknowable(
            DeliveryReason.NO_LOOKUP, "an incoming webhook cannot look for messages");
  }

  /** Nothing is held open but idle connections, which end by themselves. */
  @Override
  public void close() {}
}
