package io.pipelinemonitor.bench;

import java.util.List;

/**
 * Everything that one run of the benchmark found.
 *
 * @param machine what it ran on
 * @param shape of the load of the ladder
 * @param seed of all loads
 * @param parallelism of the Flink jobs
 * @param tickMillis how long the product waits for more, by its settings
 * @param rounds the ladder; empty if it was left out
 * @param latencies by rate and line; empty if left out
 * @param states by number of deals; empty if left out
 * @param rules of the alert job by number of rules, ascending; empty if left out
 */
record Results(
    Machine machine,
    Load.Shape shape,
    long seed,
    int parallelism,
    long tickMillis,
    Rounds rounds,
    List<LatencyFigures> latencies,
    List<StateFigures> states,
    List<RulesFigures> rules) {}
