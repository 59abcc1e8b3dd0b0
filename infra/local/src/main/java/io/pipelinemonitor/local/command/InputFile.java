package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command reads.
 *
 * @param name as it was given
 * @param path null: standard input
 */
record InputFile(String name, @Nullable Path path) {

  /** A file that can be read, or {@code -} for standard input. */
  static InputFile of(String name) {
    Path path = name.equals("-") ? null : Path.of(name);
    if (path != null && !Files.isReadable(path)) {
      throw new Problem(
          Files.exists(path)
              ? "Cannot read %s.".formatted(path)
              : "There is no file %s.".formatted(path));
    }
    return new InputFile(name, path);
  }

  InputStream open() throws IOException {
    return path == null ? System.in : Files.newInputStream(path);
  }

  /** All of it, which is UTF-8. */
  String text() {
    try (InputStream in = open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Problem("Cannot read %s: %s.".formatted(name, Problem.reason(e)), e);
    }
  }
}
