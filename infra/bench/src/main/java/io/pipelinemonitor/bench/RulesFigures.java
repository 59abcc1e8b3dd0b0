package io.pipelinemonitor.bench;

/**
 * What the alert job took with so many rules.
 *
 * @param mix which rules
 * @param rules how many were in force
 * @param inputs what there was to read
 * @param measurement of one pass over the recorded snapshots
 * @param steps of incidents, all of them right
 * @param checkpointBytes of a whole checkpoint at the end
 * @param startSeconds from the submission of a job that goes on from that checkpoint to all its
 *     tasks running
 */
record RulesFigures(
    RuleMix.Kind mix,
    int rules,
    Inputs inputs,
    Measurement measurement,
    long steps,
    long checkpointBytes,
    double startSeconds) {

  static final String KIND = "rules-state";

  /** What the alert job read. */
  enum Inputs {
    /** All that it reads. */
    ALL,
    /** No deal events, by which it sees large edits, and no figures of midnights, for drift. */
    NO_EDITS_AND_MIDNIGHTS
  }
}
