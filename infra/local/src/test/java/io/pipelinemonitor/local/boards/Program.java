package io.pipelinemonitor.local.boards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine that tests ask. */
record Program(Path path) {
  private static final Path NOTHING = Path.of("/dev/null");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What it said, and whether it was content. */
  record Answer(int status, String output) {}

  /** The program, if it is installed; if not, that is said loudly. */
  static Optional<Program> installed(String name, String debianPackage) {
    Optional<Program> found =
        List.of(System.getenv("PATH").split(":")).stream()
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst()
            .map(Program::new);
    if (found.isEmpty()) {
      System.getLogger(Program.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "SKIPPED: no " + name + " is here; apt-get install " + debianPackage);
    }
    return found;
  }

  /** Runs it in a folder to its end. */
  Answer run(Path folder, String... arguments) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command(arguments)).directory(folder.toFile()), NOTHING);
  }

  /** Has it read a file, to its end. */
  Answer read(Path file, String... arguments) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command(arguments)), file);
  }

  private Answer run(ProcessBuilder builder, Path input) throws IOException, InterruptedException {
    Path output = Files.createTempFile("program", ".out");
    try {
      Process process =
          builder
              .redirectErrorStream(true)
              .redirectInput(input.toFile())
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      assertThat(ended).as("%s came to an end", path.getFileName()).isTrue();
      return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }

  /** Starts it, to be ended by whoever starts it. */
  Process start(Path log, String... arguments) throws IOException {
    return new ProcessBuilder(command(arguments))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private List<String> command(String... arguments) {
    return Stream.concat(Stream.of(path.toString()), Arrays.stream(arguments)).toList();
  }
}
