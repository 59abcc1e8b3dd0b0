package io.pipelinemonitor.schema.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Replaces the lists of a record that was just read by ordinary ones. Avro's own list compares its
 * items without the knowledge of logical types, so {@code equals} throws as soon as an item is a
 * record with an instant that may be null.
 */
final class PlainLists {

  private static final PlainLists NONE = new PlainLists(List.of());

  private final List<Place> places;

  private PlainLists(List<Place> places) {
    this.places = places;
  }

  static PlainLists of(Schema record) {
    List<Place> places = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      Schema type = withoutNull(field.schema());
      switch (type.getType()) {
        case ARRAY -> places.add(new Place(field.pos(), insideOf(type.getElementType())));
        case RECORD -> places.add(new Place(field.pos(), of(type)));
        default -> {
          // No list in there.
        }
      }
    }
    return new PlainLists(places);
  }

  void apply(SpecificRecord record) {
    for (Place place : places) {
      Object value = record.get(place.position);
      if (value instanceof List<?> items) {
        if (!place.inside.places.isEmpty()) {
          items.forEach(item -> place.inside.apply((SpecificRecord) item));
        }
        record.put(place.position, new ArrayList<>(items));
      } else if (value instanceof SpecificRecord nested) {
        place.inside.apply(nested);
      }
    }
  }

  private static PlainLists insideOf(Schema item) {
    return item.getType() == Schema.Type.RECORD ? of(item) : NONE;
  }

  private static Schema withoutNull(Schema schema) {
    return schema.getType() == Schema.Type.UNION
        ? schema.getTypes().get(schema.getTypes().size() - 1)
        : schema;
  }

  /** A field that is a list or a record, and what is to be done inside. */
  private record Place(int position, PlainLists inside) {}
}
