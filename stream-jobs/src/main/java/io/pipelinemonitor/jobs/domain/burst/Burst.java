package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMoves;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A burst that is not over: what its changes have done, added up. It is as large as the number of
 * deals that it changed.
 */
public final class Burst {

  private static final long NEVER = BurstWatch.NEVER;
  private static final List<Money> AMOUNTS = List.of(Money.OPEN, Money.BOOKED);

  private final Author author;
  private final Suppression cause;
  private final long from;
  private final long openedAt;
  private final Set<String> deals = new HashSet<>();
  private final Map<DealField, Integer> fields = new EnumMap<>(DealField.class);
  private final Set<Scope> scopes = new HashSet<>();
  private final TreeMap<String, ScopeMoves> money = new TreeMap<>();
  private final Set<String> unitDeals = new HashSet<>();
  private @Nullable UnitShare share;
  private long latest;
  private long lastMoment;
  private int toldDeals;
  private boolean lifted;
  private long sequence;

  /**
   * A burst that was recognised just now.
   *
   * @param from its first change
   * @param openedAt when it was recognised
   */
  Burst(Author author, Suppression cause, long from, long openedAt) {
    this(author, cause, from, openedAt, from, openedAt, 0, false, 0);
  }

  /** As it was stored; {@link #restore} brings back the rest. */
  public Burst(
      Author author,
      Suppression cause,
      long from,
      long openedAt,
      long latest,
      long lastMoment,
      int toldDeals,
      boolean lifted,
      long sequence) {
    this.author = author;
    this.cause = cause;
    this.from = from;
    this.openedAt = openedAt;
    this.latest = latest;
    this.lastMoment = lastMoment;
    this.toldDeals = toldDeals;
    this.lifted = lifted;
    this.sequence = sequence;
  }

  /** Brings back what it has done, as it was stored. */
  public void restore(
      Set<String> deals,
      Map<DealField, Integer> fields,
      Set<Scope> scopes,
      Map<String, ScopeMoves> money) {
    this.deals.addAll(deals);
    this.fields.putAll(fields);
    this.scopes.addAll(scopes);
    money.forEach((period, moves) -> this.money.put(period, moves.copy()));
  }

  /** Brings back of which unit it changed a large share, as it was stored. */
  public void restore(UnitShare share, Set<String> unitDeals) {
    this.share = share;
    this.unitDeals.addAll(unitDeals);
  }

  Burst copy() {
    Burst copy =
        new Burst(author, cause, from, openedAt, latest, lastMoment, toldDeals, lifted, sequence);
    copy.restore(deals, fields, scopes, money);
    if (share != null) {
      copy.restore(share, unitDeals);
    }
    return copy;
  }

  /**
   * Adds a change.
   *
   * @return whether it touched further scopes
   */
  boolean add(Touch touch) {
    if (touch.sequel()) {
      if (!deals.contains(touch.dealId())) {
        return false;
      }
    } else {
      deals.add(touch.dealId());
      touch.fields().forEach(field -> fields.merge(field, 1, Integer::sum));
      latest = Math.max(latest, touch.at());
      lastMoment = Math.max(lastMoment, touch.moment());
      addToShare(touch);
    }
    for (ScopeMove move : touch.moves()) {
      money.computeIfAbsent(move.period(), period -> new ScopeMoves()).take(move);
    }
    return scopes.addAll(touch.scopes());
  }

  private void addToShare(Touch touch) {
    UnitShare known = share;
    for (Touch.DealUnit unit : touch.units()) {
      if (known != null && unit.unit().equals(known.unit())) {
        unitDeals.add(touch.dealId());
        share =
            new UnitShare(
                known.unit(),
                unit.name(),
                unitDeals.size(),
                Math.max(known.openDeals(), unit.openDeals()));
      }
    }
  }

  /** When something is due of it if nothing more comes. */
  long nextMoment(BurstPolicy policy) {
    return Math.min(Math.min(settlesAt(policy), liftsAt(policy)), overAt(policy));
  }

  private long settlesAt(BurstPolicy policy) {
    return deals.size() > toldDeals ? lastMoment + policy.within() : NEVER;
  }

  private long liftsAt(BurstPolicy policy) {
    return lifted || author.isImport() ? NEVER : openedAt + policy.longestQuiet();
  }

  private long overAt(BurstPolicy policy) {
    return lastMoment + policy.quiet();
  }

  /** Does what is due of it. Returns whether it is over. */
  boolean advance(long at, BurstPolicy policy, Horizon horizon, List<BurstStep> steps) {
    if (liftsAt(policy) <= at) {
      lifted = true;
      steps.add(new BurstStep(BurstStep.Kind.LIFTED, at, facts(at, horizon)));
    }
    if (overAt(policy) <= at) {
      steps.add(told(BurstStep.Kind.OVER, at, horizon));
      return true;
    }
    if (settlesAt(policy) <= at) {
      steps.add(told(BurstStep.Kind.SETTLED, at, horizon));
    }
    return false;
  }

  /** A step that is told. */
  BurstStep told(BurstStep.Kind kind, long at, Horizon horizon) {
    toldDeals = deals.size();
    sequence++;
    return new BurstStep(kind, at, facts(at, horizon));
  }

  BurstFacts facts(long at, Horizon horizon) {
    return new BurstFacts(
        author,
        cause,
        from,
        openedAt,
        latest,
        deals.size(),
        fields.entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<DealField, Integer> field) -> -field.getValue())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList(),
        Set.copyOf(scopes),
        share,
        changes(at, horizon),
        lifted,
        sequence);
  }

  private List<BurstFacts.PeriodChange> changes(long at, Horizon horizon) {
    List<BurstFacts.PeriodChange> changes = new ArrayList<>();
    // A movement may be older than the change that it came with, by a tick.
    long sinceDay = horizon.calendar().epochDay(from) - 1;
    money.forEach(
        (period, moves) -> {
          moves.advance(at, horizon);
          for (Money kind : AMOUNTS) {
            Explanation whole = moves.explain(kind, sinceDay, horizon);
            if (!whole.contributors().isEmpty()) {
              changes.add(
                  new BurstFacts.PeriodChange(
                      period,
                      new Explanation(
                          kind,
                          sinceDay,
                          from,
                          whole.total(),
                          whole.contributors(),
                          whole.other())));
            }
          }
        });
    return changes;
  }

  boolean spreads() {
    return !lifted && !author.isImport();
  }

  /** Whose doing it is. */
  public Author author() {
    return author;
  }

  /** What it is called. */
  public Suppression cause() {
    return cause;
  }

  /** Its first change. */
  public long from() {
    return from;
  }

  /** When it was recognised. */
  public long openedAt() {
    return openedAt;
  }

  /** Its latest change. */
  public long latest() {
    return latest;
  }

  /** When its latest change took effect. */
  public long lastMoment() {
    return lastMoment;
  }

  /** How many deals were told of. */
  public int toldDeals() {
    return toldDeals;
  }

  /** Whether it no longer keeps others from being told. */
  public boolean lifted() {
    return lifted;
  }

  /** How many steps of it were told. */
  public long sequence() {
    return sequence;
  }

  /** The deals that it changed. */
  public Set<String> deals() {
    return deals;
  }

  /** How often it set or cleared what. */
  public Map<DealField, Integer> fields() {
    return fields;
  }

  /** Whose figures it touched. */
  public Set<Scope> scopes() {
    return scopes;
  }

  /** Of which unit it changed a large share; null: it is a burst by the number of deals alone. */
  public @Nullable UnitShare share() {
    return share;
  }

  /** The deals of that unit that it changed. */
  public Set<String> unitDeals() {
    return unitDeals;
  }

  /** What it did to the company's amounts, by period. */
  public Map<String, ScopeMoves> money() {
    return money;
  }
}
