package io.pipelinemonitor.alerts.delivery;

/** The end of the process, in a test. Nothing catches it on its way. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String where) {
    super(where, null, false, false);
  }
}
