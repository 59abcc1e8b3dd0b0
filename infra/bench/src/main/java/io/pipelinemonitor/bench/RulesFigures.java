package io.pipelinemonitor.bench;

/**
 * What the alert job took with so many rules.
 *
 * @param rules how many were in force
 * @param measurement of one pass over the recorded snapshots
 * @param steps of incidents, all of them right
 * @param checkpointBytes of a whole checkpoint at the end
 * @param startSeconds from the submission of a job that goes on from that checkpoint to all its
 *     tasks running
 */
record RulesFigures(
    int rules, Measurement measurement, long steps, long checkpointBytes, double startSeconds) {

  static final String KIND = "rules-state";
}
