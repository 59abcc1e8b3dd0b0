package io.pipelinemonitor.local.topics;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that a cluster lacks; those that it has stay as they are. */
public final class TopicProvisioner {
  private static final long LIMIT_SECONDS = 30;

  private final Admin admin;

  public TopicProvisioner(Admin admin) {
    this.admin = admin;
  }

  /** Returns the names of the topics that it made, in the order given. */
  public List<String> provide(Collection<? extends Topic<?>> topics) {
    try {
      Set<String> existing = admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      List<NewTopic> missing = new ArrayList<>();
      for (Topic<?> topic : topics) {
        if (!existing.contains(topic.name())) {
          // The replication is left to the cluster: one broker here, three or more elsewhere.
          missing.add(
              new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                  .configs(topic.retention().settings()));
        }
      }
      List<String> created = new ArrayList<>();
      Map<String, KafkaFuture<Void>> results = admin.createTopics(missing).values();
      for (NewTopic topic : missing) {
        if (created(results, topic.name())) {
          created.add(topic.name());
        }
      }
      return created;
    } catch (ExecutionException | TimeoutException e) {
      throw new Problem(
          "The topics could not be made: %s. Make them beforehand or allow this client to."
              .formatted(Problem.reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted while making the topics.", e);
    }
  }

  private static boolean created(Map<String, KafkaFuture<Void>> results, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    KafkaFuture<Void> result = results.get(name);
    if (result == null) {
      return false;
    }
    try {
      result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }
}
