package io.pipelinemonitor.local.backtest;

/** The work was ended before its end, because somebody wanted it so. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped");
  }
}
