package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.Sums;
import java.util.Map;

/**
 * Changes of one scope's figures that wait for the end of their tick.
 *
 * @param byPeriod by the fiscal period's name
 */
record PeriodSums(Map<String, Sums> byPeriod) {}
