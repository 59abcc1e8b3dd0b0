package io.pipelinemonitor.jobs.domain.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What deals did lately to the amounts of one scope and period, day by day.
 *
 * <p>Both parts of an explanation are summed up from the same movements, so contributors and others
 * are the whole, exactly.
 */
public final class ScopeMoves {

  private static final int MOST_CONTRIBUTORS = 5;

  private static final Comparator<Contributor> LARGEST_FIRST =
      Comparator.comparingLong((Contributor contributor) -> -Math.abs(contributor.delta()))
          .thenComparing(Contributor::dealId);

  private final Map<Money, TreeMap<String, DealMoves>> deals = new EnumMap<>(Money.class);
  private final TreeMap<Long, List<ScopeMove>> toCome = new TreeMap<>();
  private long keptFrom = Long.MIN_VALUE;

  /** Nothing has moved. */
  public ScopeMoves() {}

  /** As it was stored. */
  public ScopeMoves(
      Map<Money, ? extends Map<String, DealMoves>> deals, List<ScopeMove> toCome, long keptFrom) {
    deals.forEach((money, moves) -> this.deals.put(money, new TreeMap<>(moves)));
    toCome.forEach(this::take);
    this.keptFrom = keptFrom;
  }

  /** Changes of it do not reach this one. */
  public ScopeMoves copy() {
    return new ScopeMoves(deals, toCome(), keptFrom);
  }

  /** Takes in a movement, to count from its moment on. */
  public void take(ScopeMove move) {
    toCome.computeIfAbsent(move.asOf(), moment -> new ArrayList<>()).add(move);
  }

  /** Lets everything up to that moment count. */
  public void advance(long to, Horizon horizon) {
    SortedMap<Long, List<ScopeMove>> reached = toCome.headMap(to, true);
    for (List<ScopeMove> moves : reached.values()) {
      for (ScopeMove move : moves) {
        count(move, horizon.dayOf(move.asOf()));
      }
    }
    reached.clear();
  }

  private void count(ScopeMove move, long day) {
    if (day < keptFrom) {
      return;
    }
    Map<String, DealMoves> ofMoney = deals.computeIfAbsent(move.money(), money -> new TreeMap<>());
    DealMoves next = DealMoves.with(ofMoney.get(move.dealId()), move, day);
    if (next.moves().isEmpty()) {
      ofMoney.remove(move.dealId());
    } else {
      ofMoney.put(move.dealId(), next);
    }
  }

  /** Forgets what happened before that day. */
  public void forgetBefore(long day) {
    if (day <= keptFrom) {
      return;
    }
    keptFrom = day;
    for (TreeMap<String, DealMoves> ofMoney : deals.values()) {
      ofMoney.replaceAll((dealId, known) -> known.from(day));
      ofMoney.values().removeIf(known -> known.moves().isEmpty());
    }
  }

  /**
   * The change of an amount since the day began, as far as {@link #advance} went.
   *
   * @param day the epoch day; of one that is forgotten, the change since the first that is not
   */
  public Explanation explain(Money money, long day, Horizon horizon) {
    long sinceDay = Math.max(day, keptFrom);
    List<Contributor> all = new ArrayList<>();
    of(money)
        .forEach(
            (dealId, known) -> {
              Contributor contributor = known.contributor(dealId, sinceDay);
              if (contributor != null) {
                all.add(contributor);
              }
            });
    all.sort(LARGEST_FIRST);
    List<Contributor> named = all.subList(0, Math.min(MOST_CONTRIBUTORS, all.size()));
    List<Contributor> others = all.subList(named.size(), all.size());
    return new Explanation(
        money,
        sinceDay,
        horizon.calendar().startOfDay(sinceDay),
        all.stream().mapToLong(Contributor::delta).sum(),
        List.copyOf(named),
        others.stream().mapToLong(Contributor::delta).sum());
  }

  private Map<String, DealMoves> of(Money money) {
    Map<String, DealMoves> ofMoney = new TreeMap<>();
    for (Money part : money.parts()) {
      deals
          .getOrDefault(part, new TreeMap<>())
          .forEach((dealId, known) -> ofMoney.merge(dealId, known, DealMoves::and));
    }
    return ofMoney;
  }

  /** What deals did, by amount and deal. */
  public Map<Money, TreeMap<String, DealMoves>> deals() {
    return deals;
  }

  /** The movements that wait for their moment. */
  public List<ScopeMove> toCome() {
    return toCome.values().stream().flatMap(List::stream).toList();
  }

  /** The first day that is known of. */
  public long keptFrom() {
    return keptFrom;
  }
}
