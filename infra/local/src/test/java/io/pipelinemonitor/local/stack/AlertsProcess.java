package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pipelinemonitor.alerts.AlertsMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The alerts service as a process of its own, which can be killed. */
final class AlertsProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern PORT = Pattern.compile("metrics on port (\\d+)");
  private static final int OK = 200;

  private final Path log;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();

  private AlertsProcess(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param log takes what it says
   * @param settings as on its command line
   * @param environment in addition to ours
   */
  static AlertsProcess start(
      Path log, Map<String, String> settings, Map<String, String> environment) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AlertsMain.class.getName(),
                "--http.port",
                "0"));
    settings.forEach((key, value) -> command.addAll(List.of("--" + key, value)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new AlertsProcess(log, builder.start());
  }

  /** Waits until it delivers. */
  void awaitReady() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::isReady);
  }

  private boolean isReady() throws InterruptedException {
    assertThat(process.isAlive()).as("it has ended: %s", log).isTrue();
    try {
      Matcher port = PORT.matcher(Files.readString(log));
      return port.find()
          && client
                  .send(
                      HttpRequest.newBuilder(
                              URI.create("http://127.0.0.1:" + port.group(1) + "/ready"))
                          .build(),
                      BodyHandlers.discarding())
                  .statusCode()
              == OK;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  /** Lets it work for a while, and then ends it without notice. */
  void killAfter(Duration length) throws InterruptedException {
    if (process.waitFor(length.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it has ended by itself: " + log);
    }
    close();
  }

  /** SIGKILL. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
