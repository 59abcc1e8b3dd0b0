package io.pipelinemonitor.alerts.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.RuleType;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What people read, word for word. After a change that is meant: {@code -Dgolden.rewrite=true}, and
 * read the difference.
 */
class GoldenMessagesTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Reader ZURICH = new Reader(Locale.UK, ZoneId.of("Europe/Zurich"));

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UNKNOWN")
  void messagesOfEachTypeOfRuleReadAsBefore(RuleType type) throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder html = new StringBuilder();
    ObjectNode blocks = JSON.createObjectNode();
    for (Map.Entry<String, AlertEvent> step : Stories.steps(type).entrySet()) {
      Message message = message(step.getValue(), ZURICH);
      text.append("=== ").append(step.getKey()).append('\n').append(PlainText.of(message));
      html.append("<!-- ").append(step.getKey()).append(" -->\n").append(Html.of(message));
      blocks.set(step.getKey(), BlockKit.of(message, true));
    }
    String name = type.name().toLowerCase(Locale.ROOT);
    compare(name + ".txt", text.toString());
    compare(name + ".html", html.toString());
    compare(
        name + ".json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(blocks) + '\n');
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
