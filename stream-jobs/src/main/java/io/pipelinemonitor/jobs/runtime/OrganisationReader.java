package io.pipelinemonitor.jobs.runtime;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads units and members for the jobs that follow the state job. What cannot be used is no
 * definition; the state job reads the same topics and tells of it.
 */
public final class OrganisationReader {

  private final RecordDecoder<io.pipelinemonitor.schema.OrgUnit> units;
  private final RecordDecoder<io.pipelinemonitor.schema.OrgMember> members;

  public OrganisationReader(SchemaRegistryClient registry) {
    units = new RecordDecoder<>(Topics.ORG_UNITS, registry);
    members = new RecordDecoder<>(Topics.ORG_MEMBERS, registry);
  }

  /** The unit, or null. */
  public @Nullable OrgUnit unit(String key, byte[] value) {
    io.pipelinemonitor.schema.OrgUnit unit = definition(Topics.ORG_UNITS, units, key, value);
    return unit == null
        ? null
        : new OrgUnit(
            unit.getUnitId(), unit.getName(), unit.getParentUnitId(), unit.getManagerId());
  }

  /** The member, or null. */
  public @Nullable OrgMember member(String key, byte[] value) {
    io.pipelinemonitor.schema.OrgMember member =
        definition(Topics.ORG_MEMBERS, members, key, value);
    return member == null
        ? null
        : new OrgMember(member.getMemberId(), member.getName(), member.getUnitId());
  }

  /** The definition in a record that is no tombstone; null if it cannot be used. */
  public static <T extends SpecificRecord> @Nullable T definition(
      Topic<T> topic, RecordDecoder<T> decoder, String key, byte[] value) {
    if (decoder.decode(value) instanceof Decoded.Success<T> success) {
      return key.equals(topic.key(success.value())) && !key.isEmpty() ? success.value() : null;
    }
    return null;
  }

  /** Whether the record defines a unit or member that can be used, or withdraws it. */
  public boolean isUsable(String topic, String key, byte @Nullable [] value) {
    if (value == null) {
      return true;
    }
    return topic.equals(Topics.ORG_UNITS.name())
        ? unit(key, value) != null
        : member(key, value) != null;
  }

  /** Puts a unit or member in force, or out of it. */
  public void apply(PlanRecord record, Organisation organisation) {
    byte[] value = record.value();
    if (record.topic().equals(Topics.ORG_UNITS.name())) {
      OrgUnit unit = value == null ? null : unit(record.key(), value);
      if (unit == null) {
        organisation.removeUnit(record.key());
      } else {
        organisation.put(unit);
      }
    } else {
      OrgMember member = value == null ? null : member(record.key(), value);
      if (member == null) {
        organisation.removeMember(record.key());
      } else {
        organisation.put(member);
      }
    }
  }
}
