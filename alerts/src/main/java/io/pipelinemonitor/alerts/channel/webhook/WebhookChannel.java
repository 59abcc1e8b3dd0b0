package io.pipelinemonitor.alerts.channel.webhook;

import com.google.common.hash.Hashing;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.channel.http.HttpCaller;
import io.pipelinemonitor.alerts.channel.http.HttpStatus;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that takes each step as JSON: signed, only at hosts that are allowed, and with an id
 * that is the same each time, by which it knows a repeat.
 */
public final class WebhookChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookChannel.class);

  private final WebhookSettings settings;
  private final HttpCaller http;
  private final Clock clock;

  public WebhookChannel(WebhookSettings settings, Clock clock) {
    this.settings = settings;
    this.http = new HttpCaller(settings.limits());
    this.clock = clock;
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.WEBHOOK;
  }

  @Override
  public SendResult send(Outgoing outgoing) {
    SendResult result = tell(outgoing);
    LOG.debug("{}: {}", outgoing.deliveryId(), result);
    return result;
  }

  private SendResult tell(Outgoing outgoing) {
    String name = outgoing.endpoint().address();
    WebhookSettings.Target target = settings.targets().get(name);
    if (target == null) {
      return new SendResult.Dead(
          DeliveryReason.NOT_CONFIGURED, "there is no webhook '" + name + "'");
    }
    if (!(outgoing.content() instanceof Content.Step step)) {
      return new SendResult.Dead(DeliveryReason.CONTENT_REFUSED, "programs take single steps");
    }
    return HttpStatus.result(
        http.callForStatus(request(target, outgoing, WebhookJson.of(outgoing, step).toString())),
        clock.instant());
  }

  private HttpRequest request(WebhookSettings.Target target, Outgoing outgoing, String body) {
    Instant now = clock.instant();
    String id = id(outgoing.deliveryId());
    return HttpRequest.newBuilder(target.address().revealAddress())
        .header("Content-Type", "application/json")
        .header("User-Agent", "Pipeline-Monitor")
        .header("webhook-id", id)
        .header("webhook-timestamp", String.valueOf(now.getEpochSecond()))
        .header("webhook-signature", WebhookSignature.of(target.key(), id, now, body))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  /** A name of the delivery that can stand in a header. */
  static String id(String deliveryId) {
    return Hashing.sha256().hashString(deliveryId, StandardCharsets.UTF_8).toString();
  }

  @Override
  public Lookup find(Outgoing outgoing) {
    return new Lookup.Unknowable(
        DeliveryReason.NO_LOOKUP, "a webhook only takes; it knows a repeat by its id");
  }

  /** Nothing is held open but idle connections, which end by themselves. */
  @Override
  public void close() {}
}
