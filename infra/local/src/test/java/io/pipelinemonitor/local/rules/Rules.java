package io.pipelinemonitor.local.rules;

import io.pipelinemonitor.schema.AlertRule;

/** A rule to begin with. */
final class Rules {

  static final String PACE =
      """
      # In the second half of a quarter it is late to find out.
      ruleId: reps-on-pace
      name: Reps on pace
      type: THRESHOLD
      scope: {types: [UNIT]}
      metric: repsOnPace
      direction: BELOW
      levels:
        - severity: WARNING
          fire: 0.4
          clear: 0.5
          for: 1d
      """;

  private Rules() {}

  static AlertRule pace(int version) {
    RuleFiles files = new RuleFiles();
    files.add("pace.yaml", PACE + "version: " + version);
    return files.rules().get(0);
  }
}
