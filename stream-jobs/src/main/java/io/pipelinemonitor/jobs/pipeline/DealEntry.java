package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.deal.DealFacts;

/** The state of one deal: its facts, and up to when their consequences have been sent on. */
final class DealEntry {

  /** No timer is set. */
  static final long NO_TIMER = Long.MAX_VALUE;

  final DealFacts facts;

  /** Stream time up to which the deal's contribution has been sent on, milliseconds. */
  long asOf;

  /** When the passing of time next changes the deal, milliseconds, or {@link #NO_TIMER}. */
  long timer;

  DealEntry(DealFacts facts, long asOf, long timer) {
    this.facts = facts;
    this.asOf = asOf;
    this.timer = timer;
  }
}
