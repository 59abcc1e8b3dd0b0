package io.pipelinemonitor.alerts.rendering;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipelinemonitor.alerts.domain.event.DealCause;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.event.ScopeType;
import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.MessageWriter;
import io.pipelinemonitor.alerts.domain.message.Reader;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever deals, units and rules are called, nothing breaks out of its place or past a limit. */
class HostileNamesTest {

  private static final Reader READER = new Reader(Locale.UK, ZoneOffset.UTC);

  static List<String> names() {
    return List.of(
        "<script>alert(1)</script>",
        "Smith & Sons <!channel> <https://evil.example.com|here>",
        "\"><img src=x onerror=alert(1)>'",
        "first line\r\nBcc: everybody@example.com",
        "turned \u202Eround\u2066 and \u0000 cut",
        "100 %s %n %d",
        "&".repeat(5_000),
        "<".repeat(5_000),
        "x".repeat(5_000),
        "\uD83D\uDE80".repeat(2_500),
        " \t\n ");
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingInHtmlIsMarkupButOurOwn(String name) {
    String html = Html.of(message(name));
    assertThat(html).doesNotContain("<script", "<img", "onerror=alert(1)>", "<!channel");
    assertThat(html.replaceAll("&(amp|lt|gt|quot|#39);", "")).doesNotContain("&");
    assertThat(html).hasSizeLessThan(40_000);
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachTextIsOneLineOfBoundedLength(String name) {
    Message message = message(name);
    assertThat(message.topic()).doesNotContainPattern("[\\p{Cntrl}\u202E\u2066]");
    assertThat(message.title().codePointCount(0, message.title().length()))
        .isLessThanOrEqualTo(150);
    assertThat(PlainText.of(message).lines()).hasSizeLessThan(40);
    assertThat(PlainText.of(message)).hasSizeLessThan(8_000);
  }

  @ParameterizedTest
  @MethodSource("names")
  void slackTakesTheBlocks(String name) {
    assertSlackTakes(BlockKit.of(message(name), true));
    assertSlackTakes(BlockKit.reply(message(name)));
    assertSlackTakes(BlockKit.of(Digest.of(Collections.nCopies(300, message(name)))));
  }

  private static void assertSlackTakes(JsonNode payload) {
    JsonNode blocks = payload.get("blocks");
    assertThat(blocks.size()).isBetween(1, BlockKit.MOST_BLOCKS);
    int all = 0;
    for (JsonNode block : blocks) {
      switch (block.get("type").asText()) {
        case "header" -> {
          assertThat(block.get("text").get("type").asText()).isEqualTo("plain_text");
          assertThat(block.get("text").get("text").asText())
              .hasSizeBetween(1, BlockKit.LONGEST_HEADER);
        }
        case "section" -> {
          assertMrkdwn(block.get("text"));
          all += block.get("text").get("text").asText().length();
        }
        case "context" -> {
          assertThat(block.get("elements").size()).isBetween(1, 10);
          block.get("elements").forEach(HostileNamesTest::assertMrkdwn);
        }
        case "actions" -> {
          assertThat(block.get("elements").size()).isBetween(1, 25);
          for (JsonNode button : block.get("elements")) {
            assertThat(button.get("text").get("text").asText()).hasSizeBetween(1, 75);
          }
        }
        default -> throw new AssertionError("not one of our blocks: " + block);
      }
    }
    assertThat(all).isLessThan(10_000);
    assertThat(payload.get("text").asText()).hasSizeLessThan(4_001);
  }

  private static void assertMrkdwn(JsonNode text) {
    assertThat(text.get("type").asText()).isEqualTo("mrkdwn");
    assertThat(text.get("verbatim").asBoolean()).isTrue();
    String mrkdwn = text.get("text").asText();
    assertThat(mrkdwn).hasSizeBetween(1, BlockKit.LONGEST_SECTION);
    String withoutOurLinks = mrkdwn.replaceAll("<https://monitor\\.example\\.com/i/1\\|", "(");
    assertThat(withoutOurLinks.replace(">*\n", ")*\n")).doesNotContain("<").doesNotContain(">");
    assertThat(mrkdwn.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
  }

  private static Message message(String name) {
    DealChange deal = new DealChange("d-1", name, DealCause.PUSHED_OUT, name, -1_000, true);
    return MessageWriter.write(
        step()
            .by("rule", name, RuleType.THRESHOLD)
            .about(new Scope(ScopeType.UNIT, "dach", name, List.of("acme"), null))
            .saying(name)
            .explainedBy(-12_345, deal, deal, deal, deal, deal, deal)
            .build(),
        READER,
        URI.create("https://monitor.example.com/i/1"));
  }
}
