package io.pipelinemonitor.jobs.domain.burst;

/** How a change was made. */
public enum Origin {
  /** By a person in the CRM. */
  USER,
  /** By another program. */
  API,
  /** By a bulk load. */
  IMPORT,
  /** By a workflow of the CRM. */
  AUTOMATION,
  /** Nobody said. */
  UNKNOWN;

  /** Whether a program made it: for one, thousands of changes may be a usual day. */
  boolean isProgram() {
    return this == API || this == AUTOMATION;
  }
}
