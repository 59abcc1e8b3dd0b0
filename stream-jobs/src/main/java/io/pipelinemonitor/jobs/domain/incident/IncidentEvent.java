package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Baseline;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.RuleLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an incident.
 *
 * @param transition the step
 * @param previousState where the incident stood before it
 * @param state where it stands after it
 * @param reason why it was taken
 * @param incident the incident after it
 * @param rule the rule that judged
 * @param level whose lines were in question: the one that the incident fires at, or for a recovery
 *     the mildest, whose clear line ends it
 * @param observation what was judged
 * @param reading what the rule made of it
 * @param at stream time of the step, microseconds
 * @param suppressedBy why nobody is to be told; empty: somebody is
 * @param summary what happened, in a sentence or two for a manager
 * @param explanation the deals behind it; null as long as it is not explained, or not by money
 */
public record IncidentEvent(
    Transition transition,
    IncidentState previousState,
    IncidentState state,
    Reason reason,
    Incident incident,
    AlertRule rule,
    RuleLevel level,
    Observation observation,
    Reading reading,
    long at,
    List<Suppression> suppressedBy,
    String summary,
    @Nullable Explanation explanation) {

  /**
   * The same with the deals behind it, of which the summary names the largest, unless all of them
   * together went the other way: pipeline that grew is no reason why coverage is low.
   */
  public IncidentEvent explained(Explanation explained) {
    String deals =
        isNews() && !(isWorse() && isBetter(explained))
            ? DealsText.of(explained, observation.currency())
            : "";
    return new IncidentEvent(
        transition,
        previousState,
        state,
        reason,
        incident,
        rule,
        level,
        observation,
        reading,
        at,
        suppressedBy,
        deals.isEmpty() ? summary : summary + ' ' + deals,
        explained);
  }

  /** Whether somebody is to look at it anew, and wants to know why it is so. */
  private boolean isNews() {
    return switch (transition) {
      case FIRED, ESCALATED, STEPPED_DOWN, REBREACHED, REOPENED, UPDATED, REMINDED -> true;
      case PENDING, PENDING_CLEARED, RECOVERING, RESOLVED, ACKNOWLEDGED, SNOOZED, UNSNOOZED ->
          false;
    };
  }

  /** Whether it tells that something is bad, or has become so. */
  private boolean isWorse() {
    return switch (transition) {
      case FIRED, ESCALATED, REBREACHED, REOPENED, REMINDED -> true;
      case STEPPED_DOWN,
          UPDATED,
          PENDING,
          PENDING_CLEARED,
          RECOVERING,
          RESOLVED,
          ACKNOWLEDGED,
          SNOOZED,
          UNSNOOZED ->
          false;
    };
  }

  /** Whether the money moved to the good side, that of more where little is bad. */
  private boolean isBetter(Explanation explained) {
    boolean moreIsBetter =
        rule.direction() == Direction.BELOW || rule.metric() == Metric.PIPELINE_NEEDED;
    return moreIsBetter ? explained.total() > 0 : explained.total() < 0;
  }

  /** What was judged, money in major units; null if there was nothing. */
  public @Nullable Double value() {
    return reading.told();
  }

  /** What the metric was compared with; null: with nothing but the lines. */
  public @Nullable Baseline baseline() {
    return reading.baseline();
  }

  /** What the incident is about. */
  public String dedupKey() {
    return rule.dedupKey(observation.scope(), observation.period());
  }

  /** The identity of the step; a replay gives the same. */
  public String alertEventId() {
    return incident.incidentId() + '-' + incident.sequence();
  }
}
