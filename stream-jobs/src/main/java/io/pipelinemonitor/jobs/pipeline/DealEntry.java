package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;

/**
 * The state of one deal: its facts and activities, and up to when their consequences have been sent
 * on.
 */
final class DealEntry {

  /** No timer is set. */
  static final long NO_TIMER = Long.MAX_VALUE;

  final DealFacts facts;

  final ActivityFacts activities;

  /** Stream time up to which the deal's contribution has been sent on, milliseconds. */
  long asOf;

  /** When the passing of time next changes the deal, milliseconds, or {@link #NO_TIMER}. */
  long timer;

  DealEntry(DealFacts facts, ActivityFacts activities, long asOf, long timer) {
    this.facts = facts;
    this.activities = activities;
    this.asOf = asOf;
    this.timer = timer;
  }
}
