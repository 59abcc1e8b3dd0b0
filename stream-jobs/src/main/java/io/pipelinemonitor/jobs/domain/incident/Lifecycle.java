package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.RuleLevel;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one rule takes the incidents of one scope and period through their lives: a pure function of
 * what is kept and what happens.
 *
 * <pre>
 *            past fire         for elapsed            past every clear         keepFiringFor
 *       OK ------------> PENDING ---------> FIRING ---------------> RECOVERING ---------> RESOLVED
 *        ^                  |                 ^  ^---- past fire -------|                  |  |
 *        |--- back early ---|                 |----- past fire within cooldown -----------|  |
 *        |---------------------------------------------------- cooldown over ----------------|
 * </pre>
 *
 * <p>A state that would last no time is passed over: without a {@code for} a breach fires at once,
 * without a {@code keepFiringFor} a recovery resolves at once.
 *
 * <p><b>Time advances first.</b> Whatever happens at S, all that fell due up to S is done before,
 * each at the moment at which it fell due and with the value that held then. So it makes no
 * difference whether a timer comes on time or late, or is not needed at all.
 *
 * <p><b>Levels latch.</b> A level that has fired stays so until the value reaches its clear line.
 * When a severe level fires, milder ones latch with it; a value past the fire line of a level that
 * the incident has fired at before recovering or resolving needs no {@code for} again.
 *
 * <p>Where breaches are counted instead of timed (m of the last n observations), PENDING lasts for
 * as long as one of those that count was in breach.
 *
 * <p><b>Missing data never resolves.</b> Without a value (no quota, or a scope too small for the
 * rule) nothing opens, a pending breach is broken, an open incident stays as it is and a recovery
 * starts counting again. Coverage of what is left to sell has no value once the quota is attained:
 * that is healthy, past every clear line. Between the lines a recovery does not count either.
 * Figures that have become too old for the rule are missing too.
 *
 * <p><b>Every state ends.</b> PENDING at the latest when the rule's span in the period ends; FIRING
 * and RECOVERING when the period closes after its grace, the rule goes or the scope goes; RESOLVED
 * when its cooldown is over, or any of those. OK keeps the {@link Tally}, until the period closes.
 *
 * <p><b>Suppression only marks.</b> While an incident is snoozed or silenced, or while a large edit
 * or an import goes on that touches its scope, its life goes on as it would, and each event says
 * that nobody is to be told. The end of the quiet is an event of its own if the incident is still
 * firing.
 *
 * @param silences those that may concern the rule
 */
public record Lifecycle(AlertRule rule, Watch watch, List<Silence> silences) {

  /**
   * Decides.
   *
   * @param standing what is kept
   * @param last what holds so far; null: no figures came yet
   * @param decidedTo the stream time up to which everything has been decided, microseconds
   */
  public Decision decide(
      Standing standing, @Nullable Evidence last, long decidedTo, Happening happening) {
    if (happening instanceof Happening.RulePutInForce change) {
      return putInForce(standing, last, decidedTo, change);
    }
    Course course = new Course(this, standing, last, decidedTo);
    course.advanceTo(happening.at());
    if (happening instanceof Happening.Observed observed) {
      course.observe(observed.evidence());
    } else if (happening instanceof Happening.Rebased rebased) {
      course.rebase(rebased.evidence());
    } else if (happening instanceof Happening.Commanded commanded) {
      course.obey(commanded.command());
    } else if (happening instanceof Happening.RuleTakenAway taken) {
      course.close(taken.reason());
    } else if (happening instanceof Happening.DealEnded ended) {
      course.end(ended.evidence(), ended.reason());
    } else if (happening instanceof Happening.ScopeGone) {
      course.close(Reason.SCOPE_GONE);
    }
    return course.decision();
  }

  /**
   * Whether new figures may change anything, if nothing is due and the figures before were judged.
   * Where this says no, deciding would come to the same standing and tell nothing: of the value it
   * only matters on which sides of the lines it lies, and how far it is from what was last told.
   * Not for a rule that counts observations or asks how old they are.
   *
   * @param was what the rule made of the figures before
   * @param is what it makes of the new ones
   */
  boolean isMoved(Standing standing, Reading was, Reading is) {
    if (was.kind() == is.kind()
        && Objects.equals(was.value(), is.value())
        && Objects.equals(was.told(), is.told())) {
      return false;
    }
    if (was.isMissing() != is.isMissing()) {
      return true;
    }
    for (RuleLevel level : rule.levels()) {
      if (rule.isInBreach(level, was) != rule.isInBreach(level, is)
          || rule.isOver(level, was) != rule.isOver(level, is)) {
        return true;
      }
    }
    return isMaterial(standing.incident(), is.told());
  }

  private boolean isMaterial(@Nullable Incident incident, @Nullable Double value) {
    Materiality materiality = rule.materiality();
    if (materiality == null
        || value == null
        || incident == null
        || incident.state() != IncidentState.FIRING) {
      return false;
    }
    Double told = incident.attention().valueTold();
    return told == null || materiality.isReached(told, value);
  }

  /** When to look again if nothing happens before; parameters and result as in {@link #decide}. */
  public long wakeAt(Standing standing, @Nullable Evidence last, long decidedTo) {
    return new Course(this, standing, last, decidedTo).decision().wakeAt();
  }

  /**
   * An edit neither resolves nor fires again by itself: the incident goes on under the new lines
   * and is judged by them with the figures that hold. Even where these are past the new clear line
   * it is first recovering, and resolved only in its turn. An edit of the mode does end it: live
   * and shadow incidents are told apart by topic, so one cannot turn into the other.
   */
  private Decision putInForce(
      Standing standing, @Nullable Evidence last, long decidedTo, Happening.RulePutInForce change) {
    Lifecycle before = change.before();
    if (before == null) {
      Course course = new Course(this, Standing.NONE, last, change.at());
      course.judgeByNewRule();
      return course.decision();
    }
    boolean sameMode = before.rule.mode() == rule.mode();
    Course earlier = new Course(before, standing, last, decidedTo);
    earlier.advanceTo(change.at());
    if (!sameMode) {
      earlier.endIncident(Reason.RULE_EDITED);
    }
    Course course = earlier.under(this);
    course.judgeByEditedRule();
    return course.decision();
  }
}
