package io.pipelinemonitor.local.jobs;

import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Adds one job's operators to an environment that is already configured. */
@FunctionalInterface
public interface JobDefinition {
  /**
   * Adds the operators.
   *
   * @param settings what the job reads: addresses, clock, calendar; the keys are those of the job's
   *     own configuration
   */
  void define(StreamExecutionEnvironment environment, Map<String, String> settings);
}
