package io.pipelinemonitor.local.simulator;

/** One deal in the simulated CRM, as it stands. */
final class SimulatedDeal {

  enum Status {
    OPEN,
    WON,
    LOST
  }

  final String dealId;
  final String name;
  final String accountId;
  final Team team;
  final Process process;
  final String product;

  /** A deal that the story plays with: chance keeps its hands off it. */
  boolean flagship;

  Rep owner;
  int stage;
  Status status = Status.OPEN;

  /** Minor units of the team's currency. */
  long amount;

  /** Epoch day. */
  long closeDate;

  int contacts;

  /** Its end is decided and under way; nobody else touches it. */
  boolean decided;

  /** When it last changed, microseconds. */
  long changedAt;

  /** How many events it has had. */
  int events;

  SimulatedDeal(
      String dealId,
      String name,
      String accountId,
      Team team,
      Process process,
      String product,
      boolean flagship,
      Rep owner,
      long amount,
      long closeDate) {
    this.dealId = dealId;
    this.name = name;
    this.accountId = accountId;
    this.team = team;
    this.process = process;
    this.product = product;
    this.flagship = flagship;
    this.owner = owner;
    this.amount = amount;
    this.closeDate = closeDate;
  }

  boolean isOpen() {
    return status == Status.OPEN;
  }
}
