package io.pipelinemonitor.local.simulator;

/** One deal in the simulated CRM, as it stands. */
public final class SimulatedDeal {

  public enum Status {
    OPEN,
    WON,
    LOST
  }

  public final String dealId;
  public final String name;
  public final String accountId;
  public final Team team;
  public final Process process;
  public final String product;

  /** A deal that the story plays with: chance keeps its hands off it. */
  public boolean flagship;

  /** Whose deal it is; the CRM may name somebody else. */
  public Rep owner;

  public int stage;
  public Status status = Status.OPEN;

  /** What the amount is in: the team's currency as a rule. */
  public String currency;

  /** Minor units of its currency. */
  public long amount;

  /** Epoch day. */
  public long closeDate;

  public int contacts;

  /** Its end is decided and under way; nobody else touches it. */
  public boolean decided;

  /** When it last changed, microseconds. */
  public long changedAt;

  /** How many events it has had. */
  public int events;

  public SimulatedDeal(
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
    this.currency = team.currency();
    this.amount = amount;
    this.closeDate = closeDate;
  }

  public boolean isOpen() {
    return status == Status.OPEN;
  }
}
