package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.local.broker.EmbeddedBroker;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.registry.EmbeddedRegistry;
import io.pipelinemonitor.local.topics.TopicProvisioner;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor bench}. */
@Command(
    name = "monitor bench",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Measure the state job beside plain consuming and decoding, over the same preloaded topic.",
      "",
      "Each line runs in a process of its own; broker and registry run apart and are not counted."
          + " Ratios within a round are the result, absolute figures depend on the machine."
    },
    footerHeading = "%nExample:%n",
    footer = "  monitor bench --events 500000 --rounds 1")
public final class BenchCommand implements Callable<Integer> {

  private static final int LOAD_PARTITION_BATCH = 200_000;
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--events",
      defaultValue = "2000000",
      description = "How many deal events are loaded (default: ${DEFAULT-VALUE}).")
  long events = 2_000_000;

  @Option(
      names = "--deals",
      defaultValue = "200000",
      description = "Over how many deals, at most (default: ${DEFAULT-VALUE}).")
  int deals = 200_000;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often each line is measured (default: ${DEFAULT-VALUE}).")
  int rounds = 3;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Another seed, another load (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--parallelism",
      defaultValue = "2",
      description = "Of the Flink jobs (default: ${DEFAULT-VALUE}).")
  int parallelism = 2;

  @Option(
      names = "--port-offset",
      defaultValue = "700",
      description = "Added to the standard ports (default: ${DEFAULT-VALUE}).")
  int portOffset = 700;

  /** Runs the benchmark. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("pipeline-monitor-bench");
    Ports ports = new Ports(portOffset);
    Ports.requireFree(ports.kafka(), "Kafka");
    Path kafka = Files.createDirectories(directory.resolve("kafka"));
    Path registryData = Files.createDirectories(directory.resolve("registry"));
    try (EmbeddedBroker broker = EmbeddedBroker.start(kafka, ports.kafka());
        EmbeddedRegistry registry =
            EmbeddedRegistry.start(
                Path.of(System.getProperty("monitor.registry", "")),
                registryData,
                directory.resolve("registry.log"),
                ports.registry())) {
      Load load = new Load(seed, events, deals);
      fill(load, broker.bootstrapServers(), ports.registryUrl(), out);
      Map<Line, List<Measurement>> measured = measure(load, ports, directory, out);
      report(measured, out);
    } finally {
      delete(directory);
    }
    return 0;
  }

  private void fill(Load load, String bootstrapServers, String registryUrl, PrintWriter out)
      throws Exception {
    long start = System.nanoTime();
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    try (SchemaRegistryClient client = RegistryConnection.open(registryUrl, Map.of());
        Admin admin = Admin.create(properties);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      new TopicProvisioner(admin).provide(Topics.all());
      new SchemaRegistrar(client, REGISTRY_PATIENCE).registerAll(Topics.all());
      Map<Topic<?>, RecordEncoder<?>> encoders = new HashMap<>();
      for (Load.Item<?> item : load.plan()) {
        producer.send(encode(item, encoders, client));
      }
      for (long number = 0; number < events; number++) {
        producer.send(encode(load.event(number), encoders, client));
        if (number % LOAD_PARTITION_BATCH == 0) {
          out.printf(Locale.ROOT, "\rloading %,d of %,d events…", number, events);
          out.flush();
        }
      }
      producer.flush();
    }
    out.printf(
        Locale.ROOT,
        "\rloaded %,d events in %.1f s             %n",
        events,
        (System.nanoTime() - start) / 1e9);
    out.flush();
  }

  @SuppressWarnings("unchecked") // one encoder a topic, of the topic's class
  private static <T extends SpecificRecord> ProducerRecord<byte[], byte[]> encode(
      Load.Item<T> item, Map<Topic<?>, RecordEncoder<?>> encoders, SchemaRegistryClient client) {
    RecordEncoder<T> encoder =
        (RecordEncoder<T>)
            encoders.computeIfAbsent(
                item.topic(), topic -> RecordEncoder.open(item.topic(), client));
    String key = String.valueOf(item.topic().key(item.record()));
    return new ProducerRecord<>(
        item.topic().name(),
        null,
        item.timestamp(),
        key.getBytes(StandardCharsets.UTF_8),
        encoder.encode(item.record()));
  }

  private Map<Line, List<Measurement>> measure(
      Load load, Ports ports, Path directory, PrintWriter out)
      throws IOException, InterruptedException {
    Map<Line, List<Measurement>> measured = new EnumMap<>(Line.class);
    List<Line> lines = new ArrayList<>(Arrays.asList(Line.values()));
    for (int round = 1; round <= rounds; round++) {
      for (Line line : lines) {
        Measurement measurement = run(line, load, ports, directory);
        measured.computeIfAbsent(line, key -> new ArrayList<>()).add(measurement);
        out.printf(
            Locale.ROOT,
            "round %d  %s  %,10.0f events/s  %6.2f CPU s per million%n",
            round,
            line,
            measurement.eventsPerSecond(),
            measurement.cpuSecondsPerMillion());
        out.flush();
      }
      // Another order each round, so that nobody is always the one that warms the disk's cache.
      lines.add(lines.remove(0));
    }
    return measured;
  }

  private Measurement run(Line line, Load load, Ports ports, Path directory)
      throws IOException, InterruptedException {
    Path errors = directory.resolve(line + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx6g",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MeasuredProcess.class.getName(),
            line.name(),
            ports.bootstrapServers(),
            ports.registryUrl(),
            Long.toString(events),
            Long.toString(load.endMillis()),
            Integer.toString(parallelism),
            directory.resolve("checkpoints").toUri().toString()));
    String extra = System.getenv("MONITOR_BENCH_JAVA_OPTS");
    if (extra != null && !extra.isBlank()) {
      command.addAll(1, List.of(extra.trim().split("\\s+")));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      Optional<Measurement> measurement =
          output.lines().map(Measurement::parse).flatMap(Optional::stream).findFirst();
      process.waitFor();
      return measurement.orElseThrow(
          () ->
              new IllegalStateException(
                  line + " failed: " + lastLine(errors) + " (its log is in " + errors + ")"));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String lastLine(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }

  private void report(Map<Line, List<Measurement>> measured, PrintWriter out) {
    out.printf(
        "%n%-4s%-34s%14s%22s%10s%n",
        "", "median of " + rounds, "events/s", "CPU s per million", "× L1");
    List<Measurement> limit = measured.getOrDefault(Line.L1, List.of());
    for (Line line : Line.values()) {
      List<Measurement> all = measured.getOrDefault(line, List.of());
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < Math.min(all.size(), limit.size()); round++) {
        ratios.add(all.get(round).cpuSecondsPerMillion() / limit.get(round).cpuSecondsPerMillion());
      }
      out.printf(
          Locale.ROOT,
          "%-4s%-34s%,14.0f%22.2f%10.2f%n",
          line,
          line.description(),
          median(all.stream().map(Measurement::eventsPerSecond)),
          median(all.stream().map(Measurement::cpuSecondsPerMillion)),
          median(ratios.stream()));
    }
    out.printf(
        Locale.ROOT,
        "%n%d cores, Java %s, %,d events over at most %,d deals, seed %d, parallelism %d%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        events,
        deals,
        seed,
        parallelism);
    out.flush();
  }

  private static double median(Stream<Double> values) {
    List<Double> sorted = values.sorted(Comparator.naturalOrder()).toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
