package io.pipelinemonitor.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The just-in-time compiler of this process. What it takes is no cost of an event: a program that
 * runs for days does not notice it, one that is measured for a minute does little else.
 *
 * <p>Java does not show these threads, Linux does (proc(5): {@code comm} and {@code schedstat} of a
 * task). Elsewhere they are not told from the rest.
 */
final class CompilerThreads {

  private static final Path TASKS = Path.of("/proc/self/task");

  private CompilerThreads() {}

  /** Processor time so far, nanoseconds; 0 where it is not known. */
  static long cpuNanos() {
    if (!Files.isDirectory(TASKS)) {
      return 0;
    }
    long nanos = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        nanos += nanosIfCompiler(task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + TASKS, e);
    }
    return nanos;
  }

  private static long nanosIfCompiler(Path task) throws IOException {
    try {
      String name = Files.readString(task.resolve("comm"));
      if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
        return 0;
      }
      String schedule = Files.readString(task.resolve("schedstat"));
      return Long.parseLong(schedule.substring(0, schedule.indexOf(' ')));
    } catch (NoSuchFileException e) {
      // The thread has ended meanwhile.
      return 0;
    }
  }
}
