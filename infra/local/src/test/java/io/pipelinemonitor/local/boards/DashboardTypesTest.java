package io.pipelinemonitor.local.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboards against the types that Grafana publishes. They and the compiler come from npm;
 * where that cannot be asked this is skipped, and says so.
 */
class DashboardTypesTest {
  private static final Path FOLDER = Dashboards.INFRA.resolve("grafana").resolve("schema");

  @TempDir Path temporary;

  @Test
  void eachDashboardIsWhatGrafanaTakes() throws Exception {
    Optional<Program> npm = Program.installed("npm", "npm");
    Optional<Program> node = Program.installed("node", "nodejs");
    assumeTrue(npm.isPresent() && node.isPresent(), "no npm is installed");
    for (String file : List.of("package.json", "package-lock.json", "checked.ts")) {
      Files.copy(FOLDER.resolve(file), temporary.resolve(file));
    }
    Program.Answer installation =
        npm.get().run(temporary, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    if (installation.status() != 0) {
      System.getLogger(DashboardTypesTest.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "SKIPPED: npm cannot install Grafana's types: " + installation.output());
    }
    assumeTrue(installation.status() == 0, "npm cannot install Grafana's types");
    Files.writeString(temporary.resolve("dashboards.ts"), constants());

    Program.Answer answer =
        node.get()
            .run(
                temporary,
                "node_modules/typescript/bin/tsc",
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--target",
                "es2022",
                "--module",
                "nodenext",
                "dashboards.ts");

    assertThat(answer.output()).isEmpty();
    assertThat(answer.status()).isZero();
  }

  /** Each dashboard as a constant of the type that it must be. */
  private static String constants() throws IOException {
    StringBuilder constants = new StringBuilder("import type { Checked } from './checked';\n");
    for (Path file : Dashboards.files()) {
      String name = file.getFileName().toString().replaceAll("\\W", "_");
      constants
          .append("export const ")
          .append(name)
          .append(": Checked = ")
          .append(Files.readString(file))
          .append(";\n");
    }
    return constants.toString();
  }
}
