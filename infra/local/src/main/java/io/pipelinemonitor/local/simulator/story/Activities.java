package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.SimulatedDeal;
import io.pipelinemonitor.local.simulator.Timing;
import io.pipelinemonitor.schema.ActivityDirection;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.ActivityKind;
import io.pipelinemonitor.schema.ActivityStatus;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Calls, mails and meetings around open deals. */
final class Activities {

  private static final ActivityKind[] KINDS = {
    ActivityKind.EMAIL,
    ActivityKind.EMAIL,
    ActivityKind.CALL,
    ActivityKind.MEETING,
    ActivityKind.NOTE
  };

  private final Random random;
  private final Timing timing;
  private final Journal journal;
  private final FeedOutage outage;
  private int count;

  Activities(Random random, Timing timing, Journal journal, FeedOutage outage) {
    this.random = random;
    this.timing = timing;
    this.journal = journal;
    this.outage = outage;
  }

  /** What was done on a workday: more for deals that are to close soon, or about to be won. */
  void live(TeamQuarter team, long day) {
    for (SimulatedDeal deal : team.deals()) {
      if (team.isCaredFor(deal) && random.nextInt(100) < chance(deal, day)) {
        touch(deal, timing.workingMoment(deal.team, day));
      }
    }
  }

  private static int chance(SimulatedDeal deal, long day) {
    if (deal.stage == deal.process.stages() - 1) {
      return 35;
    }
    return deal.closeDate - day < 21 ? 25 : 9;
  }

  private void touch(SimulatedDeal deal, long at) {
    ActivityKind kind = KINDS[random.nextInt(KINDS.length)];
    List<String> contacts = new ArrayList<>();
    contacts.add(deal.accountId + "-contact-" + (1 + random.nextInt(deal.contacts)));
    String id = "activity-" + ++count;
    journal.add(
        outage.arrival(at),
        Topics.ACTIVITY_EVENTS,
        ActivityEvent.newBuilder()
            .setEventId(id + "-1")
            .setActivityId(id)
            .setDealId(deal.dealId)
            .setAccountId(deal.accountId)
            .setOwnerId(deal.owner.memberId())
            .setSource("mail-and-calendar")
            .setKind(kind)
            .setDirection(
                random.nextInt(3) == 0 ? ActivityDirection.INBOUND : ActivityDirection.OUTBOUND)
            .setStatus(ActivityStatus.COMPLETED)
            .setOccurredAt(Journal.instant(at))
            .setDurationSeconds(
                kind == ActivityKind.MEETING || kind == ActivityKind.CALL
                    ? (long) (5 + random.nextInt(50)) * 60
                    : null)
            .setContactIds(contacts)
            .setAutomated(kind == ActivityKind.EMAIL && random.nextInt(5) == 0)
            .build());
  }
}
