package io.pipelinemonitor.local.simulator.quarters;

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

/** Mails, calls and meetings around open deals: more where it goes well. */
final class Touches {

  private static final ActivityKind[] SHORT = {
    ActivityKind.EMAIL,
    ActivityKind.EMAIL,
    ActivityKind.EMAIL,
    ActivityKind.CALL,
    ActivityKind.CALL,
    ActivityKind.MESSAGE,
    ActivityKind.NOTE,
    ActivityKind.TASK
  };

  private final Crm crm;
  private final Journal journal;
  private final Agenda agenda;
  private final Random random;
  private int count;

  Touches(Crm crm, Journal journal, Agenda agenda, Random random) {
    this.crm = crm;
    this.journal = journal;
    this.agenda = agenda;
    this.random = random;
  }

  /** What is done about the deal on a workday. */
  void work(Opportunity opportunity) {
    double discipline = opportunity.seller.style.discipline();
    boolean soon = opportunity.deal.closeDate - crm.today() < 21;
    double chance = (soon ? 0.2 : 0.11) * warmth(opportunity) * (0.6 + 0.7 * discipline);
    double roll = random.nextDouble();
    if (roll < 0.22 * chance) {
      planMeeting(opportunity);
    } else if (roll < chance) {
      touch(opportunity);
    } else if (opportunity.deal.stage == 0 && random.nextInt(100) < 3) {
      sendSequence(opportunity);
    }
  }

  /** From 0.25 for a deal that fits badly or goes nowhere to 1.75 for the best. */
  private double warmth(Opportunity opportunity) {
    double stay = 1 / SellingOdds.decide(opportunity);
    boolean stuck = crm.today() - opportunity.stageSince > 2.2 * stay;
    double good = 1.6 * (opportunity.fit + opportunity.seller.style.skill()) - (stuck ? 1.2 : 0);
    return 0.25 + 1.5 / (1 + Math.exp(-good));
  }

  private void touch(Opportunity opportunity) {
    ActivityKind kind = SHORT[random.nextInt(SHORT.length)];
    long at = moment(opportunity);
    ActivityEvent.Builder activity =
        activity(opportunity, kind, ActivityStatus.COMPLETED, at)
            .setDirection(
                random.nextDouble() < 0.2 * warmth(opportunity)
                    ? ActivityDirection.INBOUND
                    : ActivityDirection.OUTBOUND);
    if (kind == ActivityKind.CALL) {
      activity.setDurationSeconds((2 + random.nextInt(30)) * 60L);
    }
    report(activity.build(), at);
    if (random.nextInt(250) == 0) {
      String activityId = activity.getActivityId();
      agenda.on(crm.today() + 1, () -> remove(opportunity, kind, activityId));
    }
  }

  /** Logged with the wrong deal, for example. */
  private void remove(Opportunity opportunity, ActivityKind kind, String activityId) {
    long at = moment(opportunity);
    report(again(opportunity, kind, ActivityStatus.DELETED, activityId, 2, at).build(), at);
  }

  private void sendSequence(Opportunity opportunity) {
    long at = moment(opportunity);
    report(
        activity(opportunity, ActivityKind.EMAIL, ActivityStatus.COMPLETED, at)
            .setDirection(ActivityDirection.OUTBOUND)
            .setSource("mail-sequences")
            .setAutomated(true)
            .setSubject("Have you had a chance to look?")
            .build(),
        at);
  }

  private void planMeeting(Opportunity opportunity) {
    long at = moment(opportunity);
    long day = crm.today() + 2 + random.nextInt(9);
    while (!Timing.isWorkday(day)) {
      day++;
    }
    long due = crm.timing().workingMoment(opportunity.deal.team, day);
    ActivityEvent plan =
        activity(opportunity, ActivityKind.MEETING, ActivityStatus.SCHEDULED, at)
            .setScheduledFor(Journal.instant(due))
            .build();
    report(plan, at);
    agenda.on(day, () -> meet(opportunity, plan, due));
  }

  /** Meetings about deals that go badly are called off more often. */
  private void meet(Opportunity opportunity, ActivityEvent plan, long due) {
    boolean held = opportunity.isOpen() && random.nextDouble() < 0.62 + 0.19 * warmth(opportunity);
    long at = held ? due : due - Timing.HOUR;
    ActivityEvent.Builder event =
        ActivityEvent.newBuilder(plan)
            .setEventId(plan.getActivityId() + "-2")
            .setStatus(held ? ActivityStatus.COMPLETED : ActivityStatus.CANCELLED)
            .setOccurredAt(Journal.instant(at));
    if (held) {
      event.setDurationSeconds((1 + random.nextInt(4)) * 1_800L);
    }
    report(event.build(), held ? due + 2 * Timing.HOUR : at);
  }

  private ActivityEvent.Builder activity(
      Opportunity opportunity, ActivityKind kind, ActivityStatus status, long at) {
    return again(opportunity, kind, status, "activity-" + ++count, 1, at);
  }

  private ActivityEvent.Builder again(
      Opportunity opportunity,
      ActivityKind kind,
      ActivityStatus status,
      String activityId,
      int version,
      long at) {
    SimulatedDeal deal = opportunity.deal;
    return ActivityEvent.newBuilder()
        .setEventId(activityId + "-" + version)
        .setActivityId(activityId)
        .setDealId(deal.dealId)
        .setAccountId(deal.accountId)
        .setOwnerId(deal.owner.memberId())
        .setSource("mail-and-calendar")
        .setKind(kind)
        .setStatus(status)
        .setOccurredAt(Journal.instant(at))
        .setContactIds(contacts(deal));
  }

  private List<String> contacts(SimulatedDeal deal) {
    List<String> contacts = new ArrayList<>();
    int first = random.nextInt(deal.contacts);
    int together = random.nextInt(3) == 0 ? Math.min(2, deal.contacts) : 1;
    for (int i = 0; i < together; i++) {
      contacts.add(deal.accountId + "-contact-" + (1 + (first + i) % deal.contacts));
    }
    return contacts;
  }

  private long moment(Opportunity opportunity) {
    return crm.timing().workingMoment(opportunity.deal.team, crm.today());
  }

  private void report(ActivityEvent activity, long at) {
    // Calendars and mailboxes are read every few minutes.
    journal.add(at + random.nextLong(10 * Timing.MINUTE), Topics.ACTIVITY_EVENTS, activity);
  }
}
