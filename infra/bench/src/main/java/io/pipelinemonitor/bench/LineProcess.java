package io.pipelinemonitor.bench;

import io.pipelinemonitor.local.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link MeasuredProcess}, seen from the process that started it. */
final class LineProcess implements AutoCloseable {

  private static final String EXTRA_OPTIONS = "MONITOR_BENCH_JAVA_OPTS";

  private final Assignment assignment;
  private final Path errors;
  private final Process process;
  private final BufferedReader output;

  private LineProcess(Assignment assignment, Path errors, Process process) {
    this.assignment = assignment;
    this.errors = errors;
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static LineProcess start(Assignment assignment) throws IOException {
    Files.createDirectories(assignment.directory());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String extra = System.getenv(EXTRA_OPTIONS);
    if (extra != null && !extra.isBlank()) {
      command.addAll(List.of(extra.strip().split("\\s+")));
    }
    command.addAll(
        List.of(
            // A quarter of the memory would be the default; the broker and its cache need theirs.
            "-XX:MaxRAMPercentage=30",
            // One that ends takes its processor time with it.
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MeasuredProcess.class.getName()));
    command.addAll(assignment.arguments());
    Path errors = assignment.directory().resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new LineProcess(assignment, errors, process);
  }

  /** Waits for a message of that kind. */
  Message await(String kind) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Optional<Message> message = Message.parse(line).filter(it -> it.kind().equals(kind));
      if (message.isPresent()) {
        return message.get();
      }
    }
    throw new Problem(
        "%s failed: %s (more in %s)"
            .formatted(assignment.title(), reason(), assignment.directory()));
  }

  private String reason() throws IOException {
    // The first line of a stack trace says what, the last cause says why.
    List<String> lines = Files.readAllLines(errors);
    String first = lines.isEmpty() ? "it said nothing" : lines.get(0);
    return lines.stream()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((earlier, later) -> later)
        .map(cause -> first + "; " + cause)
        .orElse(first);
  }

  /** Ends it, also if it is not done. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Waits until it has ended by itself. */
  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Tells it to go on. */
  void proceed() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Tells it that nothing more will come. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }
}
