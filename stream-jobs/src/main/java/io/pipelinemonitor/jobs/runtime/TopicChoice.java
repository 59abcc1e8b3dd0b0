package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.Serializable;
import java.util.List;

/** Which topic a record goes to, and all that may be chosen. */
interface TopicChoice<T> extends Serializable {

  String topicName(T record);

  List<String> topicNames();

  /** Always the same one. */
  record Fixed<T>(String name) implements TopicChoice<T> {
    @Override
    public String topicName(T record) {
      return name;
    }

    @Override
    public List<String> topicNames() {
      return List.of(name);
    }
  }

  /** The dead-letter topic of where the record was read. */
  record OfDeadLetter() implements TopicChoice<DeadLetter> {
    @Override
    public String topicName(DeadLetter letter) {
      return Topics.named(letter.getTopic()).orElseThrow().deadLetters().name();
    }

    @Override
    public List<String> topicNames() {
      return Topics.all().stream()
          .filter(Topic::hasDeadLetters)
          .map(topic -> topic.deadLetters().name())
          .toList();
    }
  }
}
