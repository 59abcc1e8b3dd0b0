package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monitor version}. */
@Command(name = "version", description = "Show the version, and those of what it runs on.")
public final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Mixin CommonOptions common = new CommonOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (String line : getVersion()) {
      out.println(line);
    }
    out.flush();
    return 0;
  }

  @Override
  public String[] getVersion() {
    Properties versions = versions();
    return new String[] {
      "monitor          " + versions.getProperty("monitor"),
      "Kafka            " + versions.getProperty("kafka"),
      "Flink            " + versions.getProperty("flink"),
      "schema registry  " + versions.getProperty("registry") + " (Apicurio)",
      "Java             " + Runtime.version()
    };
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
