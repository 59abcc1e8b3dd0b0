package io.pipelinemonitor.jobs.domain.explanation;

import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one deal adds to the amounts of its scopes, and what was published of it lately.
 *
 * <p>What is published takes effect at its own moment, under the organisation of that moment: as in
 * the figures. When the organisation changes, what the deal adds moves with its owner. So what has
 * been sent to a scope is always, in sum, what the deal adds to it.
 *
 * <p>It ends with the periods that the deal counts in.
 */
public final class DealBook {

  /** Nothing is left to do. */
  public static final long NEVER = Long.MAX_VALUE;

  private final TreeMap<Long, List<DealChange>> changesToCome = new TreeMap<>();
  private final TreeMap<Long, List<DealBooking>> bookingsToCome = new TreeMap<>();
  private final TreeMap<String, Publications> publications = new TreeMap<>();
  private final TreeMap<Holding, Long> holdings = new TreeMap<>();
  private @Nullable DealBooking booking;
  private @Nullable String name;
  private long forgottenTo = Long.MIN_VALUE;

  /**
   * Where a deal adds something by itself.
   *
   * @param money to which amount
   * @param period of which period
   * @param scope a rep, segment, product, territory or pipeline
   */
  public record Holding(Money money, String period, Scope scope) implements Comparable<Holding> {

    @Override
    public int compareTo(Holding other) {
      int byMoney = money.compareTo(other.money);
      int byPeriod = byMoney != 0 ? byMoney : period.compareTo(other.period);
      int byType = byPeriod != 0 ? byPeriod : scope.type().compareTo(other.scope.type());
      return byType != 0 ? byType : scope.id().compareTo(other.scope.id());
    }
  }

  /** A book of which nothing is known. */
  public DealBook() {}

  /** As it was stored. */
  public DealBook(
      List<DealChange> changesToCome,
      List<DealBooking> bookingsToCome,
      Map<String, Publications> publications,
      Map<Holding, Long> holdings,
      @Nullable DealBooking booking,
      @Nullable String name,
      long forgottenTo) {
    changesToCome.forEach(this::take);
    bookingsToCome.forEach(this::take);
    this.publications.putAll(publications);
    this.holdings.putAll(holdings);
    this.booking = booking;
    this.name = name;
    this.forgottenTo = forgottenTo;
  }

  /** Changes of it do not reach this one. */
  public DealBook copy() {
    return new DealBook(
        changesToCome(), bookingsToCome(), publications, holdings, booking, name, forgottenTo);
  }

  /** Takes in a movement, to have its effect when {@link #advance} reaches its moment. */
  public void take(DealChange change) {
    changesToCome.computeIfAbsent(change.asOf(), moment -> new ArrayList<>()).add(change);
  }

  /** Takes in what the deal is booked with, from its moment on. */
  public void take(DealBooking next) {
    bookingsToCome.computeIfAbsent(next.asOf(), moment -> new ArrayList<>()).add(next);
  }

  /** Lets everything up to that moment have its effect. */
  public List<ScopeMove> advance(
      String dealId, long to, Organisation organisation, Horizon horizon) {
    Sending sending = new Sending(dealId, organisation);
    for (DealChange change : due(changesToCome, to)) {
      apply(change, horizon, sending);
    }
    for (DealBooking next : due(bookingsToCome, to)) {
      apply(next, horizon, sending);
    }
    return sending.moves;
  }

  private static <T> List<T> due(TreeMap<Long, List<T>> toCome, long to) {
    List<T> due = new ArrayList<>();
    SortedMap<Long, List<T>> reached = toCome.headMap(to, true);
    reached.values().forEach(due::addAll);
    reached.clear();
    return due;
  }

  private void apply(DealChange change, Horizon horizon, Sending sending) {
    if (change.asOf() <= forgottenTo || horizon.endOf(change.period()) <= change.asOf()) {
      return;
    }
    name = change.name() == null ? name : change.name();
    Publications before = publications.getOrDefault(change.changeId(), Publications.NONE);
    Publications after = before.with(change);
    publications.put(change.changeId(), after);
    Map<Long, Integer> effects = new TreeMap<>(after.effects());
    before.effects().forEach((moment, times) -> effects.merge(moment, -times, Integer::sum));
    effects.forEach(
        (moment, times) -> {
          for (Scope scope : change.ownScopes()) {
            sending.add(
                new Holding(Money.OPEN, change.period(), scope),
                change.scopes().ownerId(),
                change.what(),
                times * change.delta(),
                moment);
          }
        });
  }

  private void apply(DealBooking published, Horizon horizon, Sending sending) {
    DealBooking before = booking;
    String period = published.period();
    boolean booked = period != null && horizon.endOf(period) > published.asOf();
    if (before == null ? !booked : published.asOf() < before.asOf()) {
      return;
    }
    DealBooking after =
        booked
            ? published
            : new DealBooking(
                published.name(), null, published.scopes(), 0, published.what(), published.asOf());
    booking = after;
    name = after.name() == null ? name : after.name();
    Map<Holding, Long> had = amounts(before);
    Map<Holding, Long> has = amounts(after);
    Set<Holding> all = new LinkedHashSet<>(had.keySet());
    all.addAll(has.keySet());
    for (Holding holding : all) {
      long delta = has.getOrDefault(holding, 0L) - had.getOrDefault(holding, 0L);
      DealScopes scopes =
          has.containsKey(holding) || before == null ? after.scopes() : before.scopes();
      sending.add(
          holding,
          scopes.ownerId(),
          cause(before, after, had.containsKey(holding), has.containsKey(holding), delta),
          delta,
          after.asOf());
    }
  }

  private static Map<Holding, Long> amounts(@Nullable DealBooking booking) {
    Map<Holding, Long> amounts = new TreeMap<>();
    if (booking != null && booking.period() != null) {
      String period = booking.period();
      booking
          .scopes()
          .forEach(
              scope -> amounts.put(new Holding(Money.BOOKED, period, scope), booking.amount()));
    }
    return amounts;
  }

  /** What happened to what the deal is booked with, seen from one scope and period. */
  private static Happened cause(
      @Nullable DealBooking before, DealBooking after, boolean had, boolean has, long delta) {
    Happened what = after.what();
    String from = before == null ? null : before.period();
    String to = after.period();
    if (from == null || to == null) {
      return what;
    }
    if (had && has) {
      return because(delta > 0 ? MovementCause.INCREASED : MovementCause.DECREASED, null, what);
    }
    if (from.equals(to)) {
      return because(
          has ? MovementCause.TRANSFERRED_IN : MovementCause.TRANSFERRED_OUT, null, what);
    }
    boolean later = to.compareTo(from) > 0;
    if (has) {
      return because(later ? MovementCause.PUSHED_IN : MovementCause.PULLED_IN, from, what);
    }
    return because(later ? MovementCause.PUSHED_OUT : MovementCause.PULLED_OUT, to, what);
  }

  private static Happened because(MovementCause cause, @Nullable String period, Happened what) {
    return new Happened(cause, period, what.eventId(), what.occurredAt());
  }

  /** Where the deal adds something now, units and the company included. */
  public Set<Scope> countsIn(Organisation organisation) {
    Set<Scope> scopes = new LinkedHashSet<>();
    for (Holding holding : holdings.keySet()) {
      if (!holding.scope().equals(Scope.UNOWNED)) {
        scopes.add(holding.scope());
      }
      scopes.addAll(organisation.ancestors(holding.scope()));
    }
    return scopes;
  }

  /** The units in which the deal adds to an open amount now, the company included. */
  public Set<Scope> openIn(Organisation organisation) {
    Set<Scope> units = new LinkedHashSet<>();
    for (Holding holding : holdings.keySet()) {
      if (holding.money() == Money.OPEN) {
        units.addAll(organisation.ancestors(holding.scope()));
      }
    }
    return units;
  }

  /** Takes what the deal adds out of units that its owner has left, and into the new ones. */
  public List<ScopeMove> reorganise(
      String dealId, Organisation before, Organisation after, long at) {
    Sending sending = new Sending(dealId, after);
    holdings.forEach(
        (holding, amount) -> {
          if (holding.scope().type() == ScopeType.REP) {
            List<Scope> left = before.ancestors(holding.scope());
            List<Scope> entered = after.ancestors(holding.scope());
            for (Scope scope : left) {
              if (!entered.contains(scope)) {
                sending.send(
                    scope, holding, null, moved(MovementCause.TRANSFERRED_OUT, at), -amount, at);
              }
            }
            for (Scope scope : entered) {
              if (!left.contains(scope)) {
                sending.send(
                    scope, holding, null, moved(MovementCause.TRANSFERRED_IN, at), amount, at);
              }
            }
          }
        });
    return sending.moves;
  }

  private static Happened moved(MovementCause cause, long at) {
    return new Happened(cause, null, null, at);
  }

  /** Forgets what nothing can ask for any more. */
  public void forget(long now, Horizon horizon) {
    long to = now - Horizon.REMEMBERED;
    forgottenTo = Math.max(forgottenTo, to);
    publications.replaceAll(
        (id, known) -> known.moments().firstKey() <= to ? known.after(to) : known);
    publications.values().removeIf(known -> known.moments().isEmpty());
    holdings.keySet().removeIf(holding -> horizon.endOf(holding.period()) <= now);
    if (booking != null && endOf(booking, horizon) <= now) {
      booking = null;
    }
  }

  private static long endOf(DealBooking booking, Horizon horizon) {
    return booking.period() == null
        ? booking.asOf() + Horizon.REMEMBERED
        : horizon.endOf(booking.period());
  }

  /** When there is something to do again. */
  public long wakeAt(Horizon horizon) {
    long wakeAt = NEVER;
    if (!changesToCome.isEmpty()) {
      wakeAt = Math.min(wakeAt, changesToCome.firstKey());
    }
    if (!bookingsToCome.isEmpty()) {
      wakeAt = Math.min(wakeAt, bookingsToCome.firstKey());
    }
    for (Publications known : publications.values()) {
      wakeAt = Math.min(wakeAt, known.moments().firstKey() + Horizon.REMEMBERED);
    }
    for (Holding holding : holdings.keySet()) {
      wakeAt = Math.min(wakeAt, horizon.endOf(holding.period()));
    }
    return booking == null ? wakeAt : Math.min(wakeAt, endOf(booking, horizon));
  }

  /** The movements that wait for their moment. */
  public List<DealChange> changesToCome() {
    return changesToCome.values().stream().flatMap(List::stream).toList();
  }

  /** The bookings that wait for their moment. */
  public List<DealBooking> bookingsToCome() {
    return bookingsToCome.values().stream().flatMap(List::stream).toList();
  }

  /** When movements were published lately, by identity. */
  public Map<String, Publications> publications() {
    return publications;
  }

  /** What the deal adds, by where; never 0. */
  public Map<Holding, Long> holdings() {
    return holdings;
  }

  /** What the deal is booked with; null for nothing. */
  public @Nullable DealBooking booking() {
    return booking;
  }

  /** What people call the deal, as last heard; null for no name. */
  public @Nullable String name() {
    return name;
  }

  /** A movement that was published up to then is a repetition. */
  public long forgottenTo() {
    return forgottenTo;
  }

  /** What goes out to scopes in one step. */
  private final class Sending {

    private final String dealId;
    private final Organisation organisation;
    private final List<ScopeMove> moves = new ArrayList<>();

    Sending(String dealId, Organisation organisation) {
      this.dealId = dealId;
      this.organisation = organisation;
    }

    void add(Holding holding, @Nullable String ownerId, Happened what, long delta, long asOf) {
      if (delta == 0) {
        return;
      }
      long amount = holdings.getOrDefault(holding, 0L) + delta;
      if (amount == 0) {
        holdings.remove(holding);
      } else {
        holdings.put(holding, amount);
      }
      if (!holding.scope().equals(Scope.UNOWNED)) {
        send(holding.scope(), holding, ownerId, what, delta, asOf);
      }
      for (Scope above : organisation.ancestors(holding.scope())) {
        send(above, holding, ownerId, what, delta, asOf);
      }
    }

    void send(
        Scope scope,
        Holding holding,
        @Nullable String ownerId,
        Happened what,
        long delta,
        long asOf) {
      moves.add(
          new ScopeMove(
              scope,
              holding.period(),
              holding.money(),
              dealId,
              name,
              ownerId == null ? ownerOf(holding) : ownerId,
              what,
              delta,
              standing(scope, holding),
              asOf));
    }

    private @Nullable String ownerOf(Holding holding) {
      boolean owned =
          holding.scope().type() == ScopeType.REP && !holding.scope().equals(Scope.UNOWNED);
      return owned ? holding.scope().id() : null;
    }

    /** What the deal adds to a scope: by itself, or through the reps below. */
    private long standing(Scope scope, Holding like) {
      long standing = 0;
      for (Map.Entry<Holding, Long> entry : holdings.entrySet()) {
        Holding holding = entry.getKey();
        if (holding.money() == like.money()
            && holding.period().equals(like.period())
            && (holding.scope().equals(scope)
                || organisation.ancestors(holding.scope()).contains(scope))) {
          standing += entry.getValue();
        }
      }
      return standing;
    }
  }
}
