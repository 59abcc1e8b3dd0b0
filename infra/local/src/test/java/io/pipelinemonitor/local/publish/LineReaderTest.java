package io.pipelinemonitor.local.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void takesLinesApartWhateverTheirEnds() throws IOException {
    assertThat(lines("one\ntwo\r\n\nlast")).containsExactly("1:one", "2:two", "3:", "4:last");
    assertThat(lines("one\n")).containsExactly("1:one");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void leavesAByteOrderMarkOut() throws IOException {
    assertThat(lines("\uFEFFone\ntwo")).containsExactly("1:one", "2:two");
  }

  @Test
  void readsLinesLongerThanItsBuffer() throws IOException {
    String longLine = "x".repeat(300_000);
    assertThat(lines("a\n" + longLine + "\nb")).containsExactly("1:a", "2:" + longLine, "3:b");
  }

  @Test
  void putsTogetherWhatArrivesInPieces() throws IOException {
    InputStream slow =
        new ByteArrayInputStream("über\nalles\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    assertThat(lines(slow)).containsExactly("1:über", "2:alles");
  }

  private static List<String> lines(String text) throws IOException {
    return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> lines(InputStream in) throws IOException {
    LineReader reader = new LineReader(in);
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(
          reader.number()
              + ":"
              + new String(
                  reader.buffer(), reader.start(), reader.length(), StandardCharsets.UTF_8));
    }
    return lines;
  }
}
