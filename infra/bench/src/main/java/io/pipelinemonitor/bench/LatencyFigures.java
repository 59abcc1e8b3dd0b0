package io.pipelinemonitor.bench;

/**
 * From the moment at which an event was to be sent to the arrival of what contains it, in
 * milliseconds.
 *
 * @param line which system
 * @param eventsPerSecond how many were sent
 * @param samples how many were looked at
 * @param median half took no longer
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 * @param longest none took longer
 * @param missing how many had not come out a minute after the last was sent; they count as that old
 * @param sentLate how far the generator was behind its schedule at most; it is part of the others
 */
record LatencyFigures(
    Line line,
    int eventsPerSecond,
    long samples,
    double median,
    double p99,
    double p999,
    double longest,
    long missing,
    double sentLate) {}
