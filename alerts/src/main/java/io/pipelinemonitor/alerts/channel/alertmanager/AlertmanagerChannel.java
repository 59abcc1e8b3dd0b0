package io.pipelinemonitor.alerts.channel.alertmanager;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.channel.http.HttpCaller;
import io.pipelinemonitor.alerts.channel.http.HttpStatus;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.message.Link;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.rendering.PlainText;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alertmanager by its API v2.
 *
 * <p>An alert is what its labels are, and its severity is one of them: an incident is an alert of
 * its severity that is on, and one of each other severity that is over. So an escalation ends the
 * milder alert, whatever was told before, and telling it again changes nothing.
 */
public final class AlertmanagerChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerChannel.class);
  private static final String ALERTS = "/api/v2/alerts";

  private final AlertmanagerSettings settings;
  private final URI alerts;
  private final HttpCaller http;
  private final Clock clock;

  public AlertmanagerChannel(AlertmanagerSettings settings, Clock clock) {
    this.settings = settings;
    this.alerts = URI.create(settings.address().toString().replaceAll("/+$", "") + ALERTS);
    this.http = new HttpCaller(settings.limits());
    this.clock = clock;
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.ALERTMANAGER;
  }

  @Override
  public SendResult send(Outgoing outgoing) {
    SendResult result =
        outgoing.content() instanceof Content.Step step
            ? tell(step)
            : new SendResult.Dead(DeliveryReason.CONTENT_REFUSED, "programs take single steps");
    LOG.debug("{}: {}", outgoing.deliveryId(), result);
    return result;
  }

  private SendResult tell(Content.Step step) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(alerts)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(alerts(step).toString()));
    Secret token = settings.token();
    if (token != null) {
      request.header("Authorization", "Bearer " + token.reveal());
    }
    return HttpStatus.result(http.callForStatus(request.build()), clock.instant());
  }

  private ArrayNode alerts(Content.Step step) {
    AlertEvent event = step.event();
    Instant now = clock.instant();
    // The data's clock may be ahead, and what begins or ends later has not begun or ended.
    Instant startsAt = earlier(event.times().firedAt(), now);
    Instant endedAt = earlier(event.times().resolvedAt(), now);
    ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
    for (Severity severity : Severity.values()) {
      boolean on = event.isOpen() && severity == event.severity();
      ObjectNode alert = alerts.addObject();
      labels(alert.putObject("labels"), event, severity);
      annotations(alert.putObject("annotations"), step.message());
      alert.put("startsAt", startsAt.toString());
      alert.put("endsAt", (on ? now.plus(settings.openFor()) : endedAt).toString());
      Link link = step.message().link();
      if (link != null) {
        alert.put("generatorURL", link.address().toString());
      }
    }
    return alerts;
  }

  private static Instant earlier(@Nullable Instant moment, Instant now) {
    return moment == null || moment.isAfter(now) ? now : moment;
  }

  /** What stays the same while the incident lasts: otherwise it would become another alert. */
  private void labels(ObjectNode labels, AlertEvent event, Severity severity) {
    settings.labels().forEach(labels::put);
    labels.put("alertname", event.rule().id());
    labels.put("severity", severity.word());
    labels.put("rule_type", event.rule().type().name().toLowerCase(Locale.ROOT));
    labels.put("scope_type", event.scope().type().name().toLowerCase(Locale.ROOT));
    labels.put("scope_id", event.scope().id());
    labels.put("period", event.period());
    labels.put("incident_id", event.incidentId());
  }

  private static void annotations(ObjectNode annotations, Message message) {
    annotations.put("summary", message.title());
    annotations.put("description", PlainText.of(message));
  }

  /** Telling it again changes nothing. */
  @Override
  public Lookup find(Outgoing outgoing) {
    return new Lookup.Absent();
  }

  /** Nothing is held open but idle connections, which end by themselves. */
  @Override
  public void close() {}
}
