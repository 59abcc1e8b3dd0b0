package io.pipelinemonitor.local.stack;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.alerting.DefaultRulesInstaller;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.topics.TopicProvisioner;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.RegistryException;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/**
 * What jobs and services find when they start: topics, schemas and rules. What is there already
 * stays as it is, so it can be done before every start.
 */
public final class Preparation {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The registry answers several at a time, and a client asks one at a time. */
  private static final int REGISTRARS = 4;

  private final Connection connection;
  private final StackProgress progress;

  public Preparation(Connection connection, StackProgress progress) {
    this.connection = connection;
    this.progress = progress;
  }

  /**
   * Makes the topics that are missing, and registers all schemas.
   *
   * @throws Problem when Kafka or the registry refuses, or does not answer in time
   */
  public void topicsAndSchemas() {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            REGISTRARS,
            task -> {
              Thread thread = new Thread(task, "registrar");
              thread.setDaemon(true);
              return thread;
            });
    try {
      CompletableFuture<Void> schemas =
          CompletableFuture.allOf(
              IntStream.range(0, REGISTRARS)
                  .mapToObj(
                      share -> CompletableFuture.runAsync(() -> registerSchemas(share), executor))
                  .toArray(CompletableFuture[]::new));
      topics();
      schemas.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof Problem known
          ? known
          : new Problem("The schemas were not registered: " + Problem.reason(cause) + ".", cause);
    } finally {
      executor.shutdownNow();
    }
  }

  private void topics() {
    try (Admin admin = Admin.create(connection.kafkaClient())) {
      List<String> created = new TopicProvisioner(admin).provide(Topics.all());
      if (!created.isEmpty()) {
        progress.say(
            created.size() == Topics.all().size()
                ? "created all %d topics".formatted(created.size())
                : "created the topics " + String.join(", ", created));
      }
    }
  }

  private void registerSchemas(int share) {
    List<Topic<?>> topics =
        IntStream.range(0, Topics.all().size())
            .filter(index -> index % REGISTRARS == share)
            .<Topic<?>>mapToObj(Topics.all()::get)
            .toList();
    try (SchemaRegistryClient client =
        RegistryConnection.open(connection.schemaRegistry(), connection.registryProperties())) {
      new SchemaRegistrar(client, PATIENCE).registerAll(topics);
    } catch (RegistryException e) {
      throw new Problem(sentence(e), e);
    } catch (IOException e) {
      throw new Problem("The registry client did not close: " + Problem.reason(e) + ".", e);
    }
  }

  private static String sentence(RegistryException failure) {
    String message = Problem.reason(failure);
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }

  /**
   * Installs the default rules, if they never were; one that was changed or deleted is left alone.
   *
   * @param settings as the jobs are started with; their lines are in its reporting currency
   */
  public void defaultRules(JobSettings settings) {
    try {
      List<String> installed = DefaultRulesInstaller.install(settings, PATIENCE);
      if (!installed.isEmpty()) {
        progress.say("installed the default rules " + String.join(", ", installed));
      }
    } catch (IOException | IllegalStateException e) {
      throw new Problem(
          "The default rules could not be installed: %s.".formatted(Problem.reason(e)), e);
    }
  }
}
