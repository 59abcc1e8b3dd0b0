package io.pipelinemonitor.local.rules;

import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.json.NaturalJsonException;
import io.pipelinemonitor.schema.json.NaturalYaml;
import io.pipelinemonitor.schema.json.Placed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules as files have them, and everything that is wrong with them. */
public final class RuleFiles {

  private static final NaturalYaml<AlertRule> YAML = NaturalYaml.of(AlertRule.class);

  private final Map<String, Origin> origins = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * Takes in a file of YAML or JSON. A rule in it may leave out its version, which is 0 then, and
   * its time.
   */
  public void add(String file, String text) {
    List<Placed<AlertRule>> read;
    try {
      read = YAML.read(text, unversioned());
    } catch (NaturalJsonException e) {
      problem(file, e.line(), e.path(), e.problem());
      return;
    }
    if (read.isEmpty()) {
      problem(file, 1, "", "holds no rule; monitor rules show RULE tells what one looks like");
    }
    for (Placed<AlertRule> rule : read) {
      Origin first = origins.putIfAbsent(rule.record().getRuleId(), new Origin(file, rule));
      if (first != null) {
        problem(
            file,
            rule.line("ruleId"),
            "ruleId",
            "'%s' is in %s too, on line %d; keep one of them"
                .formatted(rule.record().getRuleId(), first.file, first.rule.line("ruleId")));
      }
    }
  }

  /** Takes in what the domain thinks of a rule that came from a file. */
  public void add(String ruleId, RuleCheck check) {
    Origin origin = origins.get(ruleId);
    if (origin != null && check instanceof RuleCheck.Refused refused) {
      refused
          .problems()
          .forEach(
              problem ->
                  problem(
                      origin.file,
                      origin.rule.line(problem.field()),
                      problem.field(),
                      problem.message()));
    }
  }

  /** In the order of the files. */
  public List<AlertRule> rules() {
    return origins.values().stream().map(origin -> origin.rule.record()).toList();
  }

  /** A line each: file, line, field, what is wrong and what to do. */
  public List<String> problems() {
    return problems;
  }

  private void problem(String file, long line, String field, String problem) {
    problems.add("%s:%d: %s%s".formatted(file, line, field.isEmpty() ? "" : field + ": ", problem));
  }

  private static AlertRule unversioned() {
    AlertRule rule = new AlertRule();
    rule.setUpdatedAt(Instant.EPOCH);
    return rule;
  }

  private record Origin(String file, Placed<AlertRule> rule) {}
}
