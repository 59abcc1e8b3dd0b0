package io.pipelinemonitor.alerts.channel;

import io.pipelinemonitor.alerts.domain.plan.ChannelKind;

/**
 * A way to tell somebody. It makes calls and says what became of them. It neither waits nor tries
 * again: when that is to be, and how often, is up to whoever calls, who may do so from several
 * threads.
 *
 * <p>What is expected to go wrong is a result and not an exception.
 */
public interface Channel extends AutoCloseable {

  /** Which endpoints it serves. */
  ChannelKind kind();

  /** Tells it once; returns within the time limit of the channel's configuration. */
  SendResult send(Outgoing outgoing);

  /**
   * Looks for what {@link #send} was given before, where nobody knows what became of it: the answer
   * was lost, or whoever sent it crashed.
   */
  Lookup find(Outgoing outgoing);

  /** Ends connections. Calls that are under way may fail. */
  @Override
  void close();
}
