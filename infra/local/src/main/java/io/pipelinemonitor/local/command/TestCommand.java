package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code monitor test}: the launcher does it, for it needs nothing built; here it has its help. */
@Command(
    name = "test",
    description = {
      "Run the whole verification of the source tree: every test, and every check of the code.",
      "",
      "It is Maven's verify; what follows the word test is given to Maven."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor test",
      "  monitor test -pl schemas -am      one module and what it needs",
      "  monitor test -Dtest=NaturalJsonTest -Dsurefire.failIfNoSpecifiedTests=false"
    })
public final class TestCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "MAVEN-OPTION", description = "Given to Maven as it is.")
  List<String> options = new ArrayList<>();

  @Override
  public Integer call() {
    throw new Problem(
        "Run the tests with the launcher, ./monitor test, at the root of the sources.");
  }
}
