package io.pipelinemonitor.jobs.domain.rules;

/**
 * One thing that is wrong with a rule.
 *
 * @param field which field, as a rule file spells it, for example {@code levels[1].clear}
 * @param message what is wrong with it and what to write instead
 */
public record RuleProblem(String field, String message) {

  @Override
  public String toString() {
    return field + ": " + message;
  }
}
