package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monitor version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Show the version, and those of what it runs on.")
public final class VersionCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Properties versions = versions();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("monitor          %s%n", versions.getProperty("monitor"));
    out.printf("Kafka            %s%n", versions.getProperty("kafka"));
    out.printf("Flink            %s%n", versions.getProperty("flink"));
    out.printf("schema registry  %s (Apicurio)%n", versions.getProperty("registry"));
    out.printf("Java             %s%n", Runtime.version());
    out.flush();
    return 0;
  }

  private static Properties versions() {
    Properties versions = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("/version.properties")) {
      if (in != null) {
        versions.load(in);
      }
      return versions;
    } catch (IOException e) {
      throw new Problem("The version cannot be read: " + Problem.reason(e) + ".", e);
    }
  }
}
