package io.pipelinemonitor.alerts.domain.plan;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A way to tell somebody, and what it can do. */
public enum ChannelKind {
  /** Messages can be changed in place and answered in a thread. */
  SLACK,
  /** Messages can be answered, so that they stay together, but not changed. */
  EMAIL,
  /** A program that takes each step. */
  WEBHOOK,
  /** An on-call system that takes each step and knows by itself what is new. */
  ALERTMANAGER;

  /** Whether people read it, who sleep and tire. */
  public boolean isForPeople() {
    return this == SLACK || this == EMAIL;
  }

  /** Whether a message can be changed without anybody being called. */
  public boolean editsInPlace() {
    return this == SLACK;
  }

  /** The kind that a route names so, for example {@code slack}; null: there is none. */
  public static @Nullable ChannelKind named(String name) {
    for (ChannelKind kind : values()) {
      if (kind.label().equals(name)) {
        return kind;
      }
    }
    return null;
  }

  /** How routes and metrics name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
