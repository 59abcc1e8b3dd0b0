package io.pipelinemonitor.local.topics;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;

/** Finds a topic of the contract by the name that a person typed. */
public final class TopicNames {
  private TopicNames() {}

  /** The topic, or advice about the nearest name. */
  public static Topic<?> require(String name) {
    return Topics.named(name)
        .orElseThrow(
            () ->
                Problem.unknown(
                    "topic",
                    name,
                    Topics.all().stream().map(Topic::name).toList(),
                    "monitor topics"));
  }
}
