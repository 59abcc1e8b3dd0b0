package io.pipelinemonitor.jobs.model;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.forecast.StageProbability;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.runtime.OrganisationReader;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.SalesStage;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the definitions that learning works by, as far as it needs them. What cannot be used is no
 * definition; the state job reads the same topics and tells of it.
 */
final class PlanReader {

  private final OrganisationReader organisation;
  private final RecordDecoder<SalesProcess> processes;

  PlanReader(SchemaRegistryClient registry) {
    organisation = new OrganisationReader(registry);
    processes = new RecordDecoder<>(Topics.SALES_PROCESSES, registry);
  }

  /** The unit, or null. */
  @Nullable OrgUnit unit(String key, byte[] value) {
    return organisation.unit(key, value);
  }

  /** The member, or null. */
  @Nullable OrgMember member(String key, byte[] value) {
    return organisation.member(key, value);
  }

  /** The open stages of the process, or null. */
  @Nullable List<StageProbability> stages(String key, byte[] value) {
    SalesProcess process =
        OrganisationReader.definition(Topics.SALES_PROCESSES, processes, key, value);
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

  /** Whether the record defines something that can be used, or withdraws it. */
  boolean isUsable(String topic, String key, byte @Nullable [] value) {
    if (value == null) {
      return true;
    }
    return topic.equals(Topics.SALES_PROCESSES.name())
        ? stages(key, value) != null
        : organisation.isUsable(topic, key, value);
  }
}
