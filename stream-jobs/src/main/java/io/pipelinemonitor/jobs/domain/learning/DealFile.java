package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one deal, and what it has taught so far. News waits for the first midnight that
 * is not before it, so what is learnt at a midnight knows nothing later.
 */
public final class DealFile {

  /** Of a deal that has taught nothing yet. */
  public static final long NEVER = Long.MIN_VALUE;

  private @Nullable DealPresent deal;
  private final SortedMap<String, DealMove> moves;
  private final List<DealNews> news;
  private long taughtAt;

  /** Nothing is known. */
  public DealFile() {
    this(null, new TreeMap<>(), List.of(), NEVER);
  }

  /**
   * @param deal what is known of it; null for nothing
   * @param moves the movements that hold, by their identifier
   * @param news in the order in which it came
   * @param taughtAt the midnight until which it has taught, microseconds since the epoch, or {@link
   *     #NEVER}
   */
  public DealFile(
      @Nullable DealPresent deal, Map<String, DealMove> moves, List<DealNews> news, long taughtAt) {
    this.deal = deal;
    this.moves = new TreeMap<>(moves);
    this.news = new ArrayList<>(news);
    this.taughtAt = taughtAt;
  }

  public @Nullable DealPresent deal() {
    return deal;
  }

  public SortedMap<String, DealMove> moves() {
    return Collections.unmodifiableSortedMap(moves);
  }

  public List<DealNews> news() {
    return Collections.unmodifiableList(news);
  }

  public long taughtAt() {
    return taughtAt;
  }

  /** A copy that later changes do not reach. */
  public DealFile copy() {
    return new DealFile(deal, moves, news, taughtAt);
  }

  /** Takes news; what is known of the deal replaces what was to be known at the same midnight. */
  public void add(DealNews latest) {
    if (latest.deal() != null) {
      news.removeIf(earlier -> earlier.deal() != null && earlier.midnight() == latest.midnight());
    }
    news.add(latest);
  }

  /**
   * Heeds the news that was due, and says what follows for what scopes learn.
   *
   * @param midnight microseconds since the epoch, not before the last one
   * @param periods how many ended periods are learnt from
   */
  public List<LessonChange> advance(long midnight, int periods, FiscalCalendar calendar) {
    List<Scope> scopesBefore = scopes();
    // What was forgotten since is forgotten everywhere: it is not taken back.
    int earliest = calendar.periodAt(midnight).index() - periods;
    DealLessons before = lessons(taughtAt, earliest, calendar);
    for (DealNews due : news) {
      if (due.midnight() <= midnight) {
        heed(due);
      }
    }
    news.removeIf(due -> due.midnight() <= midnight);
    taughtAt = midnight;
    List<Scope> scopes = scopes();
    DealLessons after = lessons(midnight, earliest, calendar);
    List<LessonChange> changes = new ArrayList<>();
    if (scopes.equals(scopesBefore)) {
      tell(midnight, scopes, after.without(before), before.without(after), changes);
    } else {
      tell(midnight, scopesBefore, DealLessons.NONE, before, changes);
      tell(midnight, scopes, after, DealLessons.NONE, changes);
    }
    return changes;
  }

  private static void tell(
      long midnight,
      List<Scope> scopes,
      DealLessons added,
      DealLessons withdrawn,
      List<LessonChange> changes) {
    if (!added.isEmpty() || !withdrawn.isEmpty()) {
      changes.add(new LessonChange(midnight, scopes, added, withdrawn));
    }
  }

  private void heed(DealNews due) {
    if (due.deal() != null) {
      deal = due.deal();
    } else if (due.changeId() == null) {
      deal = null;
      moves.clear();
    } else if (due.move() != null) {
      moves.put(due.changeId(), due.move());
    } else {
      moves.remove(due.changeId());
    }
  }

  private List<Scope> scopes() {
    List<Scope> scopes = new ArrayList<>();
    if (deal != null) {
      deal.scopes().forEach(scopes::add);
    }
    return scopes;
  }

  private DealLessons lessons(long midnight, int earliest, FiscalCalendar calendar) {
    return deal == null || midnight == NEVER
        ? DealLessons.NONE
        : DealLessons.of(deal, moves.values(), midnight, earliest, calendar);
  }

  /**
   * Whether nothing more is to come of it: no news waits, it is not open, and the figures of the
   * periods in which something last happened to it are no longer kept by whoever tells the news.
   *
   * @param reportedPeriods how many periods back figures are kept
   */
  public boolean isOver(int reportedPeriods, FiscalCalendar calendar) {
    if (!news.isEmpty()) {
      return false;
    }
    if (deal == null) {
      return moves.isEmpty();
    }
    if (deal.isOpen()) {
      return false;
    }
    Long closedAt = deal.closedAt();
    long last = closedAt == null ? deal.lastEventAt() : Math.max(closedAt, deal.lastEventAt());
    return calendar.periodAt(taughtAt).index() - calendar.periodAt(last).index() > reportedPeriods;
  }

  /**
   * When the period that runs has ended, microseconds since the epoch, if the deal may then teach
   * something or be over; else {@link #NEVER}: an open deal that stands in a period that is past,
   * or in none, waits for news.
   */
  public long nextMidnight(FiscalCalendar calendar) {
    FiscalPeriod now = calendar.periodAt(taughtAt);
    boolean teaches =
        deal != null
            && (!deal.isOpen()
                || deal.period() >= now.index()
                || calendar.periodAt(deal.lastEventAt()).index() >= now.index());
    return teaches ? calendar.startOfDay(now.endDay()) : NEVER;
  }
}
