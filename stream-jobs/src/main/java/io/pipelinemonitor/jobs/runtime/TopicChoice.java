package io.pipelinemonitor.jobs.runtime;

import java.io.Serializable;

/** Which topic a record goes to. */
@FunctionalInterface
interface TopicChoice<T> extends Serializable {
  String topicName(T record);
}
