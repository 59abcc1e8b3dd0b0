package io.pipelinemonitor.jobs.domain.dealwatch;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import io.pipelinemonitor.jobs.domain.rules.WatchedDeal;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides which deals the rules are told of: those that some rule on deals has in breach, be it
 * switched off, and those that it had until they are past its clear line or gone. Of any other deal
 * nothing is kept: when it changes, it comes again as a whole.
 *
 * <p>A deal whose score lies past a line, but that no rule picks, is kept without being told of:
 * its forecast category comes with it, but how large it is beside others, and for whom it counts,
 * change without it. A line that is moved reaches a deal that is not kept when it comes again.
 */
public final class DealWatching {

  private final FiscalCalendar calendar;
  private final Horizon horizon;
  private final String currency;
  private final RuleBook rules;
  private final Organisation organisation;
  private final Map<String, TopShares> topShares = new HashMap<>();

  /**
   * What follows from a look at a deal.
   *
   * @param kept what to keep; null: nothing
   * @param told what the rules are told, each under its scope and period
   */
  public record Turn(@Nullable DealWatch kept, List<Observation> told) {}

  /**
   * @param currency ISO 4217, of every amount
   * @param rules those in force; others may change them
   * @param organisation that of the moment; others may change it
   */
  public DealWatching(
      FiscalCalendar calendar, String currency, RuleBook rules, Organisation organisation) {
    this.calendar = calendar;
    this.horizon = new Horizon(calendar);
    this.currency = currency;
    this.rules = rules;
    this.organisation = organisation;
  }

  /** Notes how large the largest open deals of a period are from now on; null: not known. */
  public void put(String period, @Nullable TopShares shares) {
    if (shares == null) {
      topShares.remove(period);
    } else {
      topShares.put(period, shares);
    }
  }

  /**
   * Looks at a deal that was published.
   *
   * @param known what is kept of it; null: nothing
   * @param at the moment from which that holds, stream time in microseconds
   */
  public Turn see(@Nullable DealWatch known, DealSighting seen, long at) {
    if (known != null && seen.asOf() <= known.sighting().asOf()) {
      return new Turn(known, List.of());
    }
    String period = seen.end() == null && isWatched(seen, at) ? seen.period() : null;
    List<Observation> told = new ArrayList<>();
    boolean toldHere = known != null && known.told();
    if (known != null && toldHere && !Objects.equals(known.sighting().period(), period)) {
      ended(known.sighting().period(), seen, at, told);
      toldHere = false;
    }
    return period == null ? new Turn(null, told) : look(seen, toldHere, true, at, told);
  }

  /**
   * Looks again at a deal that did not change: rules, the organisation or the amounts of others
   * did.
   *
   * @param retell whether the deal itself may look different: not if only rules changed, which
   *     judge what they were told by themselves
   * @param at the moment of the change, stream time in microseconds
   */
  public Turn lookAgain(DealWatch known, boolean retell, long at) {
    return isWatched(known.sighting(), at)
        ? look(known.sighting(), known.told(), retell, at, new ArrayList<>())
        : new Turn(null, List.of());
  }

  /** When nothing is kept of the deal any more, stream time in microseconds. */
  public long endOf(DealWatch kept) {
    String period = kept.sighting().period();
    return period == null ? Long.MIN_VALUE : horizon.endOf(period);
  }

  private boolean isWatched(DealSighting sighting, long at) {
    String period = sighting.period();
    return period != null && at < horizon.endOf(period);
  }

  private Turn look(
      DealSighting deal, boolean toldHere, boolean retell, long at, List<Observation> told) {
    boolean past = isPastALine(deal);
    FiscalPeriod period = calendar.periodNamed(Objects.requireNonNull(deal.period()));
    if (period == null || (!past && !toldHere)) {
      return new Turn(null, told);
    }
    Observation observation = observation(deal, period, null, at);
    boolean inBreach = rules.hasInBreach(observation);
    if (inBreach ? !toldHere || retell : toldHere && retell) {
      told.add(observation);
    }
    boolean open = inBreach || (toldHere && rules.hasUnsettled(observation));
    return new Turn(past || open ? new DealWatch(deal, open) : null, told);
  }

  private boolean isPastALine(DealSighting deal) {
    Integer score = deal.riskScore();
    if (score != null) {
      for (AlertRule rule : rules.ofDeals()) {
        if (rule.direction().isWorse(score, rule.mildest().fire())) {
          return true;
        }
      }
    }
    return false;
  }

  private void ended(
      @Nullable String periodName, DealSighting seen, long at, List<Observation> told) {
    FiscalPeriod period = periodName == null ? null : calendar.periodNamed(periodName);
    if (period != null) {
      DealEnd end = seen.end();
      if (end == null) {
        end = seen.period() == null ? DealEnd.UNDATED : DealEnd.MOVED;
      }
      told.add(observation(seen, period, end, at));
    }
  }

  /** The deal as rules see it in that period. */
  private Observation observation(
      DealSighting deal, FiscalPeriod period, @Nullable DealEnd end, long at) {
    Long amount = deal.amount();
    Integer score = deal.riskScore();
    String ownerId = deal.scopes().ownerId();
    TopShares shares = topShares.get(period.name());
    return new Observation(
        new Scope(ScopeType.DEAL, deal.dealId()),
        period.name(),
        at,
        deal.name(),
        path(ownerId),
        ownerId,
        period.elapsed(calendar.epochDay(at)),
        currency,
        amount == null ? 0 : amount,
        0,
        null,
        false,
        null,
        score == null ? Map.of() : Map.of(Metric.RISK_SCORE, score.doubleValue()),
        Map.of(),
        new WatchedDeal(
            ownerId == null ? null : organisation.name(Scope.rep(ownerId)),
            deal.category(),
            amount,
            amount == null || amount <= 0 || shares == null ? null : shares.percentOf(amount),
            deal.closeDate(),
            deal.stageId(),
            deal.stageSince(),
            deal.quietSince(),
            scopes(deal),
            deal.factors(),
            end,
            end == DealEnd.MOVED ? deal.period() : null));
  }

  /** The units above its owner from the root down, and the owner. */
  private List<String> path(@Nullable String ownerId) {
    if (ownerId == null) {
      return List.of();
    }
    List<String> path = new ArrayList<>(organisation.path(Scope.rep(ownerId)));
    path.add(ownerId);
    return path;
  }

  private List<Scope> scopes(DealSighting deal) {
    List<Scope> scopes = new ArrayList<>();
    scopes.add(new Scope(ScopeType.DEAL, deal.dealId()));
    deal.scopes()
        .forEach(
            scope -> {
              if (!scope.equals(Scope.UNOWNED)) {
                scopes.add(scope);
              }
              scopes.addAll(organisation.ancestors(scope));
            });
    return scopes;
  }
}
