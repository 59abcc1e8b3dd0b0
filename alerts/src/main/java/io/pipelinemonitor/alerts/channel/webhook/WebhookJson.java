package io.pipelinemonitor.alerts.channel.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Explanation;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.Figure;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.event.Times;
import io.pipelinemonitor.alerts.domain.message.Link;
import io.pipelinemonitor.alerts.domain.message.Message;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** A step as JSON, as {@code webhook-v1.schema.json} describes it. */
final class WebhookJson {

  private static final int VERSION = 1;

  private WebhookJson() {}

  static ObjectNode of(Outgoing outgoing, Content.Step step) {
    AlertEvent event = step.event();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("deliveryId", outgoing.deliveryId());
    json.put("possibleRepeat", outgoing.possibleRepeat());
    json.put("incidentId", event.incidentId());
    json.put("dedupKey", event.dedupKey());
    json.put("alertEventId", event.alertEventId());
    json.put("sequence", event.sequence());
    json.put("transition", event.transition().name());
    json.put("state", event.state().name());
    json.put("severity", event.severity().name());
    json.put("reason", event.reason().name());
    json.put("open", event.isOpen());
    json.put("flapping", event.flapping());
    json.put("stale", event.stale());
    rule(json.putObject("rule"), event.rule());
    scope(json.putObject("scope"), event.scope());
    json.put("period", event.period());
    json.put("periodElapsed", event.periodElapsed());
    figure(json.putObject("figure"), event.figure());
    times(json.putObject("times"), event.times());
    explanation(json, event.explanation());
    message(json.putObject("message"), step.message());
    return json;
  }

  private static void rule(ObjectNode json, AlertEvent.Rule rule) {
    json.put("id", rule.id());
    json.put("name", rule.name());
    json.put("type", rule.type().name());
  }

  private static void scope(ObjectNode json, Scope scope) {
    json.put("type", scope.type().name());
    json.put("id", scope.id());
    json.put("name", scope.name());
    ArrayNode path = json.putArray("path");
    scope.path().forEach(path::add);
    json.put("ownerId", scope.ownerId());
  }

  private static void figure(ObjectNode json, Figure figure) {
    json.put("metric", figure.metric());
    json.put("value", figure.value());
    json.put("unit", figure.unit().name());
    json.put("currency", code(figure.currency()));
    json.put("fire", figure.fire());
    json.put("clear", figure.clear());
    json.put("baseline", figure.baseline());
    json.put("baselineAt", moment(figure.baselineAt()));
    json.put("statistic", figure.statistic());
    json.put("onsetAt", moment(figure.onsetAt()));
  }

  private static void times(ObjectNode json, Times times) {
    json.put("activeAt", moment(times.activeAt()));
    json.put("firedAt", moment(times.firedAt()));
    json.put("resolvedAt", moment(times.resolvedAt()));
    json.put("evaluatedAt", moment(times.evaluatedAt()));
    json.put("dataAsOf", moment(times.dataAsOf()));
  }

  private static void explanation(ObjectNode json, @Nullable Explanation explanation) {
    if (explanation == null) {
      json.putNull("explanation");
      return;
    }
    ObjectNode node = json.putObject("explanation");
    node.put("currency", code(explanation.currency()));
    node.put("totalMinor", explanation.total());
    node.put("since", moment(explanation.since()));
    ArrayNode deals = node.putArray("deals");
    for (DealChange deal : explanation.deals()) {
      deals
          .addObject()
          .put("dealId", deal.dealId())
          .put("name", deal.name())
          .put("cause", deal.cause().name())
          .put("deltaMinor", deal.delta());
    }
  }

  private static void message(ObjectNode json, Message message) {
    json.put("title", message.title());
    json.put("sentence", message.sentence());
    json.put("meaning", message.meaning());
    json.put("lookAt", message.lookAt());
    Link link = message.link();
    json.put("link", link == null ? null : link.address().toString());
  }

  private static @Nullable String code(@Nullable Currency currency) {
    return currency == null ? null : currency.getCurrencyCode();
  }

  private static @Nullable String moment(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
