package io.pipelinemonitor.jobs.domain.hygiene;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The open deals of one account, and which of them look as if they had been entered twice: another
 * one has the same amount in the same currency and was created at most so long before or after. A
 * deal without an amount is never a suspect.
 */
public final class DuplicateSuspects {

  /** 14 days, in microseconds. */
  public static final long DEFAULT_WITHIN = 14 * 86_400_000_000L;

  /**
   * One open deal.
   *
   * @param dealId the deal
   * @param amount minor units; null without one
   * @param currency ISO 4217
   * @param createdAt microseconds since the epoch
   */
  public record OpenDeal(String dealId, @Nullable Long amount, String currency, long createdAt) {

    private boolean isWorthTheSameAs(@Nullable OpenDeal other) {
      return other != null
          && amount != null
          && amount.equals(other.amount)
          && currency.equals(other.currency);
    }
  }

  /**
   * Which deals a change made suspects, and which it cleared.
   *
   * @param suspected deals that are suspects now and were not before
   * @param cleared deals that were suspects before and are not now
   */
  public record Difference(SortedSet<String> suspected, SortedSet<String> cleared) {

    /** Whether all is as before. */
    public boolean isEmpty() {
      return suspected.isEmpty() && cleared.isEmpty();
    }
  }

  private final long within;
  private final SortedMap<String, OpenDeal> deals = new TreeMap<>();

  /**
   * @param within how far apart duplicates are created at the most, microseconds
   * @param deals those that are known, of which each is another one
   */
  public DuplicateSuspects(long within, Collection<OpenDeal> deals) {
    this.within = within;
    deals.forEach(deal -> this.deals.put(deal.dealId(), deal));
  }

  /** The open deals, in the order of their identifiers; not to be changed. */
  public Collection<OpenDeal> deals() {
    return Collections.unmodifiableCollection(deals.values());
  }

  /** The deals that are suspects now. */
  public SortedSet<String> suspects() {
    return among(deals.values(), within);
  }

  /** Adds an open deal, or puts it in the place of what was known of it. */
  public Difference put(OpenDeal deal) {
    return change(deal.dealId(), deal);
  }

  /** Takes out a deal that is no longer open, or no longer of this account. */
  public Difference remove(String dealId) {
    return change(dealId, null);
  }

  private Difference change(String dealId, @Nullable OpenDeal deal) {
    OpenDeal known = deals.get(dealId);
    if (Objects.equals(known, deal)) {
      return new Difference(new TreeSet<>(), new TreeSet<>());
    }
    // Only deals that are worth what it was or is worth are concerned.
    SortedSet<String> before = new TreeSet<>();
    for (OpenDeal amount : concerned(known, deal)) {
      before.addAll(among(worthTheSame(amount), within));
    }
    if (deal == null) {
      deals.remove(dealId);
    } else {
      deals.put(dealId, deal);
    }
    SortedSet<String> after = new TreeSet<>();
    for (OpenDeal amount : concerned(known, deal)) {
      after.addAll(among(worthTheSame(amount), within));
    }
    SortedSet<String> suspected = new TreeSet<>(after);
    suspected.removeAll(before);
    before.removeAll(after);
    return new Difference(suspected, before);
  }

  private static List<OpenDeal> concerned(@Nullable OpenDeal known, @Nullable OpenDeal deal) {
    List<OpenDeal> concerned = new ArrayList<>();
    if (known != null) {
      concerned.add(known);
    }
    if (deal != null) {
      concerned.add(deal);
    }
    return concerned;
  }

  private List<OpenDeal> worthTheSame(OpenDeal deal) {
    return deals.values().stream().filter(deal::isWorthTheSameAs).toList();
  }

  /**
   * The suspects among the open deals of one account.
   *
   * @param within how far apart duplicates are created at the most, microseconds
   */
  public static SortedSet<String> among(Collection<OpenDeal> deals, long within) {
    List<OpenDeal> sorted = new ArrayList<>(deals);
    sorted.removeIf(deal -> deal.amount() == null);
    sorted.sort(
        Comparator.comparing(OpenDeal::currency)
            .thenComparing(OpenDeal::amount, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingLong(OpenDeal::createdAt));
    // If any other is near enough, then so is a neighbour.
    SortedSet<String> suspects = new TreeSet<>();
    OpenDeal before = null;
    for (OpenDeal deal : sorted) {
      if (deal.isWorthTheSameAs(before)
          && before != null
          && deal.createdAt() - before.createdAt() <= within) {
        suspects.add(before.dealId());
        suspects.add(deal.dealId());
      }
      before = deal;
    }
    return suspects;
  }
}
