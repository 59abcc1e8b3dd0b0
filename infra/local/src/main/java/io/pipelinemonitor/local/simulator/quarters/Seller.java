package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Rep;
import io.pipelinemonitor.local.simulator.Team;

/** A rep at work: teams change, and people leave. */
final class Seller {

  final Rep rep;
  final SellingStyle style;
  Team team;
  boolean active = true;

  Seller(Rep rep, SellingStyle style, Team team) {
    this.rep = rep;
    this.style = style;
    this.team = team;
  }
}
