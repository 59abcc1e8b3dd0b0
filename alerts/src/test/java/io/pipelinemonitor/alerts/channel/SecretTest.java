package io.pipelinemonitor.alerts.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

  @TempDir private Path folder;

  @Test
  void itComesFromTheEnvironmentOrFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "from-file\n");
    assertThat(Secret.from(Map.of(), "TOKEN")).isNull();
    assertThat(Secret.from(Map.of("TOKEN", " from-variable "), "TOKEN"))
        .isEqualTo(Secret.of("from-variable"));
    assertThat(Secret.from(Map.of("TOKEN_FILE", file.toString()), "TOKEN"))
        .isEqualTo(Secret.of("from-file"));
  }

  @Test
  void whatIsAmbiguousMissingOrEmptyIsRefused() {
    assertThatThrownBy(() -> Secret.from(Map.of("TOKEN", "a", "TOKEN_FILE", "b"), "TOKEN"))
        .hasMessage("both TOKEN and TOKEN_FILE are set; leave one of them out");
    String missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> Secret.from(Map.of("TOKEN_FILE", missing), "TOKEN"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("TOKEN_FILE names a file that cannot be read");
    assertThatThrownBy(() -> Secret.from(Map.of("TOKEN", " "), "TOKEN"))
        .hasMessage("TOKEN is empty");
  }

  @Test
  void nobodyReadsItInALog() {
    assertThat("token: " + Secret.of("not-to-be-seen")).isEqualTo("token: (secret)");
  }
}
