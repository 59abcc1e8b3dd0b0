package io.pipelinemonitor.jobs.domain.explanation;

/** The amounts of a scope that deals explain. State is stored by name: never rename. */
public enum Money {
  /** The open amount of a period. */
  OPEN("open pipeline"),
  /** What was won in a period. */
  BOOKED("booked business");

  private final String label;

  Money(String label) {
    this.label = label;
  }

  /** How people call it, within a sentence. */
  public String label() {
    return label;
  }
}
