package io.pipelinemonitor.local.boards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DashboardsTest {
  private static final int COLUMNS = 24;
  private static final String DATA_SOURCE = "${datasource}";
  private static final Pattern BOARD_LINK = Pattern.compile("^/d/([^?]+)\\?");

  @Test
  void eachBoardIsThereOnceUnderTheNameOfItsFile() throws IOException {
    List<JsonNode> boards = Dashboards.all();

    assertThat(boards).hasSize(6);
    assertThat(boards)
        .extracting(board -> board.get("uid").asText() + ".json")
        .containsExactlyElementsOf(
            Dashboards.files().stream().map(file -> file.getFileName().toString()).toList());
    assertThat(boards).extracting(board -> board.get("title").asText()).doesNotHaveDuplicates();
  }

  @Test
  void eachPanelIsThereOnceAndCoversNoOther() throws IOException {
    for (JsonNode board : Dashboards.all()) {
      Set<Integer> ids = new HashSet<>();
      Set<List<Integer>> covered = new HashSet<>();
      for (JsonNode panel : board.get("panels")) {
        assertThat(ids.add(panel.get("id").asInt())).as(name(board, panel)).isTrue();
        for (List<Integer> cell : cells(panel.get("gridPos"))) {
          assertThat(cell.get(0)).as(name(board, panel)).isBetween(0, COLUMNS - 1);
          assertThat(covered.add(cell)).as(name(board, panel) + " covers another").isTrue();
        }
      }
    }
  }

  @Test
  void eachPanelSaysWhatItShowsInWhichUnitAndFromWhere() throws IOException {
    for (JsonNode board : Dashboards.all()) {
      assertThat(board.get("description").asText()).isNotBlank();
      for (JsonNode panel : board.get("panels")) {
        String name = name(board, panel);
        assertThat(panel.get("description").asText()).as(name).endsWith(".");
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(name).isNotBlank();
        assertThat(panel.at("/datasource/uid").asText()).as(name).isEqualTo(DATA_SOURCE);
        for (JsonNode target : panel.get("targets")) {
          assertThat(target.at("/datasource/uid").asText()).as(name).isEqualTo(DATA_SOURCE);
        }
      }
    }
  }

  @Test
  void linksLeadToBoardsThatThereAre() throws IOException {
    Set<String> uids = new HashSet<>();
    Dashboards.all().forEach(board -> uids.add(board.get("uid").asText()));
    for (JsonNode board : Dashboards.all()) {
      for (String url : board.findValuesAsText("url")) {
        Matcher link = BOARD_LINK.matcher(url);
        if (link.find() && !link.group(1).startsWith("${")) {
          assertThat(uids).contains(link.group(1));
        }
      }
    }
  }

  @Test
  void eachBoardOfAScopeAsksForScopeAndPeriod() throws IOException {
    for (JsonNode board : Dashboards.all()) {
      boolean isOfScope = board.toString().contains("$scope_type");
      List<String> variables = new ArrayList<>();
      board
          .at("/templating/list")
          .forEach(variable -> variables.add(variable.get("name").asText()));
      assertThat(variables).contains("datasource");
      if (isOfScope) {
        assertThat(variables).contains("period", "scope_type", "scope");
      }
    }
  }

  @Test
  void eachBoardOfThePipelineMarksWhenIncidentsFired() throws IOException {
    for (JsonNode board : Dashboards.all()) {
      boolean marks =
          StreamSupport.stream(board.at("/annotations/list").spliterator(), false)
              .anyMatch(annotation -> annotation.get("name").asText().equals("Incidents"));
      assertThat(marks)
          .as(board.get("title").asText())
          .isEqualTo(!board.get("uid").asText().equals("pipeline-health"));
    }
  }

  private static String name(JsonNode board, JsonNode panel) {
    return board.get("title").asText() + " / " + panel.get("title").asText();
  }

  /** Column and row of each cell that a panel covers. */
  private static List<List<Integer>> cells(JsonNode position) {
    List<List<Integer>> cells = new ArrayList<>();
    for (int column = 0; column < position.get("w").asInt(); column++) {
      for (int row = 0; row < position.get("h").asInt(); row++) {
        cells.add(List.of(position.get("x").asInt() + column, position.get("y").asInt() + row));
      }
    }
    return cells;
  }
}
