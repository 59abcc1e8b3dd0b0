package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.metrics.StageKey;

/**
 * How long something took in a stage.
 *
 * @param period index of the period in which it was over
 * @param stage the stage
 * @param toWin true for the time from entering the stage to the win, false for a completed stay
 * @param micros how long, microseconds
 */
public record StayObservation(int period, StageKey stage, boolean toWin, long micros) {}
