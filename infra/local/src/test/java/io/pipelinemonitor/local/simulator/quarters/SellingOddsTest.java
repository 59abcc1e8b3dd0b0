package io.pipelinemonitor.local.simulator.quarters;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.local.simulator.Market;
import io.pipelinemonitor.local.simulator.Process;
import io.pipelinemonitor.local.simulator.Rep;
import io.pipelinemonitor.local.simulator.SimulatedDeal;
import io.pipelinemonitor.local.simulator.Team;
import java.util.List;
import org.junit.jupiter.api.Test;

class SellingOddsTest {

  private static final long TODAY = 20_000;

  @Test
  void laterStagesAreWonMoreOften() {
    double before = 0;
    for (int stage = 0; stage < Process.NEW_BUSINESS.stages(); stage++) {
      double chance = SellingOdds.win(deal(Market.MID_MARKET, 0, stage, TODAY), TODAY);
      assertThat(chance).isGreaterThan(before);
      before = chance;
    }
    assertThat(before).isGreaterThan(0.8);
  }

  @Test
  void betterSellersWinMoreOften() {
    assertThat(SellingOdds.win(deal(Market.MID_MARKET, 0.4, 0, TODAY), TODAY))
        .isGreaterThan(1.5 * SellingOdds.win(deal(Market.MID_MARKET, -0.4, 0, TODAY), TODAY));
  }

  @Test
  void largeCustomersAreWonLessOftenAndTakeLonger() {
    Opportunity large = deal(Market.ENTERPRISE, 0, 0, TODAY);
    Opportunity small = deal(Market.SMALL_BUSINESS, 0, 0, TODAY);

    assertThat(SellingOdds.win(large, TODAY)).isLessThan(SellingOdds.win(small, TODAY));
    assertThat(SellingOdds.daysLeft(large)).isGreaterThan(2 * SellingOdds.daysLeft(small));
    assertThat(SellingOdds.decide(large)).isLessThan(SellingOdds.decide(small));
  }

  @Test
  void dealsDieOfAge() {
    assertThat(SellingOdds.win(deal(Market.MID_MARKET, 0, 2, TODAY - 300), TODAY))
        .isLessThan(0.7 * SellingOdds.win(deal(Market.MID_MARKET, 0, 2, TODAY - 50), TODAY));
  }

  private static Opportunity deal(Market market, double skill, int stage, long createdDay) {
    Rep rep = new Rep("ada", "Ada", 0, 1);
    Team team = new Team("north", "North", "north", market, "EUR", 7, "grace", List.of(rep), 1, 3);
    SimulatedDeal deal =
        new SimulatedDeal(
            "1",
            "Acme – Platform",
            "acme",
            team,
            Process.NEW_BUSINESS,
            "platform",
            false,
            rep,
            1,
            TODAY);
    deal.stage = stage;
    Seller seller = new Seller(rep, new SellingStyle(skill, 1, 0.5, 1), team);
    return new Opportunity(deal, seller, 0, createdDay);
  }
}
