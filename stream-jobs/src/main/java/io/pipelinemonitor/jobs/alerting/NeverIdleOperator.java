package io.pipelinemonitor.jobs.alerting;

import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Runs a function behind which idleness ends. An idle channel would be left out of account, and
 * time would come to {@link IncidentOperator} by a shorter way than what the function tells.
 */
final class NeverIdleOperator<T> extends KeyedProcessOperator<String, T, ScopeNews> {

  private static final long serialVersionUID = 1L;

  NeverIdleOperator(KeyedProcessFunction<String, T, ScopeNews> function) {
    super(function);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}
}
