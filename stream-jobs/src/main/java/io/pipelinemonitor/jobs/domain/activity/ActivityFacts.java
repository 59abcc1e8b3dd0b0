package io.pipelinemonitor.jobs.domain.activity;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the activities of one key, a deal or a member: of each activity the greatest
 * report, whatever the order in which they arrived.
 *
 * <p>Adding is commutative, associative and idempotent. Memory is bounded: {@link #foldTo} forgets
 * what was reported of an activity once all of it is older than its {@link ActivityRetention}. That
 * never changes what is counted within the retention, in whatever order reports arrive and time
 * goes on: what is forgotten could only have overridden reports that are still older, and those are
 * not accepted any more. Of what is forgotten a few dates are remembered, {@link ActivityPast}.
 * They go by what was known when it was forgotten: a report that comes later still does not take
 * them back.
 *
 * <p>One order of arrival does show: an activity that was planned as a meeting, later became
 * something other than a meeting, and is forgotten as that, is a meeting again if the plan arrives
 * only then.
 */
public final class ActivityFacts {

  /** What became of a report. */
  public enum Outcome {
    /** It says something new of its activity. */
    NEW,
    /** It is a duplicate, or a greater report of the activity is known. */
    KNOWN,
    /** It is older than anything that is kept: at most a remembered date changes. */
    TOO_OLD
  }

  /**
   * The greatest report of an activity.
   *
   * @param activity the report
   * @param keptUntil the latest instant up to which any known report of the activity is to be kept,
   *     microseconds of stream time
   */
  public record Entry(Activity activity, long keptUntil) {

    private long occurredAt() {
      return activity.occurredAt();
    }
  }

  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private ActivityPast past;
  private long foldedTo;

  /** Nothing known yet. */
  public ActivityFacts() {
    this(List.of(), ActivityPast.NOTHING, Long.MIN_VALUE);
  }

  /**
   * Facts read back from state.
   *
   * @param entries see {@link #entries()}
   * @param past see {@link #past()}
   * @param foldedTo see {@link #foldedTo()}
   */
  public ActivityFacts(Collection<Entry> entries, ActivityPast past, long foldedTo) {
    entries.forEach(entry -> this.entries.put(entry.activity().activityId(), entry));
    this.past = past;
    this.foldedTo = foldedTo;
  }

  /** A copy that shares only what never changes. */
  public ActivityFacts copy() {
    return new ActivityFacts(entries.values(), past, foldedTo);
  }

  /** Adds a report. */
  public Outcome add(Activity activity, ActivityRetention retention) {
    long keptUntil = retention.until(activity);
    Entry known = entries.get(activity.activityId());
    if (known == null) {
      if (keptUntil <= foldedTo) {
        forget(activity);
        return Outcome.TOO_OLD;
      }
      entries.put(activity.activityId(), new Entry(activity, keptUntil));
      return Outcome.NEW;
    }
    Entry joined =
        new Entry(
            activity.compareTo(known.activity()) > 0 ? activity : known.activity(),
            Math.max(keptUntil, known.keptUntil()));
    entries.put(activity.activityId(), joined);
    return joined.equals(known) ? Outcome.KNOWN : Outcome.NEW;
  }

  /**
   * Forgets what can no longer matter. A time before one that was given earlier changes nothing.
   *
   * @param streamTime microseconds since the epoch
   * @return whether anything was forgotten
   */
  public boolean foldTo(long streamTime, ActivityRetention retention) {
    foldedTo = Math.max(foldedTo, streamTime);
    if (foldedTo < nextFold()) {
      return false;
    }
    past =
        past.withContactsUntil(
            touchedUntil(
                retention.contacts(), retention.contactWindow(), foldedTo - retention.touches()));
    entries
        .values()
        .removeIf(
            entry -> {
              boolean isOver = entry.keptUntil() <= foldedTo;
              if (isOver) {
                forget(entry.activity());
              }
              return isOver;
            });
    return true;
  }

  private void forget(Activity activity) {
    if (activity.isMeaningfulTouch()) {
      past = past.withTouch(activity.occurredAt());
    }
    past = past.withMeetingUntil(activity.meetingPlannedUntil());
  }

  /** When there is next something to forget, microseconds of stream time; never: the greatest. */
  public long nextFold() {
    long next = Long.MAX_VALUE;
    for (Entry entry : entries.values()) {
      next = Math.min(next, entry.keptUntil());
    }
    return next;
  }

  /** What is kept, in the order of the activities' identifiers; not to be changed. */
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** What is remembered of activities that are no longer kept. */
  public ActivityPast past() {
    return past;
  }

  /** The greatest stream time up to which was folded, microseconds; the least long: never. */
  public long foldedTo() {
    return foldedTo;
  }

  /** When the last meaningful touch took place, microseconds; null if there was none. */
  public @Nullable Long lastTouch() {
    Long last = past.lastTouch();
    for (Entry touch : touches()) {
      last = ActivityPast.later(last, touch.occurredAt());
    }
    return last;
  }

  /** When the first meaningful touch took place, microseconds; null if there was none. */
  public @Nullable Long firstTouch() {
    ActivityPast all = past;
    for (Entry touch : touches()) {
      all = all.withTouch(touch.occurredAt());
    }
    return all.firstTouch();
  }

  /** The day of the first meaningful touch, an epoch day; null if there was none. */
  public @Nullable Long firstTouchedDay(FiscalCalendar calendar) {
    Long first = firstTouch();
    return first == null ? null : (Long) calendar.epochDay(first);
  }

  /** How many contacts were touched after that instant, in microseconds. */
  public int contactsTouchedAfter(long instant) {
    int count = 0;
    for (long touchedAt : contactTouches()) {
      count += touchedAt > instant ? 1 : 0;
    }
    return count;
  }

  /** When each contact was last touched meaningfully, latest first, microseconds. */
  public List<Long> contactTouches() {
    Map<String, Long> byContact = new HashMap<>();
    for (Entry touch : touches()) {
      for (String contactId : touch.activity().contactIds()) {
        byContact.merge(contactId, touch.occurredAt(), Math::max);
      }
    }
    List<Long> instants = new ArrayList<>(byContact.values());
    instants.sort(Collections.reverseOrder());
    return instants;
  }

  /**
   * The latest instant up to which that many contacts had been touched within the window. As far
   * back as nothing is kept, this is remembered for the number and window of {@link
   * ActivityRetention}.
   *
   * @param window microseconds
   * @return microseconds since the epoch; null if there never were so many
   */
  public @Nullable Long contactsTouchedUntil(int contacts, long window) {
    return ActivityPast.later(past.contactsUntil(), touchedUntil(contacts, window, Long.MAX_VALUE));
  }

  /**
   * The same of what is kept, when one of those contacts had last been touched no later than that:
   * what is remembered for good must not rest on reports that may still be corrected.
   */
  private @Nullable Long touchedUntil(int contacts, long window, long notAfter) {
    List<Entry> touches = touches();
    touches.sort(Comparator.comparingLong(Entry::occurredAt).reversed());
    Map<String, Long> nextTouch = new HashMap<>();
    for (Entry touch : touches) {
      long until = touch.occurredAt() + window;
      touch.activity().contactIds().forEach(id -> nextTouch.put(id, touch.occurredAt()));
      if (touch.occurredAt() <= notAfter
          && !touch.activity().contactIds().isEmpty()
          && nextTouch.values().stream().filter(next -> next < until).count() >= contacts) {
        return until;
      }
    }
    return null;
  }

  /** Whether a meeting is scheduled for later than {@code now}. */
  public boolean isMeetingScheduled(long now) {
    Long latest = latestScheduledMeeting();
    return latest != null && latest > now;
  }

  /** For when the latest of the meetings that are still scheduled is, microseconds; null: none. */
  public @Nullable Long latestScheduledMeeting() {
    Long latest = null;
    for (Entry entry : entries.values()) {
      if (entry.activity().status() == ActivityStatus.SCHEDULED) {
        latest = ActivityPast.later(latest, entry.activity().meetingPlannedUntil());
      }
    }
    return latest;
  }

  /**
   * Up to when a meeting was planned, or is: the latest appointed time, or when that meeting was
   * held or called off if that was earlier. Microseconds; null if there was none.
   */
  public @Nullable Long meetingUntil() {
    Long latest = past.meetingUntil();
    for (Entry entry : entries.values()) {
      latest = ActivityPast.later(latest, entry.activity().meetingPlannedUntil());
    }
    return latest;
  }

  /**
   * Meaningful touches by member, kind and day.
   *
   * @param calendar where midnight is
   * @param fromDay the first day that counts, an epoch day
   * @param toDay the last day that counts, an epoch day
   * @return without empty buckets
   */
  public SortedMap<TouchBucket, Integer> touchesByDay(
      FiscalCalendar calendar, long fromDay, long toDay) {
    SortedMap<TouchBucket, Integer> buckets = new TreeMap<>();
    for (Entry touch : touches()) {
      long day = calendar.epochDay(touch.occurredAt());
      if (day >= fromDay && day <= toDay) {
        buckets.merge(
            new TouchBucket(touch.activity().ownerId(), touch.activity().kind(), day),
            1,
            Integer::sum);
      }
    }
    return buckets;
  }

  private List<Entry> touches() {
    List<Entry> touches = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.activity().isMeaningfulTouch()) {
        touches.add(entry);
      }
    }
    return touches;
  }
}
