package io.pipelinemonitor.jobs.domain.deal;

/** What an event says of a deal's status. */
public enum StatusFact {
  OPEN,
  WON,
  LOST,
  /** Nothing beyond the stage that it names: the status is that stage's. */
  OF_STAGE;

  /** The fact that states this status. */
  public static StatusFact of(DealStatus status) {
    return switch (status) {
      case OPEN -> OPEN;
      case WON -> WON;
      case LOST -> LOST;
    };
  }
}
