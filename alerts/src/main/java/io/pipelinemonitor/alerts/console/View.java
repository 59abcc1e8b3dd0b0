package io.pipelinemonitor.alerts.console;

import org.jspecify.annotations.Nullable;

/**
 * What somebody looks at.
 *
 * @param period null: the one that is running
 */
record View(ScopeKey scope, @Nullable String period) {

  private static final int LONGEST = 300;

  /**
   * As a request says it; what is missing is the company and the period that is running.
   *
   * @throws ConsoleProblem if it says neither
   */
  static View of(@Nullable String scope, @Nullable String period) {
    if ((scope != null && scope.length() > LONGEST)
        || (period != null && !period.matches("\\d{4}-[QM]\\d{1,2}"))) {
      throw ConsoleProblem.badRequest("period is written 2026-Q1 or 2026-M03");
    }
    return new View(scope == null ? ScopeKey.COMPANY : ScopeKey.parse(scope), period);
  }
}
