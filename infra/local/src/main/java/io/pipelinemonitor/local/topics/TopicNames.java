package io.pipelinemonitor.local.topics;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.json.NearestName;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;

/** Finds a topic of the contract by the name that a person typed. */
public final class TopicNames {
  private TopicNames() {}

  /** The topic, or advice about the nearest name. */
  public static Topic<?> require(String name) {
    return Topics.named(name)
        .orElseThrow(
            () -> {
              List<String> known = Topics.all().stream().map(Topic::name).toList();
              String hint =
                  NearestName.of(name, known)
                      .map(near -> " Did you mean %s?".formatted(near))
                      .orElse("");
              return new Problem(
                  "There is no topic %s.%s All of them are listed by: monitor topics"
                      .formatted(name, hint));
            });
  }
}
