package io.pipelinemonitor.local.evaluation;

import io.pipelinemonitor.jobs.domain.scope.Scope;

/**
 * A message that something is wrong, or worse.
 *
 * @param scope whose figures
 * @param period the fiscal period's name
 * @param at when, stream time in microseconds
 * @param isNew whether it is about something new: an incident that opens, a line that is crossed
 */
record Told(Scope scope, String period, long at, boolean isNew) {

  /** What it is about. */
  String key() {
    return scope.key(period);
  }
}
