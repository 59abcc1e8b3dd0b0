package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Deals of some quarters, in which everything happens that can happen to a deal. */
final class SimulatedCompany {

  private static final List<String> REPS = List.of("ann", "bob", "cid", "dot");
  private static final List<String> STAGES = List.of("lead", "offer", "closing");

  private final ModelInputs inputs;
  private final Random random;
  private final Instant end;

  private SimulatedCompany(ModelInputs inputs, long seed, Instant end) {
    this.inputs = inputs;
    this.random = new Random(seed);
    this.end = end;
  }

  static List<ToldDeal> deals(ModelInputs inputs, long seed, int count, Instant from, Instant to) {
    SimulatedCompany company = new SimulatedCompany(inputs, seed, to);
    List<ToldDeal> deals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Duration span = Duration.between(from, to);
      deals.add(
          company.deal("deal-" + i, from.plusSeconds(company.random.nextLong(span.toSeconds()))));
    }
    return deals;
  }

  private ToldDeal deal(String dealId, Instant createdAt) {
    int created = period(createdAt);
    // Without an amount nothing is told of it until it gets one.
    Long amount = chance(15) ? null : (Long) amount();
    ToldDeal deal =
        new ToldDeal(
            inputs,
            dealId,
            REPS.get(random.nextInt(4)),
            createdAt,
            created + random.nextInt(2),
            amount);
    Instant at = next(createdAt);
    if (amount == null && at.isBefore(end)) {
      deal.toAmount(at, amount());
      at = next(at);
    }
    boolean reopened = false;
    while (at.isBefore(end) && deal.isOpen()) {
      int what = random.nextInt(100);
      if (what < 30) {
        deal.toStage(at, STAGES.get(random.nextInt(3)));
      } else if (what < 45) {
        deal.toAmount(at, amount());
      } else if (what < 50) {
        deal.withdraw(at.plusSeconds(1), deal.toAmountByMistake(at, deal.amount() + 7));
      } else if (what < 62) {
        deal.toPeriod(at, deal.period() + (chance(70) ? 1 : -1));
      } else if (what < 65) {
        deal.toOwner(at, REPS.get(random.nextInt(4)));
      } else if (what < 67) {
        deal.delete(at);
      } else if (what < 80) {
        deal.close(at, DealStatus.LOST, deal.amount());
      } else if (what < 96) {
        deal.close(at, DealStatus.WON, deal.amount() - random.nextInt(50));
      } else if (!reopened) {
        reopened = true;
        deal.close(at, chance(50) ? DealStatus.WON : DealStatus.LOST, deal.amount());
        at = next(at);
        if (at.isBefore(end)) {
          deal.reopen(at, period(at) + random.nextInt(2));
        }
      }
      at = next(at);
    }
    return deal;
  }

  private int period(Instant at) {
    return inputs.calendar().periodAt(ModelInputs.micros(at)).index();
  }

  private Instant next(Instant at) {
    return at.plusSeconds(3_600 + random.nextInt(30 * 86_400));
  }

  private long amount() {
    return 100 + random.nextInt(100_000);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
