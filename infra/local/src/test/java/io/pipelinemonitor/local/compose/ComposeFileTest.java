package io.pipelinemonitor.local.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pipelinemonitor.alerts.AlertsConfiguration;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.MonitorCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What can be said of the compose file without an engine: that it is well formed, refers only to
 * what there is, and starts our parts with settings that they take.
 */
class ComposeFileTest {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("monitor.infra")).resolve("compose");
  private static final Set<String> ROOT = Set.of("", "root", "0");
  private static final Set<String> ONCE = Set.of("setup", "monitor");

  private Map<String, Object> file = Map.of();
  private final Map<String, Map<String, Object>> services = new TreeMap<>();

  @BeforeEach
  void read() throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    file =
        object(
            new Yaml(new SafeConstructor(options))
                .load(Files.readString(DIRECTORY.resolve("compose.yaml"))));
    object(file.get("services")).forEach((name, service) -> services.put(name, object(service)));
  }

  @Test
  void hasTheWholeSystem() {
    assertThat(services)
        .containsKeys(
            "kafka",
            "schema-registry",
            "pipeline-state",
            "alert-rules",
            "forecast-model",
            "alerts",
            "prometheus",
            "alertmanager",
            "grafana",
            "mail");
  }

  @Test
  void givesEveryServiceAUserALimitAndAHealthCheck() {
    services.forEach(
        (name, service) -> {
          assertThat(String.valueOf(service.getOrDefault("user", ""))).as(name).isNotIn(ROOT);
          Map<String, Object> limits =
              object(object(object(service.get("deploy")).get("resources")).get("limits"));
          assertThat(limits).as(name).containsKeys("cpus", "memory");
          Map<String, Object> health = object(service.get("healthcheck"));
          if (ONCE.contains(name)) {
            assertThat(health).as(name).containsEntry("disable", true);
          } else {
            assertThat(health).as(name).containsKeys("test", "interval", "timeout", "start_period");
            assertThat(service).as(name).containsEntry("restart", "unless-stopped");
          }
        });
  }

  @Test
  void namesTheVersionOfEveryImageThatIsNotBuiltHere() {
    Set<String> ours = new TreeSet<>();
    services.forEach(
        (name, service) -> {
          String image = text(service, "image");
          if (image.startsWith("pipeline-monitor/")) {
            ours.add(image);
          } else {
            assertThat(image).as(name).matches("[a-z/-]+:v?[0-9][0-9.]*");
          }
        });
    assertThat(ours).hasSize(3);
    assertThat(
            services.values().stream()
                .filter(service -> service.containsKey("build"))
                .map(service -> text(service, "image")))
        .containsAll(ours);
  }

  @Test
  void runsTheVersionsThatTheBuildTests() throws IOException {
    String images =
        Files.readString(DIRECTORY.resolve("Dockerfile"))
            + text(service("kafka"), "image")
            + ' '
            + text(service("schema-registry"), "image");
    for (String version : System.getProperty("monitor.versions").split(" ", -1)) {
      assertThat(images).containsPattern(":" + version.replace(".", "\\.") + "(\\D|$)");
    }
  }

  @Test
  void opensPortsOnThisMachineOnlyAndEachOnce() {
    List<String> taken = new ArrayList<>();
    services.forEach(
        (name, service) ->
            list(service.get("ports"))
                .forEach(
                    port -> {
                      String[] parts = port.toString().split(":", -1);
                      assertThat(parts).as(name).hasSize(3);
                      assertThat(parts[0]).as(name).isEqualTo("127.0.0.1");
                      taken.add(parts[1]);
                    }));
    assertThat(taken).doesNotHaveDuplicates();
  }

  @Test
  void mountsOnlyWhatThereIs() {
    Set<String> volumes = object(file.get("volumes")).keySet();
    Set<String> used = new TreeSet<>();
    services.forEach(
        (name, service) ->
            list(service.get("volumes"))
                .forEach(
                    volume -> {
                      String[] parts = volume.toString().split(":", -1);
                      if (parts[0].startsWith(".")) {
                        assertThat(DIRECTORY.resolve(parts[0])).as(name).exists();
                        assertThat(parts).as(name).hasSize(3).contains("ro");
                      } else {
                        used.add(parts[0]);
                      }
                    }));
    assertThat(used).isEqualTo(volumes);
  }

  @Test
  void waitsOnlyForServicesThatThereAre() {
    services.forEach(
        (name, service) -> {
          Object awaited = service.get("depends_on");
          assertThat(services.keySet())
              .as(name)
              .containsAll(
                  awaited instanceof List<?> names
                      ? names.stream().map(Object::toString).toList()
                      : object(awaited).keySet());
        });
  }

  @Test
  void startsEachJobWithSettingsThatItTakes() {
    for (String name : List.of("pipeline-state", "alert-rules", "forecast-model")) {
      List<String> command = command(name);
      assertThatCode(() -> Class.forName(command.get(0)).getMethod("main", String[].class))
          .as(name)
          .doesNotThrowAnyException();
      JobSettings settings =
          JobSettings.ofArguments(command.subList(1, command.size()).toArray(String[]::new));
      assertThat(settings.bootstrapServers()).isEqualTo("kafka:9092");
      Map<String, Object> worker = service(name + "-worker");
      for (String variable : List.of("JOB_MANAGER_RPC_ADDRESS", "FLINK_PROPERTIES")) {
        assertThat(environment(worker).get(variable))
            .as(name)
            .isEqualTo(environment(service(name)).get(variable));
      }
      assertThat(environment(service(name))).containsEntry("JOB_MANAGER_RPC_ADDRESS", name);
    }
  }

  @Test
  void startsTheAlertsServiceWithSettingsThatItTakes() {
    String[] command =
        command("alerts").stream()
            .map(argument -> argument.replaceAll("\\$\\{[A-Z]+:-(.*)}", "$1"))
            .toArray(String[]::new);
    AlertsConfiguration configuration = AlertsConfiguration.ofArguments(command);
    assertThat(configuration.service().bootstrapServers()).isEqualTo("kafka:9092");
    assertThat(configuration.http().getPort()).isEqualTo(8083);
  }

  @Test
  void preparesByACommandThatThereIs() {
    assertThat(MonitorCommand.commandLine().getSubcommands()).containsKey(command("setup").get(0));
  }

  @Test
  void buildsImagesThatDoNotRunAsRoot() throws IOException {
    List<String> users = new ArrayList<>();
    for (String stage : Files.readString(DIRECTORY.resolve("Dockerfile")).split("\nFROM ", -1)) {
      if (!stage.contains(" AS build")) {
        stage.lines().filter(line -> line.startsWith("USER ")).forEach(users::add);
      }
    }
    assertThat(users).containsExactly("USER flink", "USER monitor", "USER monitor");
  }

  private Map<String, Object> service(String name) {
    return Objects.requireNonNull(services.get(name), name);
  }

  private List<String> command(String name) {
    return list(service(name).get("command")).stream().map(Object::toString).toList();
  }

  private static Map<String, Object> environment(Map<String, Object> service) {
    return object(service.get("environment"));
  }

  private static String text(Map<String, Object> service, String key) {
    return Objects.toString(service.get(key), "");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object node) {
    return node == null ? Map.of() : (Map<String, Object>) node;
  }

  private static List<?> list(@Nullable Object node) {
    return node == null ? List.of() : (List<?>) node;
  }
}
