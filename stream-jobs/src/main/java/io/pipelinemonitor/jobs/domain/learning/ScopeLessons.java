package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.forecast.ScopeOutcomes;

/**
 * What the deals of one scope have taught. Adding is commutative and can be taken back.
 *
 * @param outcomes what became of them
 * @param durations how long they were in stages
 */
public record ScopeLessons(ScopeOutcomes outcomes, StageDurations durations) {

  /** Nothing. */
  public ScopeLessons() {
    this(new ScopeOutcomes(), new StageDurations());
  }

  /** Counts what is added and takes back what is withdrawn. */
  public void add(LessonChange change) {
    count(change.added(), 1);
    count(change.withdrawn(), -1);
  }

  private void count(DealLessons lessons, int sign) {
    lessons.outcomes().forEach(outcome -> outcomes.add(outcome, sign));
    lessons.stays().forEach(stay -> durations.add(stay, sign));
  }

  /** Adds all that another scope was taught. */
  public void add(ScopeLessons other) {
    outcomes.add(other.outcomes);
    durations.add(other.durations);
  }

  /** Forgets the periods before that index. */
  public void forgetBefore(int period) {
    outcomes.forgetBefore(period);
    durations.forgetBefore(period);
  }

  /** Whether nothing is left of it. */
  public boolean isEmpty() {
    return outcomes.periods().isEmpty() && durations.periods().isEmpty();
  }

  /** A copy that later changes do not reach. */
  public ScopeLessons copy() {
    ScopeLessons copy = new ScopeLessons();
    copy.add(this);
    return copy;
  }
}
