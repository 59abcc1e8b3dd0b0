package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Evidence;
import org.jspecify.annotations.Nullable;

/** What a decision is asked about. */
public sealed interface Happening {

  /** When it happens, stream time in microseconds. */
  long at();

  /** New figures came. */
  record Observed(Evidence evidence, long at) implements Happening {}

  /** The figures hold, but what they are compared with is another now. */
  record Rebased(Evidence evidence, long at) implements Happening {}

  /** Nothing came, but time went on. */
  record TimePassed(long at) implements Happening {}

  /**
   * A version of the rule takes effect for the scope.
   *
   * @param before how the earlier version judged; null: the rule did not watch the scope before
   */
  record RulePutInForce(@Nullable Lifecycle before, long at) implements Happening {}

  /**
   * The rule no longer watches the scope.
   *
   * @param reason RULE_DELETED, RULE_DISABLED or RULE_EDITED
   */
  record RuleTakenAway(Reason reason, long at) implements Happening {}

  /** Somebody asks something of the rule's incident. */
  record Commanded(Command command, long at) implements Happening {}

  /**
   * The deal is no longer an open one of the period, or no longer its owner's.
   *
   * @param evidence how it ended; how it stood last if it has another owner
   * @param reason DEAL_WON, DEAL_LOST, DEAL_MOVED, DEAL_REASSIGNED or SCOPE_GONE
   */
  record DealEnded(Evidence evidence, Reason reason, long at) implements Happening {}

  /** The scope itself is gone. */
  record ScopeGone(long at) implements Happening {}
}
