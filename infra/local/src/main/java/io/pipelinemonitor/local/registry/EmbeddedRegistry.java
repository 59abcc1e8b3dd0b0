package io.pipelinemonitor.local.registry;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry with Confluent's interface in a process of its own, its schemas in a database
 * file. Every schema it acknowledged keeps its id, even if both processes are killed. A registry
 * that dies by itself is started again.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(4);
  private static final Duration OLD_PROCESS_LIMIT = Duration.ofSeconds(6);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int RESTARTS = 5;

  private final Path installation;
  private final Path directory;
  private final Path log;
  private final int port;
  private Process process;
  private int restarts;
  private boolean closed;

  private EmbeddedRegistry(Path installation, Path directory, Path log, int port, Process process) {
    this.installation = installation;
    this.directory = directory;
    this.log = log;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts the registry and waits until it answers.
   *
   * @param installation where the published registry is unpacked
   * @param directory where it keeps its database
   * @param log the file that takes what it says
   */
  public static EmbeddedRegistry start(Path installation, Path directory, Path log, int port) {
    endLeftOver(directory);
    EmbeddedRegistry registry =
        new EmbeddedRegistry(
            installation, directory, log, port, launch(installation, directory, log, port));
    try {
      registry.awaitReady();
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
    registry.watch();
    return registry;
  }

  /** The address that Confluent's clients are given. */
  public String url() {
    return url(port);
  }

  public static String url(int port) {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  @Override
  public void close() {
    Process current;
    synchronized (this) {
      closed = true;
      current = process;
    }
    try {
      // The process watches its standard input and ends properly when that does.
      current.getOutputStream().close();
      if (!current.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The schema registry did not end within {}, so it is killed", STOP_LIMIT);
        current.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
      }
      Files.deleteIfExists(processFile(directory));
      LOG.info("Schema registry stopped");
    } catch (IOException e) {
      current.destroyForcibly();
    } catch (InterruptedException e) {
      current.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    Process watched;
    synchronized (this) {
      watched = process;
    }
    CompletableFuture<Void> unused = watched.onExit().thenAccept(this::startAgain);
  }

  private void startAgain(Process dead) {
    synchronized (this) {
      if (closed || restarts >= RESTARTS) {
        return;
      }
      restarts++;
      LOG.warn(
          "The schema registry ended by itself with status {}; starting it again, its log is {}",
          dead.exitValue(),
          log);
      process = launch(installation, directory, log, port);
    }
    watch();
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/subjects"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      while (System.nanoTime() < deadline) {
        if (!process.isAlive()) {
          throw new Problem(
              "The schema registry ended while starting (status %d). Its last words are in %s."
                  .formatted(process.exitValue(), log));
        }
        try {
          if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // Not listening yet.
        }
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted while waiting for the schema registry.", e);
    }
    throw new Problem(
        "The schema registry did not answer on port %d within %d s. Its log is %s."
            .formatted(port, START_LIMIT.toSeconds(), log));
  }

  private static Process launch(Path installation, Path directory, Path log, int port) {
    try {
      Path runner = runner(installation);
      ProcessBuilder builder = new ProcessBuilder(command(runner, directory, port));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.directory(directory.toFile());
      // Otherwise the registry would take Ctrl-C back.
      builder.environment().put("DISABLE_SIGNAL_HANDLERS", "true");
      Process process = builder.start();
      Files.writeString(processFile(directory), Long.toString(process.pid()));
      return process;
    } catch (IOException | URISyntaxException e) {
      throw new Problem("Cannot start the schema registry: " + Problem.reason(e) + ".", e);
    }
  }

  private static List<String> command(Path runner, Path directory, int port)
      throws IOException, URISyntaxException {
    Path own =
        Path.of(RegistryProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xmx256m"));
    // A commit is in the file before it is acknowledged (the default leaves half a second to lose).
    command.add(
        "-Dapicurio.datasource.url=jdbc:h2:file:"
            + directory.resolve("registry")
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dquarkus.http.port=" + port);
    for (String pool : List.of("", "blue.", "green.")) {
      int size = pool.isEmpty() ? 1 : 0;
      command.add("-Dapicurio.datasource." + pool + "jdbc.initial-size=" + size);
      command.add("-Dapicurio.datasource." + pool + "jdbc.min-size=" + size);
      command.add("-Dapicurio.datasource." + pool + "jdbc.max-size=10");
    }
    command.add("-Dquarkus.http.access-log.enabled=false");
    command.add("-Dquarkus.banner.enabled=false");
    command.add("-Dquarkus.log.category.\"io.apicurio\".level=WARN");
    command.add("-Dquarkus.log.console.format=%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p %c{1} %m%n");
    command.add("-cp");
    command.add(own + java.io.File.pathSeparator + runner);
    command.add(RegistryProcess.class.getName());
    command.add(mainClass(runner));
    return command;
  }

  private static Path runner(Path installation) throws IOException {
    if (!Files.isDirectory(installation)) {
      throw new Problem(
          "The schema registry is not unpacked in %s. Build it with: mvn package -pl infra/registry"
              .formatted(installation));
    }
    try (Stream<Path> files = Files.list(installation)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  new Problem(
                      "There is no schema registry in %s. Remove that directory and build again."
                          .formatted(installation)));
    }
  }

  private static String mainClass(Path runner) throws IOException {
    try (JarFile jar = new JarFile(runner.toFile())) {
      return jar.getManifest().getMainAttributes().getValue("Main-Class");
    }
  }

  private static Path processFile(Path directory) {
    return directory.resolve("pid");
  }

  /**
   * A registry whose stack was killed ends by itself within moments; one that does not is ended
   * here.
   */
  private static void endLeftOver(Path directory) {
    Optional<ProcessHandle> leftOver = leftOver(directory);
    if (leftOver.isEmpty()) {
      return;
    }
    ProcessHandle handle = leftOver.get();
    try {
      handle.onExit().get(OLD_PROCESS_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      LOG.warn("Killing the registry that an earlier stack left behind, process {}", handle.pid());
      handle.destroyForcibly();
      handle.onExit().join();
    }
  }

  private static Optional<ProcessHandle> leftOver(Path directory) {
    try {
      Path file = processFile(directory);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
          // A process id is used again, so only a registry on this very directory counts.
          .filter(
              handle ->
                  handle
                      .info()
                      .commandLine()
                      .filter(line -> line.contains(RegistryProcess.class.getName()))
                      .filter(line -> line.contains(directory.resolve("registry").toString()))
                      .isPresent());
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
