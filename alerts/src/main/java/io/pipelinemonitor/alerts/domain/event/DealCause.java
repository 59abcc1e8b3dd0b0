package io.pipelinemonitor.alerts.domain.event;

/** What happened to a deal. */
public enum DealCause {
  CREATED,
  PULLED_IN,
  PUSHED_IN,
  INCREASED,
  REOPENED,
  RESTORED,
  TRANSFERRED_IN,
  DECREASED,
  PUSHED_OUT,
  PULLED_OUT,
  WON,
  LOST,
  DELETED,
  MERGED,
  TRANSFERRED_OUT,
  FX_EFFECT,
  UNKNOWN
}
