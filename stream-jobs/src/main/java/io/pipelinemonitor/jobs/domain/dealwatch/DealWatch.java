package io.pipelinemonitor.jobs.domain.dealwatch;

/**
 * What is kept of a deal whose score lies past a line of some rule, or did when it was last told.
 *
 * @param sighting the deal as it was published last: open, and in a period that is not over
 * @param told whether rules may have an incident of it in that period
 */
public record DealWatch(DealSighting sighting, boolean told) {}
