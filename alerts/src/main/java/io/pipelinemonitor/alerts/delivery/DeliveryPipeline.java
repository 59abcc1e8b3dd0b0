package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Detail;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.MessageWriter;
import io.pipelinemonitor.alerts.domain.message.Reader;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.alerts.domain.plan.DeliveryStatus;
import io.pipelinemonitor.alerts.domain.plan.Endpoint;
import io.pipelinemonitor.alerts.domain.plan.Ledger;
import io.pipelinemonitor.alerts.domain.plan.Mailing;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import io.pipelinemonitor.alerts.domain.plan.Plan;
import io.pipelinemonitor.alerts.domain.plan.Planner;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From steps to messages that arrived.
 *
 * <pre>
 *   steps ──▶ plan: route, hold, deduplicate ─┐
 *   time ───▶ review: who else to tell ───────┤
 *   answers ▶ settle: sent, again, dead ──────┴▶ ledger ──▶ group ──▶ record ──▶ send
 *      ▲                                                              │           │
 *      │                                                 alerts.deliveries        │
 *      └────────────────────────────── channels ◀─────────────────────────────────┘
 * </pre>
 *
 * <p>Nothing leaves before it is recorded that it is about to. What is recorded and the steps are
 * all that it knows, so it can be thrown away at any moment and built up again; calls that nobody
 * has recorded the end of are then looked up. One thread at a time.
 */
public final class DeliveryPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryPipeline.class);

  private static final Duration REVIEW_EVERY = Duration.ofSeconds(1);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  private final DeliverySettings settings;
  private final Directory directory;
  private final Journal journal;
  private final Lanes lanes;
  private final Backoff backoff;
  private final DeliveryMetrics metrics;
  private final Clock clock;
  private final Ledger ledger = new Ledger();
  private final Steps steps = new Steps();
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private volatile @Nullable Instant newestStep;
  private Instant nextReview = Instant.MIN;
  private Instant nextForgetting = Instant.MIN;

  /** One that knows nothing yet. */
  public DeliveryPipeline(
      DeliverySettings settings,
      Directory directory,
      Journal journal,
      Lanes lanes,
      Backoff backoff,
      DeliveryMetrics metrics,
      Clock clock) {
    this.settings = settings;
    this.directory = directory;
    this.journal = journal;
    this.lanes = lanes;
    this.backoff = backoff;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Takes in a delivery as it was recorded; all of them before the first step. */
  public void recall(Delivery delivery) {
    boolean begun = delivery.isUnsettled() && delivery.status() != DeliveryStatus.AMBIGUOUS;
    // Whoever began it recorded no end: it may have arrived.
    ledger.record(begun ? delivery.ambiguous(now()).putOff(now()) : delivery);
  }

  /** Takes in a step for which all was decided and recorded before. */
  public void recall(Step step) {
    ledger.record(step.event());
    add(step);
    steps.prune(step.event().incidentId(), ledger);
  }

  /**
   * Does what there is to do: when it returns, what follows from the steps is recorded.
   *
   * @throws RuntimeException when that is not certain; this pipeline is of no use any more then
   */
  public void advance(List<Step> arrived) {
    Instant now = now();
    Planner planner = new Planner(directory.organisation(), directory.routes(), settings.policy());
    lanes.answers().forEach(answer -> settle(answer, planner));
    arrived.forEach(step -> plan(step, planner, now));
    review(planner, now);
    List<Call> calls = group(planner, now);
    record();
    calls.forEach(lanes::start);
  }

  /** Waits for calls that are under way and records what became of them; begins none. */
  public void drain(Duration patience) throws InterruptedException {
    Planner planner = new Planner(directory.organisation(), directory.routes(), settings.policy());
    long end = System.nanoTime() + patience.toNanos();
    while (lanes.areBusy() && System.nanoTime() < end) {
      lanes
          .answers(Duration.ofNanos(Math.max(1, end - System.nanoTime())))
          .forEach(answer -> settle(answer, planner));
    }
    record();
  }

  private void plan(Step step, Planner planner, Instant now) {
    add(step);
    Plan plan = planner.plan(step.event(), ledger, now);
    plan.deliveries().forEach(this::decide);
    plan.unreached()
        .forEach(
            (name, reason) -> {
              metrics.unreached(reason);
              LOG.info(
                  "Step {}: {} {}",
                  step.event().alertEventId(),
                  Detail.withoutNames(name),
                  reason.label());
            });
    ledger.record(step.event());
    steps.prune(step.event().incidentId(), ledger);
  }

  private void add(Step step) {
    steps.add(step);
    Instant before = newestStep;
    Instant at = step.event().times().evaluatedAt();
    newestStep = before == null || at.isAfter(before) ? at : before;
  }

  /** The moment of the newest step that it knows; null: it knows none. From any thread. */
  public @Nullable Instant newestStep() {
    return newestStep;
  }

  private void review(Planner planner, Instant now) {
    if (now.isBefore(nextReview)) {
      return;
    }
    nextReview = now.plus(REVIEW_EVERY);
    planner.review(ledger, now).forEach(this::decide);
    if (!now.isBefore(nextForgetting)) {
      nextForgetting = now.plus(FORGET_EVERY);
      ledger.forget(now.minus(settings.keepFor()));
      steps.forget(ledger);
    }
  }

  private void decide(Delivery delivery) {
    Delivery before = ledger.delivery(delivery.incidentId(), delivery.deliveryId());
    if (delivery.equals(before)) {
      return;
    }
    LOG.debug(
        "Delivery {}: {}, {}",
        delivery.deliveryId(),
        delivery.status().label(),
        delivery.reason().label());
    metrics.decided(delivery);
    change(delivery, null, null);
  }

  // What is begun.

  private List<Call> group(Planner planner, Instant now) {
    List<Call> calls = new ArrayList<>();
    Map<ChannelKind, List<Mailing>> left = new EnumMap<>(ChannelKind.class);
    lanes.kinds().forEach(kind -> left.put(kind, new ArrayList<>()));
    for (Mailing mailing : Mailing.ambiguous(ledger, now)) {
      begin(mailing, true, planner, now, calls, left);
    }
    for (Mailing mailing : Mailing.due(ledger, now)) {
      begin(mailing, false, planner, now, calls, left);
    }
    left.forEach(
        (kind, mailings) ->
            metrics.queue(
                kind,
                mailings.size(),
                mailings.stream()
                    .map(Mailing::dueAt)
                    .min(Instant::compareTo)
                    .map(oldest -> Duration.between(oldest, now))
                    .orElse(Duration.ZERO)));
    return calls;
  }

  private void begin(
      Mailing due,
      boolean ambiguous,
      Planner planner,
      Instant now,
      List<Call> calls,
      Map<ChannelKind, List<Mailing>> left) {
    Lane lane = lanes.to(due.endpoint().channel());
    if (lane == null) {
      giveUp(due, DeliveryReason.NOT_CONFIGURED, "no such channel is configured", planner);
    } else if (!lane.isUnderWay(due)) {
      if (lane.enter(due, now)) {
        Mailing mailing = ambiguous ? due : attempted(due, now);
        Outgoing outgoing = written(mailing);
        if (outgoing == null) {
          lane.leave(due);
          giveUp(due, DeliveryReason.CONTENT_REFUSED, "it could not be written", planner);
        } else {
          if (!ambiguous) {
            mailing.deliveries().forEach(delivery -> change(delivery, null, null));
          }
          calls.add(new Call(mailing, outgoing, ambiguous));
        }
      } else {
        left.getOrDefault(due.endpoint().channel(), new ArrayList<>()).add(due);
      }
    }
  }

  /** As it is once it is begun; a message of its own where there is none to change or answer. */
  private Mailing attempted(Mailing due, Instant now) {
    return new Mailing(
        due.endpoint(),
        due.deliveries().stream()
            .map(
                delivery ->
                    needsAnchor(delivery.manner()) && ledger.anchor(delivery) == null
                        ? delivery.onItsOwn()
                        : delivery)
            .map(delivery -> delivery.attempted(now))
            .toList());
  }

  private static boolean needsAnchor(Manner manner) {
    return switch (manner) {
      case UPDATE, UPDATE_AND_REPLY, REPLY -> true;
      case NEW_MESSAGE, IN_DIGEST -> false;
    };
  }

  /** In words; null: that cannot be done. */
  private @Nullable Outgoing written(Mailing mailing) {
    Reader reader = reader(mailing.endpoint());
    List<Content.Step> contents = new ArrayList<>();
    try {
      for (Delivery delivery : mailing.deliveries()) {
        Step step = steps.of(delivery);
        if (step == null) {
          LOG.error("Step {} is on alerts.events no more", delivery.alertEventId());
          return null;
        }
        Message message = MessageWriter.write(step.event(), reader, page(delivery.incidentId()));
        boolean quieted = ledger.isQuieted(delivery.incidentId());
        contents.add(new Content.Step(step.event(), quieted ? message.asQuieted() : message));
      }
    } catch (RuntimeException e) {
      // One message that cannot be written must not hold up all others.
      LOG.error("Delivery {} could not be written", Detail.withoutNames(mailing.id()), e);
      return null;
    }
    Delivery first = mailing.deliveries().get(0);
    Delivery anchor = needsAnchor(first.manner()) ? ledger.anchor(first) : null;
    return new Outgoing(
        mailing.id(),
        mailing.endpoint(),
        first.manner(),
        mailing.isDigest()
            ? new Content.Together(Digest.of(contents.stream().map(Content.Step::message).toList()))
            : contents.get(0),
        anchor == null ? null : new Outgoing.Anchor(anchor.deliveryId(), anchor.messageId()),
        first.possibleRepeat(),
        mailing.plannedAt());
  }

  /** What a person has not said of itself, and who reads a channel, is as it is for the site. */
  private Reader reader(Endpoint endpoint) {
    Member member =
        endpoint.channel().isForPeople()
            ? directory.organisation().members().get(endpoint.recipient())
            : null;
    Locale locale = member == null ? null : member.locale();
    ZoneId zone = member == null ? null : member.zone();
    return new Reader(
        locale == null ? settings.locale() : locale,
        zone == null ? settings.policy().zone() : zone);
  }

  private @Nullable URI page(String incidentId) {
    URI incidents = settings.incidentPage();
    return incidents == null ? null : URI.create(incidents + incidentId);
  }

  // What became of it.

  private void settle(Answer answer, Planner planner) {
    // What was sent together stays together, so all of it waits for as long.
    int attempts = answer.call().mailing().deliveries().get(0).attempts();
    Instant again = answer.at().truncatedTo(ChronoUnit.MILLIS).plus(backoff.after(attempts));
    for (Delivery begun : answer.call().mailing().deliveries()) {
      Delivery current = ledger.delivery(begun.incidentId(), begun.deliveryId());
      // It may be another instance's by now.
      if (current != null && current.isUnsettled() && steps.of(current) != null) {
        settle(answer.repeated() ? current.repeated() : current, answer, again, planner);
      }
    }
  }

  private void settle(Delivery delivery, Answer answer, Instant again, Planner planner) {
    ChannelKind channel = delivery.endpoint().channel();
    Instant at = answer.at().truncatedTo(ChronoUnit.MILLIS);
    SendResult result = answer.result();
    boolean mayHaveArrived = answer.call().lookUpFirst();
    if (result instanceof SendResult.Sent sent) {
      Delivery arrived = delivery.sent(at, sent.reference());
      change(arrived, null, null);
      Step step = steps.of(arrived);
      if (step != null) {
        metrics.sent(arrived, step, at);
      }
    } else if (result instanceof SendResult.Wait wait) {
      metrics.waited(channel, wait.reason());
      Instant dueAt = at.plus(wait.retryAfter());
      if (mayHaveArrived) {
        change(delivery.putOff(dueAt), wait.reason(), wait.detail());
      } else {
        missed(delivery.uncounted(), planner, dueAt, at, wait.reason(), wait.detail());
      }
    } else if (result instanceof SendResult.Retry retry) {
      tryAgain(delivery, mayHaveArrived, planner, at, again, retry.reason(), retry.detail());
    } else if (result instanceof SendResult.Ambiguous unknown) {
      tryAgain(delivery, true, planner, at, again, unknown.reason(), unknown.detail());
    } else if (result instanceof SendResult.Dead dead) {
      if (dead.reason() == DeliveryReason.ANCHOR_GONE && needsAnchor(delivery.manner())) {
        missed(delivery.onItsOwn(), planner, at, at, dead.reason(), dead.detail());
      } else {
        missed(delivery, planner, null, at, dead.reason(), dead.detail());
      }
    }
  }

  private void tryAgain(
      Delivery delivery,
      boolean mayHaveArrived,
      Planner planner,
      Instant at,
      Instant again,
      DeliveryReason reason,
      String detail) {
    Instant first = delivery.firstAttemptedAt();
    if (first != null && at.isAfter(first.plus(settings.retryFor()))) {
      missed(delivery, planner, null, at, reason, detail);
      return;
    }
    metrics.retry(delivery.endpoint().channel(), reason);
    if (mayHaveArrived) {
      change(delivery.ambiguous(at).putOff(again), reason, detail);
    } else {
      missed(delivery, planner, again, at, reason, detail);
    }
  }

  /** What follows where it has not arrived; without a time to try again it is given up. */
  private void missed(
      Delivery delivery,
      Planner planner,
      @Nullable Instant dueAt,
      Instant at,
      DeliveryReason reason,
      String detail) {
    for (Delivery next : planner.missed(delivery, ledger, dueAt, at)) {
      if (next.status() == DeliveryStatus.DEAD) {
        metrics.dead(next, reason);
        // What the other side said may repeat what the message says; it is in the record.
        LOG.warn(
            "Delivery {} given up: {}", Detail.withoutNames(next.deliveryId()), reason.label());
        LOG.debug("Delivery {}: {}", next.deliveryId(), detail);
      } else if (next.isOver()) {
        metrics.decided(next);
      }
      change(next, reason, detail);
    }
  }

  private void giveUp(Mailing mailing, DeliveryReason reason, String detail, Planner planner) {
    mailing
        .deliveries()
        .forEach(delivery -> missed(delivery, planner, null, now(), reason, detail));
  }

  // What is remembered.

  private void change(
      Delivery delivery, @Nullable DeliveryReason failure, @Nullable String detail) {
    Step step = steps.of(delivery);
    ledger.record(delivery);
    if (step != null) {
      changes.put(delivery.deliveryId(), new Change(delivery, step, failure, detail));
    }
  }

  /** Of a delivery that has changed more than once only how it is now. */
  private void record() {
    if (changes.isEmpty()) {
      return;
    }
    journal.write(List.copyOf(changes.values()));
    changes.values().forEach(change -> steps.prune(change.delivery().incidentId(), ledger));
    changes.clear();
  }

  /** Kafka's timestamps have milliseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
