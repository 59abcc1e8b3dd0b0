package io.pipelinemonitor.alerts.delivery;

/** Ends the process at one of the places that it comes by. */
final class Faults {
  private long left;
  private long passed;

  /** At the nth place from now, counted from 1; 0: nowhere. */
  void crashAt(long place) {
    left = place;
  }

  void pass(String place) {
    passed++;
    if (left > 0 && --left == 0) {
      throw new Crash(place);
    }
  }

  /** How many places it came by. */
  long passed() {
    return passed;
  }
}
