package io.pipelinemonitor.local.stack;

/** Hears what a stack does while it starts. */
@FunctionalInterface
public interface StackProgress {
  /**
   * Hears one thing.
   *
   * @param what for people, one line
   */
  void say(String what);
}
