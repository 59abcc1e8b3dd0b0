package io.pipelinemonitor.local.outbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Messages for programs. */
final class OutboxJson {

  private OutboxJson() {}

  /**
   * What is not there is left out.
   *
   * @param people names by the id in Slack
   */
  static ObjectNode of(OutboxMessage message, Map<String, String> people) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("number", message.number());
    json.put("at", message.at().toString());
    json.put("medium", message.medium().label());
    json.put("act", message.act().label());
    if (message.about() != 0) {
      json.put("about", message.about());
    }
    json.put("to", message.to());
    if (people.containsKey(message.to())) {
      json.put("name", people.get(message.to()));
    }
    if (message.subject() != null) {
      json.put("subject", message.subject());
    }
    json.put("text", message.text());
    if (message.html() != null) {
      json.put("html", message.html());
    }
    json.put("reference", message.reference());
    if (!message.buttons().isEmpty()) {
      ArrayNode buttons = json.putArray("buttons");
      message.buttons().forEach(button -> buttons.add(button.label()));
    }
    return json;
  }
}
