package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.SimulatedDeal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All deals, those still open at hand. */
final class Pipeline {

  private final List<Opportunity> open = new ArrayList<>();
  private final List<Opportunity> won = new ArrayList<>();

  /** A deal that is new, reopened or restored. */
  void add(Opportunity opportunity) {
    open.add(opportunity);
  }

  /** Open deals as they are now; changes of them come into the next call's. */
  List<Opportunity> open() {
    open.removeIf(opportunity -> !opportunity.isOpen());
    return List.copyOf(open);
  }

  void remember(Opportunity victory) {
    won.add(victory);
  }

  /** Won deals; a deal whose customer withdraws is none any more. */
  Stream<Opportunity> won() {
    won.removeIf(opportunity -> opportunity.deal.status != SimulatedDeal.Status.WON);
    return won.stream();
  }
}
