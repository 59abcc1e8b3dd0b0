package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.burst.Author;
import io.pipelinemonitor.jobs.domain.burst.DealEdit;
import io.pipelinemonitor.jobs.domain.burst.Origin;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.EventOrigin;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads of deal events who changed what. What cannot be used is no change; the state job reads the
 * same topic and tells of it.
 */
final class EditReader {

  private static final Map<String, DealField> FIELDS = fields();
  private static final Map<DealField, Integer> POSITIONS = positions();

  private final RecordDecoder<DealEvent> events;

  EditReader(SchemaRegistryClient registry) {
    events = new RecordDecoder<>(Topics.DEAL_EVENTS, registry);
  }

  /** The fields of an event that are facts of the deal, by their names. */
  private static Map<String, DealField> fields() {
    Map<String, DealField> fields = new HashMap<>();
    for (DealField field : DealField.values()) {
      String name = field == DealField.AMOUNT ? "amountMinor" : camelCase(field.name());
      if (DealEvent.getClassSchema().getField(name) != null) {
        fields.put(name, field);
      }
    }
    return fields;
  }

  private static String camelCase(String constant) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < constant.length(); i++) {
      char letter = constant.charAt(i);
      if (letter == '_') {
        upper = true;
      } else {
        name.append(upper ? letter : Character.toLowerCase(letter));
        upper = false;
      }
    }
    return name.toString();
  }

  private static Map<DealField, Integer> positions() {
    Map<DealField, Integer> positions = new EnumMap<>(DealField.class);
    for (Schema.Field field : DealEvent.getClassSchema().getFields()) {
      DealField fact = FIELDS.get(field.name());
      if (fact != null) {
        positions.put(fact, field.pos());
      }
    }
    return positions;
  }

  /** The change in a record on {@code crm.deal-events}; null if it is none that is counted. */
  @Nullable DealEdit read(RawRecord record, long at) {
    byte[] value = record.value();
    if (value == null || !(events.decode(value) instanceof Decoded.Success<DealEvent> success)) {
      return null;
    }
    DealEvent event = success.value();
    Author author =
        Author.of(origin(event), event.getSource(), event.getActorId(), event.getBatchId());
    if (author == null || !record.keyText().equals(event.getDealId())) {
      return null;
    }
    return new DealEdit(
        author,
        event.getEventId(),
        at,
        changed(event),
        new DealScopes(
            event.getOwnerId(),
            event.getSegment(),
            event.getProduct(),
            event.getTerritoryId(),
            event.getPipelineId()));
  }

  private static Origin origin(DealEvent event) {
    EventOrigin origin = event.getOrigin();
    return origin == null ? Origin.UNKNOWN : Origin.valueOf(origin.name());
  }

  private static Set<DealField> changed(DealEvent event) {
    Set<DealField> changed = EnumSet.noneOf(DealField.class);
    POSITIONS.forEach(
        (field, position) -> {
          if (event.get(position) != null) {
            changed.add(field);
          }
        });
    for (String cleared : event.getClearedFields()) {
      DealField field = FIELDS.get(cleared);
      if (field != null) {
        changed.add(field);
      }
    }
    switch (event.getType()) {
      case DELETED, RESTORED, MERGED -> changed.add(DealField.EXISTENCE);
      case CREATED, UPDATED, UNKNOWN -> {}
    }
    return changed;
  }
}
