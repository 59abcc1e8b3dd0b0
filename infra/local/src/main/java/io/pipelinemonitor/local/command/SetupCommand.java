package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.local.stack.Preparation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monitor setup}. */
@Command(
    name = "setup",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Make what the jobs and the alerts service need before they start, where it is missing.",
      "",
      "That is the topics, the schemas in the registry and the default rules. What is there already stays"
          + " as it is, so it does no harm before every start. monitor up does it by itself; this is for a"
          + " Kafka and a Flink cluster of your own."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor setup --bootstrap-servers kafka:9092 --schema-registry http://registry:8080/apis/ccompat/v7",
      "  monitor setup --set reporting.currency=EUR       for jobs that are started with this setting"
    })
public final class SetupCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ConnectionOptions connectionOptions = new ConnectionOptions();
  @Mixin JobSettingsOptions settings = new JobSettingsOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    LogFile.quiet();
    Connection connection = connectionOptions.reachable();
    PrintWriter out = spec.commandLine().getOut();
    Preparation preparation =
        new Preparation(
            connection,
            what -> {
              out.println(what);
              out.flush();
            });
    preparation.topicsAndSchemas();
    preparation.defaultRules(settings.read(connection.settings()));
    out.println("topics, schemas and rules are there");
    out.flush();
    return 0;
  }
}
