package io.pipelinemonitor.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.local.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temporary;

  @Test
  void isCreatedWithAllItsParents() {
    try (DataDirectory directory = DataDirectory.open(temporary.resolve("a b").resolve("c"))) {
      assertThat(directory.kafka()).isDirectory();
      assertThat(directory.registry()).isDirectory();
      assertThat(directory.logFile()).isEqualTo(temporary.resolve("a b/c/logs/monitor.log"));
    }
  }

  @Test
  void isHeldByOneAtATime() {
    try (DataDirectory held = DataDirectory.open(temporary)) {
      assertThat(held.root()).isEqualTo(temporary);
      assertThatThrownBy(() -> DataDirectory.open(temporary))
          .isInstanceOf(Problem.class)
          .hasMessageContaining(temporary + " is in use by another stack")
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data-dir");
    }
    DataDirectory.open(temporary).close();
  }

  @Test
  void saysWhenItsPlaceIsTakenByAFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("notes"), "not a directory");

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(file + " is a file, not a directory");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("--data-dir");
  }

  @Test
  void losesItsTemporaryFilesWhenItIsOpenedAgain() throws IOException {
    Path left;
    try (DataDirectory directory = DataDirectory.open(temporary)) {
      left = Files.writeString(directory.temporary().resolve("left-over"), "x");
    }
    try (DataDirectory directory = DataDirectory.open(temporary)) {
      assertThat(left).doesNotExist();
      assertThat(directory.temporary()).isDirectory();
    }
  }

  @Test
  void isWhereTheDesktopKeepsDataUnlessTold() {
    assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "/data"), "/home/ada"))
        .isEqualTo(Path.of("/data/pipeline-monitor"));
    assertThat(DataDirectory.standard(Map.of(), "/home/ada"))
        .isEqualTo(Path.of("/home/ada/.local/share/pipeline-monitor"));
  }
}
