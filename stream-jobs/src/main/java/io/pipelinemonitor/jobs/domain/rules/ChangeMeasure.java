package io.pipelinemonitor.jobs.domain.rules;

/** What the lines of a CHANGE rule are counted in. */
public enum ChangeMeasure {
  /** A share of the earlier value: -0.2 for a fifth less. */
  SHARE,
  /** The metric's own unit. */
  DIFFERENCE
}
