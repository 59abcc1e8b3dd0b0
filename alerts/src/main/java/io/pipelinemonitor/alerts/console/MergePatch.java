package io.pipelinemonitor.alerts.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What makes one document of another, as RFC 7396 has it. */
final class MergePatch {

  private MergePatch() {}

  /** Empty where nothing differs. Fields that are null are none, so there are none in either. */
  static ObjectNode between(ObjectNode before, ObjectNode after) {
    ObjectNode patch = after.objectNode();
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      JsonNode now = field.getValue();
      JsonNode then = before.get(field.getKey());
      if (now instanceof ObjectNode newObject && then instanceof ObjectNode oldObject) {
        ObjectNode inner = between(oldObject, newObject);
        if (!inner.isEmpty()) {
          patch.set(field.getKey(), inner);
        }
      } else if (!now.equals(then)) {
        patch.set(field.getKey(), now);
      }
    }
    for (Map.Entry<String, JsonNode> field : before.properties()) {
      if (!after.has(field.getKey())) {
        patch.putNull(field.getKey());
      }
    }
    return patch;
  }
}
