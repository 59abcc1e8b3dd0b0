package io.pipelinemonitor.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryDirectoryTest {

  @Test
  void goesAwayWithAllThatIsInIt() throws IOException {
    Path path;
    try (TemporaryDirectory directory = TemporaryDirectory.create("pipeline-monitor-test-")) {
      path = directory.path();
      Files.createDirectories(path.resolve("kafka/topic-0"));
      Files.writeString(path.resolve("kafka/topic-0/00.log"), "deals");
      assertThat(path).isDirectory();
    }
    assertThat(path).doesNotExist();
  }
}
