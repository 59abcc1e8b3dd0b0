package io.pipelinemonitor.local.backtest;

/** Is told how far it is; more often than anybody wants to read. */
@FunctionalInterface
public interface Progress {
  void say(String what);
}
