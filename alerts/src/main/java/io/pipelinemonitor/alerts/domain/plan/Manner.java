package io.pipelinemonitor.alerts.domain.plan;

import java.util.Locale;

/** How a step is told. */
public enum Manner {
  /** A message of its own: the incident's first, or of a kind that does not stay together. */
  NEW_MESSAGE,
  /** The first message is brought up to date; nobody is called. */
  UPDATE,
  /** The first message is brought up to date, and what changed is said in its thread. */
  UPDATE_AND_REPLY,
  /** An answer to the first message. */
  REPLY,
  /** Together with others; there is no message of its own to change or to answer. */
  IN_DIGEST;

  /** Whether whoever is told notices. */
  public boolean isHeard() {
    return this != UPDATE;
  }

  /** As a metric's label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
