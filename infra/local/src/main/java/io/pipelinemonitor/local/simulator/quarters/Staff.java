package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Rep;
import io.pipelinemonitor.local.simulator.SalesOrganisation;
import io.pipelinemonitor.local.simulator.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Everybody who sells or has sold. */
final class Staff {

  private final Random random;
  private final List<Seller> sellers = new ArrayList<>();

  Staff(SalesOrganisation organisation, Random random) {
    this.random = random;
    for (Team team : organisation.teams()) {
      team.reps().forEach(rep -> hire(rep, team));
    }
  }

  Seller hire(Rep rep, Team team) {
    Seller seller = new Seller(rep, SellingStyle.of(random), team);
    sellers.add(seller);
    return seller;
  }

  /** Those who sell at present. */
  List<Seller> active() {
    return sellers.stream().filter(seller -> seller.active).toList();
  }

  /** Anybody who sells at present. */
  Seller any() {
    return pick(active());
  }

  /** Somebody of the team; its size never falls below two. */
  Seller colleague(Team team, Seller other) {
    return pick(
        sellers.stream()
            .filter(seller -> seller.active && seller.team.equals(team) && seller != other)
            .toList());
  }

  /** How many sell in the team at present. */
  long size(Team team) {
    return sellers.stream().filter(seller -> seller.active && seller.team.equals(team)).count();
  }

  private Seller pick(List<Seller> from) {
    return from.get(random.nextInt(from.size()));
  }
}
