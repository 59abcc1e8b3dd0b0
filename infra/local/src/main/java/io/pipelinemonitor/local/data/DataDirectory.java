package io.pipelinemonitor.local.data;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one local stack, held by one process at a time: Kafka's log, the registry's
 * database, the jobs' checkpoints and the log files.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "in-use";

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /** Where a stack keeps its data unless told: {@code $XDG_DATA_HOME/pipeline-monitor}. */
  public static Path standard(Map<String, String> environment, String home) {
    String configured = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base = configured.isBlank() ? Path.of(home, ".local", "share") : Path.of(configured);
    return base.resolve("pipeline-monitor");
  }

  /**
   * Creates the directory if need be and takes hold of it.
   *
   * @throws Problem if it cannot be written or another process holds it
   */
  public static DataDirectory open(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    FileChannel channel = null;
    try {
      Files.createDirectories(root);
      channel =
          FileChannel.open(
              root.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = holder(channel);
        channel.close();
        throw new Problem(
            "The data directory %s is in use by another stack%s. Stop that one, or give this one a"
                    .formatted(root, holder)
                + " directory of its own with --data-dir (and other ports with --port-offset).");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)),
          0);
      DataDirectory opened = new DataDirectory(root, channel, lock);
      opened.createAll();
      return opened;
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      closeQuietly(channel);
      throw new Problem(
          "%s is a file, not a directory. Choose another place with --data-dir.".formatted(root),
          e);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new Problem(
          "Cannot write to the data directory %s (%s). Make it writable for this user, or choose another with --data-dir."
              .formatted(root, describe(e)),
          e);
    }
  }

  public Path root() {
    return root;
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  public Path registry() {
    return root.resolve("registry");
  }

  /** Where a job keeps its checkpoints, one directory a run. */
  public Path checkpoints(String job) {
    return root.resolve("checkpoints").resolve(job);
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** Files that nobody needs after the process has ended. */
  public Path temporary() {
    return root.resolve("tmp");
  }

  public Path logFile() {
    return logs().resolve("monitor.log");
  }

  @Override
  public void close() {
    try {
      lock.release();
    } catch (IOException e) {
      // The lock ends with the channel, or at the latest with the process.
    }
    closeQuietly(channel);
  }

  private void createAll() throws IOException {
    // What a process that was killed left there.
    delete(temporary());
    for (Path path : new Path[] {kafka(), registry(), logs(), temporary()}) {
      Files.createDirectories(path);
      if (!Files.isWritable(path)) {
        throw new IOException(path + " is not writable");
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.isDirectory(tree)) {
      try (Stream<Path> content = Files.walk(tree)) {
        for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(32);
    channel.read(content, 0);
    String pid = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }

  private static String describe(IOException failure) {
    return failure instanceof java.nio.file.AccessDeniedException
        ? "access denied"
        : Problem.reason(failure);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written that could be lost.
    }
  }
}
