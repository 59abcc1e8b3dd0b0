package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;

/**
 * A rule in force, in one period.
 *
 * @param lifecycle how it judges if nothing is silenced
 * @param gauge what it holds against its lines
 */
record Seat(Lifecycle lifecycle, Gauge gauge) {

  AlertRule rule() {
    return lifecycle.rule();
  }

  String ruleId() {
    return lifecycle.rule().ruleId();
  }

  /** Whether it opens incidents at that moment. */
  boolean opensAt(long at) {
    return lifecycle.watch().opensAt(at);
  }

  /** Whether each observation matters to what it keeps, whatever its value. */
  boolean asksForEach() {
    return rule().counts() || rule().staleAfterMicros() != null;
  }
}
