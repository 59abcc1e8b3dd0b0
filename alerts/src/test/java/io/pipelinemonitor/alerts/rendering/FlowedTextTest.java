package io.pipelinemonitor.alerts.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.message.MessageWriter;
import io.pipelinemonitor.alerts.domain.message.Reader;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class FlowedTextTest {

  @Test
  void longLinesAreBrokenBehindASpace() {
    String line = "word ".repeat(20).strip();
    assertThat(FlowedText.of(line).lines())
        .containsExactly("word ".repeat(15), "word ".repeat(5).strip());
  }

  @Test
  void whatLooksLikeAQuoteOrAMailboxGetsASpaceInFront() {
    assertThat(FlowedText.of("> 3\nFrom here\n  indented\n\nend"))
        .isEqualTo(" > 3\n From here\n   indented\n\nend\n");
  }

  @Test
  void aWordIsNeverBroken() {
    String address = "https://monitor.example.com/" + "x".repeat(100);
    assertThat(FlowedText.of("Open the incident: " + address).lines())
        .containsExactly("Open the incident: ", address);
    assertThat(FlowedText.of("  " + address + " and more").lines())
        .containsExactly("   " + address + ' ', "and more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "a\n\n  b\n",
        "> quoted\n",
        "many                                                                                 spaces\n"
      })
  void readersGetBackWhatWasWritten(String text) {
    assertThat(FlowedText.joined(FlowedText.of(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UNKNOWN")
  void messagesFitATerminalAndAreReadAsTheyWere(RuleType type) {
    Stories.steps(type)
        .values()
        .forEach(
            step -> {
              String text =
                  PlainText.of(
                      MessageWriter.write(
                          step,
                          new Reader(Locale.UK, ZoneOffset.UTC),
                          URI.create("https://monitor.example.com/incidents/8df5549")));
              String flowed = FlowedText.of(text);
              assertThat(flowed.lines()).allMatch(line -> line.length() <= 78);
              assertThat(FlowedText.joined(flowed)).isEqualTo(text);
            });
  }
}
