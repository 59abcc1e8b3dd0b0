package io.pipelinemonitor.jobs.domain.risk;

/** How much a deal's risk score says. Published by name: never rename. */
public enum RiskBand {
  HEALTHY,
  WATCH,
  AT_RISK
}
