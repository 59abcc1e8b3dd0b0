package io.pipelinemonitor.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * What it was measured on, and with.
 *
 * @param processor its name, and how many cores there are for us
 * @param memoryGigabytes of the machine
 * @param operatingSystem its name and version
 * @param java version of the virtual machine
 * @param flink version
 * @param kafka version of the clients and the broker
 * @param loadAverage how many threads wanted to run before anything began; negative if unknown
 */
record Machine(
    String processor,
    double memoryGigabytes,
    String operatingSystem,
    String java,
    String flink,
    String kafka,
    double loadAverage) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  static Machine here() {
    com.sun.management.OperatingSystemMXBean system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        Runtime.getRuntime().availableProcessors() + " cores, " + model(),
        system.getTotalMemorySize() / 1e9,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(),
        EnvironmentInformation.getVersion(),
        AppInfoParser.getVersion(),
        system.getSystemLoadAverage());
  }

  private static String model() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%s, %.0f GB, %s%nJava %s, Flink %s, Kafka %s",
        processor,
        memoryGigabytes,
        operatingSystem,
        java,
        flink,
        kafka);
  }

  /** Whether others were using the machine. */
  boolean wasBusy() {
    return loadAverage > 0.5;
  }
}
