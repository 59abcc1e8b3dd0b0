package io.pipelinemonitor.local.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Messages for programs. */
final class OutboxJson {

  private OutboxJson() {}

  /** What is not there is left out. */
  static ObjectNode of(OutboxMessage message) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("number", message.number());
    json.put("at", message.at().toString());
    json.put("medium", message.medium().label());
    json.put("act", message.act().label());
    if (message.about() != 0) {
      json.put("about", message.about());
    }
    json.put("to", message.to());
    if (message.subject() != null) {
      json.put("subject", message.subject());
    }
    json.put("text", message.text());
    if (message.html() != null) {
      json.put("html", message.html());
    }
    json.put("reference", message.reference());
    return json;
  }
}
