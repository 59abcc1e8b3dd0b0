package io.pipelinemonitor.jobs.domain.explanation;

import java.util.List;

/** The amounts of a scope that deals explain. State is stored by name: never rename. */
public enum Money {
  /** The open amount of a period. */
  OPEN("open pipeline"),
  /** What was won in a period. */
  BOOKED("booked business"),
  /** Both together, so a win leaves it as it is. Movements are of one of the two. */
  BOOKED_AND_OPEN("booked and open business");

  private final String label;

  Money(String label) {
    this.label = label;
  }

  /** Whose movements are its own. */
  List<Money> parts() {
    return this == BOOKED_AND_OPEN ? List.of(BOOKED, OPEN) : List.of(this);
  }

  /** How people call it, within a sentence. */
  public String label() {
    return label;
  }
}
