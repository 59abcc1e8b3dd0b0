package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.schema.json.NearestName;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Everything a job can be told, read once at its start. The commented sample {@code
 * pipeline-monitor.properties} in this module's resources lists every key with its default.
 *
 * @param bootstrapServers Kafka's host:port list
 * @param schemaRegistryUrl base URL of the schema registry
 * @param clock what moves stream time on when the data do not
 * @param tick how stream time is cut
 * @param idleAfterMillis a partition silent for so long is not waited for
 * @param firstRecordWithinMillis how long a start waits for a partition's first record
 * @param firstMonth the month in which the fiscal year begins
 * @param periodKind how long a fiscal period is
 * @param zone where midnight is
 * @param reportingCurrency ISO 4217
 * @param coverageTarget the coverage that pipelineNeeded leads to
 * @param qualifiedFromOrder the order of the first stage that counts as qualified
 * @param reportedPeriods how many past periods are kept
 * @param velocityDays how many days, today among them, velocity looks back
 * @param stateExactlyOnce whether deals and snapshots are written in transactions
 * @param alertsExactlyOnce whether alerts are written in transactions
 * @param risk when each risk factor fires and what it adds, by key
 * @param kafka further settings of Kafka's clients, without the prefix
 * @param registry further settings of the registry's client, without the prefix
 */
public record JobSettings(
    String bootstrapServers,
    String schemaRegistryUrl,
    Clock clock,
    Tick tick,
    long idleAfterMillis,
    long firstRecordWithinMillis,
    int firstMonth,
    PeriodKind periodKind,
    String zone,
    String reportingCurrency,
    BigDecimal coverageTarget,
    int qualifiedFromOrder,
    int reportedPeriods,
    int velocityDays,
    boolean stateExactlyOnce,
    boolean alertsExactlyOnce,
    Map<String, String> risk,
    Map<String, String> kafka,
    Map<String, String> registry)
    implements Serializable {

  /** What moves stream time on when the data do not. */
  public enum Clock {
    /** Heartbeats of the wall clock, for live use. */
    WALL,
    /** Nothing but the data: for loading and replaying history as of then. */
    DATA
  }

  private static final String KAFKA_PREFIX = "kafka.";
  private static final String REGISTRY_PREFIX = "registry.";

  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
  private static final String CLOCK = "clock";
  private static final String TICK = "tick.millis";
  private static final String IDLE_AFTER = "partition.idle-after.millis";
  private static final String FIRST_RECORD_WITHIN = "partition.first-record-within.millis";
  private static final String FIRST_MONTH = "fiscal.first-month";
  private static final String PERIOD = "fiscal.period";
  private static final String ZONE = "fiscal.zone";
  private static final String CURRENCY = "reporting.currency";
  private static final String COVERAGE_TARGET = "coverage.target";
  private static final String QUALIFIED_FROM = "coverage.qualified-from-stage-order";
  private static final String REPORTED_PERIODS = "reported.periods";
  private static final String VELOCITY_DAYS = "velocity.window.days";
  private static final String STATE_EXACTLY_ONCE = "state.exactly-once";
  private static final String ALERTS_EXACTLY_ONCE = "alerts.exactly-once";

  /** As the clock, or another setting, needs it. */
  private static final String AUTO = "auto";

  private static final Map<String, String> DEFAULTS = defaults();

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    defaults.put(BOOTSTRAP_SERVERS, "localhost:9092");
    defaults.put(SCHEMA_REGISTRY_URL, "http://localhost:8081/apis/ccompat/v7");
    defaults.put(CLOCK, "wall");
    defaults.put(TICK, "250");
    defaults.put(IDLE_AFTER, AUTO);
    defaults.put(FIRST_RECORD_WITHIN, AUTO);
    defaults.put(FIRST_MONTH, "1");
    defaults.put(PERIOD, "quarter");
    defaults.put(ZONE, "UTC");
    defaults.put(CURRENCY, "USD");
    defaults.put(COVERAGE_TARGET, "3.0");
    defaults.put(QUALIFIED_FROM, "2");
    defaults.put(REPORTED_PERIODS, "8");
    defaults.put(VELOCITY_DAYS, "90");
    defaults.put(STATE_EXACTLY_ONCE, "false");
    defaults.put(ALERTS_EXACTLY_ONCE, "true");
    defaults.putAll(RiskSettings.defaults());
    return Map.copyOf(defaults);
  }

  /**
   * Every key that stands by itself, with its default; {@code kafka.} and {@code registry.} apart.
   */
  public static Map<String, String> knownKeys() {
    return DEFAULTS;
  }

  /**
   * Settings by their keys; what is absent has its default.
   *
   * @throws IllegalArgumentException naming the key, what is wrong and what it takes
   */
  public static JobSettings of(Map<String, String> given) {
    Map<String, String> known = new HashMap<>(DEFAULTS);
    Map<String, String> kafka = new HashMap<>();
    Map<String, String> registry = new HashMap<>();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA_PREFIX)) {
            kafka.put(key.substring(KAFKA_PREFIX.length()), value);
          } else if (key.startsWith(REGISTRY_PREFIX)) {
            registry.put(key.substring(REGISTRY_PREFIX.length()), value);
          } else if (DEFAULTS.containsKey(key)) {
            known.put(key, value.strip());
          } else {
            throw new IllegalArgumentException("there is no setting '" + key + "'" + hint(key));
          }
        });
    Map<String, String> risk = new TreeMap<>(known);
    risk.keySet().retainAll(RiskSettings.defaults().keySet());
    RiskSettings.policy(risk);
    Clock clock = read(known, CLOCK, "wall or data", value -> Clock.valueOf(upper(value)));
    return new JobSettings(
        text(known, BOOTSTRAP_SERVERS),
        text(known, SCHEMA_REGISTRY_URL),
        clock,
        read(
            known,
            TICK,
            "milliseconds that divide 60000",
            value -> new Tick(Long.parseLong(value))),
        patience(known, IDLE_AFTER, clock, 500, 5_000),
        patience(known, FIRST_RECORD_WITHIN, clock, 3_000, 10_000),
        read(known, FIRST_MONTH, "a month from 1 to 12", value -> (int) within(value, 1, 12)),
        read(known, PERIOD, "quarter or month", value -> PeriodKind.valueOf(upper(value))),
        read(known, ZONE, "a time zone such as Europe/Berlin", value -> ZoneId.of(value).getId()),
        read(
            known,
            CURRENCY,
            "a currency's ISO 4217 code such as EUR",
            value -> Currency.getInstance(value).getCurrencyCode()),
        read(known, COVERAGE_TARGET, "a number above 0", JobSettings::positiveDecimal),
        read(known, QUALIFIED_FROM, "a stage's order", Integer::parseInt),
        read(
            known,
            REPORTED_PERIODS,
            "a number from 1 to 100",
            value -> (int) within(value, 1, 100)),
        read(known, VELOCITY_DAYS, "days from 1 to 1000", value -> (int) within(value, 1, 1_000)),
        read(known, STATE_EXACTLY_ONCE, "true or false", JobSettings::flag),
        read(known, ALERTS_EXACTLY_ONCE, "true or false", JobSettings::flag),
        Map.copyOf(risk),
        Map.copyOf(kafka),
        Map.copyOf(registry));
  }

  /**
   * Settings of a job's command line: {@code --key value} pairs, {@code --config FILE} among them
   * for a properties file, which the pairs override.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static JobSettings ofArguments(String... arguments) {
    Map<String, String> pairs = new HashMap<>();
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "settings are given as --key value, but there is '" + arguments[i] + "'");
      }
      pairs.put(arguments[i].substring(2), arguments[i + 1]);
    }
    String file = pairs.remove("config");
    if (file != null) {
      settings.putAll(file(Path.of(file)));
    }
    settings.putAll(pairs);
    return of(settings);
  }

  private static Map<String, String> file(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the settings in " + path + ": " + e, e);
    }
    Map<String, String> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put((String) key, (String) value));
    return settings;
  }

  /** What the site decides about its figures. */
  public Policy policy() {
    return new Policy(
        new FiscalCalendar(firstMonth, periodKind, ZoneId.of(zone)),
        reportingCurrency,
        qualifiedFromOrder,
        coverageTarget,
        reportedPeriods,
        velocityDays,
        RiskSettings.policy(risk));
  }

  /**
   * The settings that every figure in state was computed with. The number counts changes of the
   * computation itself.
   */
  public String figuresFingerprint() {
    return "computation 2, fiscal.first-month="
        + firstMonth
        + ", fiscal.period="
        + periodKind
        + ", fiscal.zone="
        + zone
        + ", reporting.currency="
        + reportingCurrency
        + ", coverage.qualified-from-stage-order="
        + qualifiedFromOrder
        + ", velocity.window.days="
        + velocityDays
        + RiskSettings.differences(risk);
  }

  /** How long stream time may stand still before what waits for it goes on; never, live. */
  public long standstillMillis() {
    return clock == Clock.WALL ? Long.MAX_VALUE : 2 * idleAfterMillis;
  }

  /** Kafka client properties: the servers and what {@code kafka.} adds. */
  public Properties kafkaProperties() {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put(BOOTSTRAP_SERVERS, bootstrapServers);
    return properties;
  }

  private static <T> T read(
      Map<String, String> known, String key, String takes, Function<String, T> parser) {
    String value = text(known, key);
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(key + " takes " + takes + ", not '" + value + "'", e);
    }
  }

  private static String text(Map<String, String> known, String key) {
    String value = known.get(key);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(key + " is empty");
    }
    return value;
  }

  private static String upper(String value) {
    return value.toUpperCase(Locale.ROOT);
  }

  /**
   * How long to wait for a partition. Live, a late record is some milliseconds out and waiting
   * costs freshness; in a replay it may be days out, and waiting costs a moment at the end.
   */
  private static long patience(
      Map<String, String> known, String key, Clock clock, long live, long replaying) {
    return text(known, key).equals(AUTO)
        ? clock == Clock.WALL ? live : replaying
        : read(known, key, "auto or milliseconds above 0", JobSettings::positive);
  }

  private static long positive(String value) {
    return within(value, 1, Integer.MAX_VALUE);
  }

  private static long within(String value, long least, long most) {
    long number = Long.parseLong(value);
    if (number < least || number > most) {
      throw new IllegalArgumentException(number + " is out of range");
    }
    return number;
  }

  private static BigDecimal positiveDecimal(String value) {
    BigDecimal number = new BigDecimal(value);
    if (number.signum() <= 0) {
      throw new IllegalArgumentException(number + " is not above 0");
    }
    return number;
  }

  private static boolean flag(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static String hint(String key) {
    List<String> candidates = new ArrayList<>(DEFAULTS.keySet());
    return NearestName.of(key, candidates)
        .map(name -> "; did you mean '" + name + "'?")
        .orElse(
            "; the known ones are "
                + String.join(", ", new TreeMap<>(DEFAULTS).keySet())
                + ", and anything under kafka. and registry.");
  }

  /** Without the values of client settings, which may hold secrets. */
  @Override
  public String toString() {
    return "JobSettings["
        + bootstrapServers
        + ", "
        + schemaRegistryUrl
        + ", "
        + clock
        + ", "
        + tick
        + ", "
        + zone
        + ", "
        + reportingCurrency
        + ", kafka "
        + kafka.keySet()
        + ", registry "
        + registry.keySet()
        + "]";
  }
}
