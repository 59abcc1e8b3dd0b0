package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Process;
import io.pipelinemonitor.local.simulator.SimulatedDeal;
import io.pipelinemonitor.schema.DealEvent;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** How deals end, and how a few of them come back. */
final class Outcomes {

  private static final String[] REASONS = {
    "price", "competitor", "no decision", "budget cut", "missing feature"
  };

  private final Crm crm;
  private final Pipeline pipeline;
  private final Agenda agenda;
  private final CloseDates closeDates;
  private final Random random;

  Outcomes(Crm crm, Pipeline pipeline, Agenda agenda, CloseDates closeDates, Random random) {
    this.crm = crm;
    this.pipeline = pipeline;
    this.agenda = agenda;
    this.closeDates = closeDates;
    this.random = random;
  }

  void win(Opportunity opportunity) {
    crm.change(opportunity, event -> close(opportunity, SimulatedDeal.Status.WON, event));
    pipeline.remember(opportunity);
    if (random.nextInt(1_000) < 8) {
      agenda.on(crm.today() + 3 + random.nextInt(25), () -> reopen(opportunity));
    }
  }

  void lose(Opportunity opportunity) {
    crm.change(
        opportunity,
        event -> {
          close(opportunity, SimulatedDeal.Status.LOST, event);
          event.setLossReason(REASONS[random.nextInt(REASONS.length)]);
        });
    if (random.nextInt(100) < 3) {
      agenda.on(crm.today() + 8 + random.nextInt(45), () -> reopen(opportunity));
    }
  }

  private void close(
      Opportunity opportunity, SimulatedDeal.Status status, DealEvent.Builder event) {
    SimulatedDeal deal = opportunity.deal;
    deal.status = status;
    deal.closeDate = crm.today();
    event
        .setStageId(status == SimulatedDeal.Status.WON ? Process.WON : Process.LOST)
        .setClosedAt(event.getOccurredAt())
        .setCloseDate(LocalDate.ofEpochDay(deal.closeDate));
  }

  /** The customer has second thoughts, of a no or of a yes. */
  private void reopen(Opportunity opportunity) {
    if (opportunity.deal.isOpen() || opportunity.gone) {
      return;
    }
    boolean wasLost = opportunity.deal.status == SimulatedDeal.Status.LOST;
    opportunity.deal.status = SimulatedDeal.Status.OPEN;
    opportunity.stageSince = crm.today();
    opportunity.category = null;
    opportunity.deal.closeDate = closeDates.expected(opportunity);
    pipeline.add(opportunity);
    crm.change(
        opportunity,
        event -> {
          event
              .setStageId(opportunity.deal.process.stageId(opportunity.deal.stage))
              .setCloseDate(LocalDate.ofEpochDay(opportunity.deal.closeDate))
              .setForecastCategory(opportunity.forecastCategory());
          event.setClearedFields(wasLost ? List.of("lossReason", "closedAt") : List.of("closedAt"));
        });
  }
}
