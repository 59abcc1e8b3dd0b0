package io.pipelinemonitor.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.pipelinemonitor.alerts.board.BoardPeriod;
import io.pipelinemonitor.alerts.board.BoardSettings;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractions;
import io.pipelinemonitor.alerts.console.ConsoleSettings;
import io.pipelinemonitor.alerts.delivery.DeliverySettings;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.DigestMode;
import io.pipelinemonitor.alerts.domain.plan.Policy;
import io.pipelinemonitor.alerts.domain.plan.QuietHours;
import io.pipelinemonitor.alerts.domain.plan.Route;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.json.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * How the service is configured where it runs alone. The keys, what they take and their defaults
 * are in {@value #SAMPLE}.
 *
 * @param board how much boards show
 * @param http where health, readiness and metrics are asked for
 * @param group the consumer group by which instances share the work
 * @param instance this instance's own name; empty: it has none
 * @param console where the console is, and whose; empty: there is none
 */
public record AlertsConfiguration(
    AlertsSettings service,
    DeliverySettings delivery,
    BoardSettings board,
    InetSocketAddress http,
    String group,
    Optional<String> instance,
    Optional<ConsolePlace> console) {

  /** On the class path: every key with its default. */
  static final String SAMPLE = "alerts-service.properties";

  private static final String KAFKA_PREFIX = "kafka.";
  private static final String REGISTRY_PREFIX = "registry.";

  /**
   * From {@code --key value} pairs, which go before the file that {@code --config} names.
   *
   * @throws IllegalArgumentException naming the key, what is wrong and what it takes
   */
  public static AlertsConfiguration ofArguments(String... arguments) {
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "settings are given as --key value, but there is '" + arguments[i] + "'");
      }
      pairs.put(arguments[i].substring(2), arguments[i + 1]);
    }
    Map<String, String> given = new HashMap<>();
    String file = pairs.remove("config");
    if (file != null) {
      given.putAll(file(Path.of(file)));
    }
    given.putAll(pairs);
    return of(given);
  }

  /**
   * From what differs from the defaults.
   *
   * @throws IllegalArgumentException naming the key, what is wrong and what it takes
   */
  public static AlertsConfiguration of(Map<String, String> given) {
    Map<String, String> known = defaults();
    Map<String, String> kafka = new HashMap<>();
    Map<String, String> registry = new HashMap<>();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA_PREFIX)) {
            kafka.put(key.substring(KAFKA_PREFIX.length()), value);
          } else if (key.startsWith(REGISTRY_PREFIX)) {
            registry.put(key.substring(REGISTRY_PREFIX.length()), value);
          } else if (known.containsKey(key)) {
            known.put(key, value.strip());
          } else {
            throw new IllegalArgumentException(
                "there is no setting '"
                    + key
                    + "'"
                    + NearestName.of(key, known.keySet())
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse(""));
          }
        });
    Values values = new Values(known);
    String instance = values.text("instance");
    return new AlertsConfiguration(
        new AlertsSettings(
            values.text("bootstrap.servers"),
            kafka,
            values.text("schema.registry.url"),
            registry,
            values.read("heartbeats", "true or false", AlertsConfiguration::flag)),
        delivery(values),
        board(values),
        new InetSocketAddress(
            values.text("http.host"),
            values.read("http.port", "a port from 0 to 65535", Integer::parseInt)),
        values.text("group"),
        instance.isEmpty() ? Optional.empty() : Optional.of(instance),
        values.read("console", "true or false", AlertsConfiguration::flag)
            ? Optional.of(console(values))
            : Optional.empty());
  }

  private static ConsolePlace console(Values values) {
    String issuedBy = values.text("console.issued-by");
    String outbox = values.text("console.outbox");
    return new ConsolePlace(
        values.text("console.host"),
        values.read("console.port", "a port from 0 to 65535", Integer::parseInt),
        Set.copyOf(values.list("console.names")),
        issuedBy.isEmpty() ? System.getProperty("user.name", "console") : issuedBy,
        outbox.isEmpty() ? Optional.empty() : Optional.of(URI.create(outbox)));
  }

  /**
   * How to deliver by the channels of the environment; empty: there are none.
   *
   * @param environment as of {@link System#getenv()}
   * @param clock of the wall
   * @param dataClock whether the data moves the jobs' clock, and not the wall
   */
  public Optional<Delivering> delivering(
      Map<String, String> environment, MeterRegistry meters, Clock clock, boolean dataClock) {
    Map<ChannelKind, Channel> channels = Channels.from(environment, clock);
    SlackInteractions.Settings buttons = SlackInteractions.Settings.from(environment);
    return channels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Delivering(
                delivery,
                List.copyOf(channels.values()),
                group,
                instance,
                meters,
                Optional.ofNullable(buttons)
                    .map(slack -> new Delivering.Buttons(slack, dataClock))));
  }

  /**
   * How to serve the console; empty: not at all.
   *
   * @param environment as of {@link System#getenv()}: says what a visitor must know
   */
  public Optional<ConsoleSettings> console(Map<String, String> environment) {
    return console.map(
        place ->
            new ConsoleSettings(
                new InetSocketAddress(place.host(), place.port()),
                Secret.from(environment, ConsoleSettings.TOKEN),
                place.names(),
                place.issuedBy(),
                place.outbox()));
  }

  /** What the settings say of the console. */
  public record ConsolePlace(
      String host, int port, Set<String> names, String issuedBy, Optional<URI> outbox) {}

  private static BoardSettings board(Values values) {
    return new BoardSettings(
        values.read("board.scopes", "kinds of scopes such as UNIT", AlertsConfiguration::scopes),
        values.read("board.reps", "a whole number, 0 or more", Integer::parseUnsignedInt),
        values.read("board.periods", "PREVIOUS, CURRENT, NEXT", AlertsConfiguration::periods),
        values.count("board.series"),
        values.count("board.incidents"),
        values.read("zone", "a time zone such as Europe/Berlin", ZoneId::of));
  }

  private static List<ScopeType> scopes(String value) {
    return split(value).stream()
        .map(type -> ScopeType.valueOf(type.toUpperCase(Locale.ROOT)))
        .toList();
  }

  private static Set<BoardPeriod> periods(String value) {
    return split(value).stream()
        .map(period -> BoardPeriod.valueOf(period.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static DeliverySettings delivery(Values values) {
    String page = values.text("incident.page");
    return new DeliverySettings(
        policy(values),
        values.read("locale", "a language tag such as de-CH", Locale::forLanguageTag),
        page.isEmpty() ? null : URI.create(page),
        values.count("calls.at-a-time"),
        values.length("retry.first.seconds", Duration::ofSeconds),
        values.length("retry.longest.seconds", Duration::ofSeconds),
        values.length("retry.for.hours", Duration::ofHours),
        values.length("keep.for.days", Duration::ofDays),
        values.length("history.after.hours", Duration::ofHours),
        values.length("close.within.seconds", Duration::ofSeconds));
  }

  private static Policy policy(Values values) {
    String time = "a local time such as 19:00";
    return new Policy(
        new Route(List.of(), values.list("route.channels"), null, DigestMode.NONE),
        new QuietHours(
            values.read("quiet.from", time, LocalTime::parse),
            values.read("quiet.to", time, LocalTime::parse),
            values.read("quiet.days", "days such as SATURDAY", AlertsConfiguration::days)),
        values.list("fallback"),
        values.read("zone", "a time zone such as Europe/Berlin", ZoneId::of),
        values.read("digest.at", time, LocalTime::parse),
        values.count("budget.messages"),
        values.length("budget.window.minutes", Duration::ofMinutes),
        values.length("acknowledge.within.minutes", Duration::ofMinutes),
        values.length("send.within.minutes", Duration::ofMinutes));
  }

  private static Set<DayOfWeek> days(String value) {
    return split(value).stream()
        .map(day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> split(String value) {
    return value.isEmpty()
        ? List.of()
        : Arrays.stream(value.split(",")).map(String::strip).toList();
  }

  private static boolean flag(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(value);
    }
    return value.equals("true");
  }

  /** Every key that there is, with its default. */
  static Map<String, String> defaults() {
    try (InputStream sample =
        AlertsConfiguration.class.getClassLoader().getResourceAsStream(SAMPLE)) {
      if (sample == null) {
        throw new IllegalStateException(SAMPLE + " is missing from the class path");
      }
      return pairs(new InputStreamReader(sample, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + SAMPLE, e);
    }
  }

  private static Map<String, String> file(Path path) {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      return pairs(reader);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the settings in " + path + ": " + e, e);
    }
  }

  private static Map<String, String> pairs(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    Map<String, String> pairs = new HashMap<>();
    properties.forEach((key, value) -> pairs.put((String) key, ((String) value).strip()));
    return pairs;
  }

  /** What is in force, by key. */
  private record Values(Map<String, String> values) {

    String text(String key) {
      String value = values.get(key);
      if (value == null) {
        throw new IllegalStateException(SAMPLE + " lacks " + key);
      }
      return value;
    }

    List<String> list(String key) {
      return split(text(key));
    }

    int count(String key) {
      return read(
          key,
          "a whole number above 0",
          value -> {
            int count = Integer.parseInt(value);
            if (count < 1) {
              throw new IllegalArgumentException(value);
            }
            return count;
          });
    }

    Duration length(String key, LongFunction<Duration> unit) {
      return unit.apply(count(key));
    }

    <T> T read(String key, String takes, Function<String, T> reading) {
      String value = text(key);
      try {
        return reading.apply(value);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IllegalArgumentException(
            "%s takes %s, and not '%s'".formatted(key, takes, value), e);
      }
    }
  }
}
