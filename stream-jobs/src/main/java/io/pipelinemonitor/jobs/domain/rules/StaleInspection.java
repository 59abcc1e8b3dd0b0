package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a draft of type STALE beside what can be wrong with any. */
final class StaleInspection {

  /** Of thirty days at least twenty are working days: a line beyond them would never be passed. */
  private static final double MOST_HOURS = 20 * 24;

  private final RuleDraft draft;
  private final List<RuleProblem> problems = new ArrayList<>();

  StaleInspection(RuleDraft draft) {
    this.draft = draft;
  }

  List<RuleProblem> problems() {
    if (Metric.named(draft.metric()) != null
        && !draft.metric().equals(Metric.SILENT_HOURS.publishedName())) {
      problem("metric", "STALE rules watch how long nothing has come; write silentHours");
    }
    if (draft.direction() == Direction.BELOW) {
      problem("direction", "it is a long silence that is bad; write ABOVE");
    }
    if (!draft.scopeTypes().equals(List.of(ScopeType.SOURCE))) {
      problem("scope.types", "STALE rules watch sources; write [\"SOURCE\"]");
    }
    if (draft.periods().contains(RulePeriod.NEXT)) {
      problem("periods", "nothing comes from a source in the NEXT period yet; write [\"CURRENT\"]");
    }
    checkLevels();
    checkIsAbsent("minQuota", draft.minQuota() == null);
    checkIsAbsent("minOpenAmount", draft.minOpenAmount() == null);
    checkIsAbsent("currency", draft.currency() == null);
    checkIsAbsent("mOfN", draft.mOfN() == null);
    checkIsAbsent("minObservations", draft.minObservations() == 0);
    checkIsAbsent("staleAfter", draft.staleAfterSeconds() == null);
    checkIsAbsent("deals", draft.deals() == null);
    checkIsAbsent("materiality", draft.materiality() == null);
    return problems;
  }

  private void checkLevels() {
    for (int i = 0; i < draft.levels().size(); i++) {
      LevelDraft level = draft.levels().get(i);
      if (level.clear() < 0) {
        problem("levels[" + i + "].clear", "no silence is shorter than 0 hours; write 0 or more");
      }
      if (level.fire() >= MOST_HOURS) {
        problem(
            "levels[" + i + "].fire",
            "after 30 days a source is forgotten; write less than " + (long) MOST_HOURS + " hours");
      }
    }
  }

  private void checkIsAbsent(String field, boolean absent) {
    if (!absent) {
      problem(field, "has no meaning for STALE rules: a source has no figures; leave it out");
    }
  }

  private void problem(String field, String message) {
    problems.add(new RuleProblem(field, message));
  }
}
