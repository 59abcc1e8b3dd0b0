package io.pipelinemonitor.alerts.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.MessageWriter;
import io.pipelinemonitor.alerts.domain.message.Reader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people read, word for word. After a change that is meant: {@code -Dgolden.rewrite=true}, and
 * read the difference.
 */
class GoldenMessagesTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Reader ZURICH = new Reader(Locale.UK, ZoneId.of("Europe/Zurich"));

  /** All that people are told of, by the name of its file. */
  static Map<String, Map<String, AlertEvent>> stories() {
    Map<String, Map<String, AlertEvent>> stories = new LinkedHashMap<>();
    for (RuleType type : RuleType.values()) {
      if (type != RuleType.UNKNOWN) {
        stories.put(type.name().toLowerCase(Locale.ROOT), Stories.steps(type));
      }
    }
    stories.put("bulk-edit", Stories.stepsOfBulkEdit());
    stories.put("backfill", Stories.stepsOfImport());
    return stories;
  }

  static Set<String> names() {
    return stories().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void messagesOfEachTypeOfRuleReadAsBefore(String name) throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder html = new StringBuilder();
    ObjectNode blocks = JSON.createObjectNode();
    for (Map.Entry<String, AlertEvent> step : steps(name).entrySet()) {
      Message message = message(step.getValue(), ZURICH);
      text.append("=== ").append(step.getKey()).append('\n').append(PlainText.of(message));
      html.append("<!-- ").append(step.getKey()).append(" -->\n").append(Html.of(message));
      blocks.set(step.getKey(), BlockKit.of(message, true));
    }
    compare(name + ".txt", text.toString());
    compare(name + ".html", html.toString());
    compare(
        name + ".json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(blocks) + '\n');
  }

  /** In each form; whoever adds a type of rule, a transition or a severity adds its words. */
  @ParameterizedTest
  @MethodSource("names")
  void eachStepThatPeopleCanBeToldIsThere(String name) throws IOException {
    List<String> expected = new ArrayList<>();
    for (Transition transition : Transition.values()) {
      for (Severity severity : Severity.values()) {
        if (canBe(name, transition, severity)) {
          expected.add(Stories.name(transition, severity));
        }
      }
    }
    assertThat(sections(name + ".txt", "=== (.*)")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(sections(name + ".html", "<!-- (.*) -->"))
        .containsExactlyInAnyOrderElementsOf(expected);
    List<String> inBlocks = new ArrayList<>();
    JSON.readTree(GOLDEN.resolve(name + ".json").toFile())
        .fieldNames()
        .forEachRemaining(inBlocks::add);
    assertThat(inBlocks).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** A large edit or an import opens, is summed up, and is over; all of it is for information. */
  private static boolean canBe(String name, Transition transition, Severity severity) {
    return name.equals("bulk-edit") || name.equals("backfill")
        ? severity == Severity.INFO
            && (transition == Transition.FIRED
                || transition == Transition.UPDATED
                || transition == Transition.RESOLVED)
        : Stories.canBe(transition, severity);
  }

  private static List<String> sections(String file, String title) throws IOException {
    Pattern pattern = Pattern.compile(title);
    return Files.readAllLines(GOLDEN.resolve(file)).stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .toList();
  }

  private static Map<String, AlertEvent> steps(String name) {
    return Objects.requireNonNull(stories().get(name), name);
  }

  @Test
  void aReaderElsewhereReadsItsOwnFiguresAndTimes() throws IOException {
    AlertEvent event = Stories.step(RuleType.DRIFT, "fired warning");
    Reader munich = new Reader(Locale.GERMANY, ZoneId.of("Europe/Berlin"));
    Reader newYork = new Reader(Locale.US, ZoneId.of("America/New_York"));
    compare(
        "elsewhere.txt",
        PlainText.of(message(event, munich)) + "===\n" + PlainText.of(message(event, newYork)));
  }

  @Test
  void aDigestReadsAsBefore() throws IOException {
    List<Message> messages = new ArrayList<>();
    for (RuleType type : List.of(RuleType.DEAL, RuleType.THRESHOLD, RuleType.STALE)) {
      messages.add(message(Stories.step(type, "resolved warning"), ZURICH));
      messages.add(message(Stories.step(type, "fired warning"), ZURICH));
      messages.add(message(Stories.step(type, "escalated critical"), ZURICH));
    }
    Digest digest = Digest.of(messages);
    compare("digest.txt", PlainText.of(digest));
    compare("digest.html", Html.of(digest));
    compare(
        "digest.json",
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(BlockKit.of(digest)) + '\n');
  }

  private static Message message(AlertEvent event, Reader reader) {
    return MessageWriter.write(
        event, reader, URI.create("https://monitor.example.com/incidents/" + event.incidentId()));
  }

  private static void compare(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (REWRITE) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(file).content().as(name).isEqualTo(text);
  }
}
