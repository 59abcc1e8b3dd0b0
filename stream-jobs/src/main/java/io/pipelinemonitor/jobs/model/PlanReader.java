package io.pipelinemonitor.jobs.model;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.forecast.StageProbability;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.SalesStage;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the definitions that learning works by, as far as it needs them. What cannot be used is no
 * definition; the state job reads the same topics and tells of it.
 */
final class PlanReader {

  private final RecordDecoder<io.pipelinemonitor.schema.OrgUnit> units;
  private final RecordDecoder<io.pipelinemonitor.schema.OrgMember> members;
  private final RecordDecoder<SalesProcess> processes;

  PlanReader(SchemaRegistryClient registry) {
    units = new RecordDecoder<>(Topics.ORG_UNITS, registry);
    members = new RecordDecoder<>(Topics.ORG_MEMBERS, registry);
    processes = new RecordDecoder<>(Topics.SALES_PROCESSES, registry);
  }

  /** The unit, or null. */
  @Nullable OrgUnit unit(String key, byte[] value) {
    io.pipelinemonitor.schema.OrgUnit unit = read(Topics.ORG_UNITS, units, key, value);
    return unit == null
        ? null
        : new OrgUnit(
            unit.getUnitId(), unit.getName(), unit.getParentUnitId(), unit.getManagerId());
  }

  /** The member, or null. */
  @Nullable OrgMember member(String key, byte[] value) {
    io.pipelinemonitor.schema.OrgMember member = read(Topics.ORG_MEMBERS, members, key, value);
    return member == null
        ? null
        : new OrgMember(member.getMemberId(), member.getName(), member.getUnitId());
  }

  /** The open stages of the process, or null. */
  @Nullable List<StageProbability> stages(String key, byte[] value) {
    SalesProcess process = read(Topics.SALES_PROCESSES, processes, key, value);
    return process == null || process.getStages().stream().anyMatch(stage -> !isProbability(stage))
        ? null
        : process.getStages().stream()
            .filter(stage -> stage.getStatus() == DealStatus.OPEN)
            .map(stage -> new StageProbability(key, stage.getStageId(), stage.getProbability()))
            .toList();
  }

  private static boolean isProbability(SalesStage stage) {
    return stage.getProbability() >= 0 && stage.getProbability() <= 1;
  }

  private static <T extends SpecificRecord> @Nullable T read(
      Topic<T> topic, RecordDecoder<T> decoder, String key, byte[] value) {
    if (decoder.decode(value) instanceof Decoded.Success<T> success) {
      return key.equals(topic.key(success.value())) && !key.isEmpty() ? success.value() : null;
    }
    return null;
  }

  /** Whether the record defines something that can be used, or withdraws it. */
  boolean isUsable(String topic, String key, byte @Nullable [] value) {
    if (value == null) {
      return true;
    }
    if (topic.equals(Topics.ORG_UNITS.name())) {
      return unit(key, value) != null;
    }
    return topic.equals(Topics.ORG_MEMBERS.name())
        ? member(key, value) != null
        : stages(key, value) != null;
  }
}
