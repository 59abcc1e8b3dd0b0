package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Names;
import io.pipelinemonitor.local.simulator.Process;
import io.pipelinemonitor.local.simulator.SalesOrganisation;
import io.pipelinemonitor.local.simulator.SimulatedDeal;
import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.schema.DealEvent;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/** Where new deals come from. */
final class Prospecting {

  private static final String[] PRODUCTS = {
    "Platform", "Platform", "Analytics", "Integrations", "Support"
  };

  /** New deals for each that a seller means to close: most are lost, some are small. */
  private static final double DEALS_NEEDED = 1.38;

  private static final double WORKDAYS_IN_QUARTER = 64.5;
  private static final double QUARTER_DAYS = 91.25;

  private final Crm crm;
  private final Pipeline pipeline;
  private final CloseDates closeDates;
  private final Prices prices;
  private final Names names;
  private final long firstDay;
  private final Random random;
  private int deals;

  /**
   * @param firstDay the day from which on quotas grow
   */
  Prospecting(
      Crm crm,
      Pipeline pipeline,
      CloseDates closeDates,
      Prices prices,
      Names names,
      long firstDay,
      Random random) {
    this.crm = crm;
    this.pipeline = pipeline;
    this.closeDates = closeDates;
    this.prices = prices;
    this.names = names;
    this.firstDay = firstDay;
    this.random = random;
  }

  /** What a seller finds on a workday. */
  void prospect(Seller seller) {
    int quartersLater = (int) Math.floor((crm.today() - firstDay) / QUARTER_DAYS);
    double aDay =
        DEALS_NEEDED
            * seller.team.market().dealsPerRep()
            / WORKDAYS_IN_QUARTER
            * Math.sqrt(seller.style.pace())
            * Season.creating(crm.timing(), crm.today())
            * SalesOrganisation.growth(quartersLater);
    while (random.nextDouble() < aDay) {
      aDay--;
      Opportunity found = find(seller, names.customer());
      crm.create(found, event -> leaveOut(found, event));
    }
  }

  /** A deal that nobody has reported yet. */
  Opportunity find(Seller seller, String customer) {
    Process process = random.nextInt(5) == 0 ? Process.EXPANSION : Process.NEW_BUSINESS;
    Team team = seller.team;
    double worth = team.market().size(random) * (process == Process.EXPANSION ? 0.7 : 1);
    String currency = prices.currency(team);
    Opportunity found =
        opportunity(
            seller,
            customer,
            PRODUCTS[random.nextInt(PRODUCTS.length)],
            process,
            prices.quote(worth, currency, crm.today()));
    found.deal.currency = currency;
    found.deal.contacts = 1 + random.nextInt(3);
    return found;
  }

  /** The same deal once more, by somebody who did not look. */
  Opportunity duplicate(Opportunity original, Seller seller) {
    SimulatedDeal deal = original.deal;
    String customer = deal.name.substring(0, deal.name.indexOf(" – "));
    String product = deal.name.substring(deal.name.indexOf(" – ") + 3);
    Opportunity duplicate = opportunity(seller, customer, product, deal.process, deal.amount);
    duplicate.deal.currency = deal.currency;
    duplicate.deal.contacts = 1;
    return duplicate;
  }

  private Opportunity opportunity(
      Seller seller, String customer, String product, Process process, long amount) {
    SimulatedDeal deal =
        new SimulatedDeal(
            seller.team.unitId() + "-" + (++deals + 10_000),
            customer + " – " + product,
            Names.id(customer),
            seller.team,
            process,
            product.toLowerCase(Locale.ROOT),
            false,
            seller.rep,
            amount,
            crm.today());
    Opportunity opportunity =
        new Opportunity(deal, seller, 0.6 * random.nextGaussian(), crm.today());
    deal.closeDate = closeDates.expected(opportunity);
    pipeline.add(opportunity);
    return opportunity;
  }

  /** Not everybody knows the price or the date of a deal when it begins. */
  private void leaveOut(Opportunity found, DealEvent.Builder event) {
    event.setCloseDate(LocalDate.ofEpochDay(found.deal.closeDate));
    int roll = random.nextInt(100);
    if (roll < 5) {
      found.deal.amount = 0;
      event.setAmountMinor(null).setCurrency(null);
    } else if (roll < 8) {
      event.setCloseDate(null);
    } else if (roll < 18) {
      event.setNextStep(null).setNextStepAt(null);
    }
  }
}
