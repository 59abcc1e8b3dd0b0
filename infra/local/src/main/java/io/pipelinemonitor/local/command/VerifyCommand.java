package io.pipelinemonitor.local.command;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.local.verify.Difference;
import io.pipelinemonitor.local.verify.Verification;
import io.pipelinemonitor.local.verify.Verification.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monitor verify}. */
@Command(
    name = "verify",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Check every published figure against a plain recomputation.",
      "",
      "Reads the deal events and the plan from the beginning of their topics, computes every snapshot"
          + " from scratch, by code that shares nothing with the jobs', and compares each field of the"
          + " latest pipeline.snapshots with it. The exit status is 1 if anything differs."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor verify",
      "  monitor verify --set fiscal.zone=Europe/Berlin --set reporting.currency=EUR",
      "      for a stack that was started with these settings"
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final Duration JOB_PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_SHOWN = 50;

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ConnectionOptions connectionOptions = new ConnectionOptions();
  @Mixin JobSettingsOptions settings = new JobSettingsOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Override
  public Integer call() throws InterruptedException, IOException {
    LogFile.quiet();
    Policy policy = settings.read(Map.of()).policy();
    Connection connection = connectionOptions.reachable();
    try (SchemaRegistryClient registry = connection.registry();
        KafkaConsumer<byte[], byte[]> consumer = connection.consumer("monitor-verify")) {
      return tell(
          new Verification(
                  consumer,
                  registry,
                  policy,
                  JOB_PATIENCE,
                  duration -> Thread.sleep(duration.toMillis()))
              .run());
    }
  }

  private int tell(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    List<Difference> differences = report.comparison().differences();
    String basis =
        "as of %s, from %,d deal events and %,d definitions%s"
            .formatted(
                report.asOf(),
                report.dealEvents(),
                report.definitions(),
                report.refused() == 0
                    ? ""
                    : "; %,d records cannot be used, see the dead letters"
                        .formatted(report.refused()));
    if (differences.isEmpty()) {
      out.printf("%,d snapshots agree%n%s%n", report.comparison().snapshots(), basis);
      out.flush();
      return 0;
    }
    differences.stream().limit(MOST_SHOWN).forEach(out::println);
    if (differences.size() > MOST_SHOWN) {
      out.printf("and %,d more%n", differences.size() - MOST_SHOWN);
    }
    out.printf(
        "%,d of %,d snapshots differ%n%s%n",
        report.comparison().snapshots() - report.comparison().agreeing(),
        report.comparison().snapshots(),
        basis);
    out.flush();
    return 1;
  }
}
