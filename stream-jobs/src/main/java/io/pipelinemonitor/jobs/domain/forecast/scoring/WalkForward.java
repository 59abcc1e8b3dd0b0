package io.pipelinemonitor.jobs.domain.forecast.scoring;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.Beliefs;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.DealStanding;
import io.pipelinemonitor.jobs.domain.forecast.ForecastLearner;
import io.pipelinemonitor.jobs.domain.forecast.LearningPolicy;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.forecast.OpenSums;
import io.pipelinemonitor.jobs.domain.forecast.Projection;
import io.pipelinemonitor.jobs.domain.forecast.ScopeOutcomes;
import io.pipelinemonitor.jobs.domain.forecast.StageProbability;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scores projections as they would have been made: period after period, each with what the periods
 * before it had taught, and never with anything later. A scope is scored wherever it holds an open
 * or a won deal of the period.
 */
public final class WalkForward {

  private final FiscalCalendar calendar;
  private final Map<String, Double> crm = new HashMap<>();
  private final ForecastLearner learner;
  private final Collection<PastDeal> deals;
  private final Map<Scope, ScopeOutcomes> outcomes = new HashMap<>();
  private final List<FiscalPeriod> ended = new ArrayList<>();
  private final Map<FiscalPeriod, Map<Long, Map<Scope, Long>>> pastBooked = new HashMap<>();
  private final ScoringTable table = new ScoringTable();

  private WalkForward(
      FiscalCalendar calendar, Collection<StageProbability> stages, Collection<PastDeal> deals) {
    this.calendar = calendar;
    this.deals = deals;
    this.learner =
        new ForecastLearner(LearningPolicy.forPeriodsOf(calendar.kind().months()), stages);
    for (StageProbability stage : stages) {
      crm.put(stage.pipelineId() + '|' + stage.stageId(), stage.probability());
    }
  }

  /**
   * Scores the periods after the warm-up.
   *
   * @param stages the open stages of every sales process, with the CRM's probabilities
   * @param periods all periods that the deals are known in, earliest first, without a gap
   * @param warmUp how many of them are learnt from only
   */
  public static ScoringTable score(
      FiscalCalendar calendar,
      Collection<StageProbability> stages,
      Collection<PastDeal> deals,
      List<FiscalPeriod> periods,
      int warmUp) {
    WalkForward walk = new WalkForward(calendar, stages, deals);
    for (FiscalPeriod period : periods) {
      if (walk.ended.size() >= warmUp) {
        walk.score(period);
      }
      walk.learn(period);
    }
    return walk.table;
  }

  /**
   * What would have been projected as each day of the periods after the warm-up began, and as each
   * of them had ended; parameters as in {@link #score}.
   */
  public static Map<Scope, Map<FiscalPeriod, Midnights>> midnights(
      FiscalCalendar calendar,
      Collection<StageProbability> stages,
      Collection<PastDeal> deals,
      List<FiscalPeriod> periods,
      int warmUp) {
    WalkForward walk = new WalkForward(calendar, stages, deals);
    Map<Scope, Map<FiscalPeriod, Midnights>> midnights = new HashMap<>();
    for (FiscalPeriod period : periods) {
      if (walk.ended.size() >= warmUp) {
        walk.addMidnights(period, midnights);
      }
      walk.learn(period);
    }
    return midnights;
  }

  private void addMidnights(
      FiscalPeriod period, Map<Scope, Map<FiscalPeriod, Midnights>> midnights) {
    Map<Scope, ModelParameters> model = learnt(period);
    List<PastDeal> ofPeriod = deals.stream().filter(deal -> deal.wasIn(period)).toList();
    for (long day = period.startDay(); day <= period.endDay(); day++) {
      long today = day;
      books(ofPeriod, period, day)
          .forEach(
              (scope, book) ->
                  midnights
                      .computeIfAbsent(scope, key -> new HashMap<>())
                      .computeIfAbsent(period, key -> new Midnights())
                      .record(period, today, standing(book, model.get(scope), period, today)));
    }
  }

  private static Midnights.Standing standing(
      ScopeBook book, @Nullable ModelParameters parameters, FiscalPeriod period, long today) {
    Projection projection =
        Projection.of(
            book.booked(), book.open(), Objects.requireNonNull(parameters), period.elapsed(today));
    return new Midnights.Standing(book.booked(), projection.amount(), null);
  }

  private void learn(FiscalPeriod period) {
    for (PastDeal deal : deals) {
      deal.timeline()
          .observations(period, calendar)
          .forEach(
              observation -> deal.scopes().forEach(scope -> outcomes(scope).add(observation, 1)));
    }
    ended.add(period);
  }

  private ScopeOutcomes outcomes(Scope scope) {
    return outcomes.computeIfAbsent(scope, key -> new ScopeOutcomes());
  }

  private void score(FiscalPeriod period) {
    Map<Scope, ModelParameters> model = learnt(period);
    Map<Scope, ScopeBook> end = books(period, period.endDay());
    for (double elapsed : ScoringTable.ELAPSED) {
      long day = ScoringTable.dayAt(period, elapsed);
      books(period, day)
          .forEach(
              (scope, book) -> {
                long actual = end.getOrDefault(scope, new ScopeBook()).booked();
                ModelParameters parameters = Objects.requireNonNull(model.get(scope));
                Map<Method, Projection> projections =
                    Map.of(
                        Method.PROJECTION,
                        Projection.of(book.booked(), book.open(), parameters, period.elapsed(day)),
                        Method.STAGE_WEIGHTED,
                        Method.point(stageWeighted(book)),
                        Method.BOOKED_BY_SHARE,
                        Method.point(bookedByShare(scope, book, elapsed)));
                projections.forEach(
                    (method, projection) ->
                        table.add(method, scope.type(), elapsed, projection, actual));
              });
      scoreChances(period, elapsed, model);
    }
  }

  private Map<Scope, ModelParameters> learnt(FiscalPeriod period) {
    Map<Scope, Beliefs> beliefs = new HashMap<>();
    for (PastDeal deal : deals) {
      Beliefs parent = null;
      for (Scope scope : deal.scopes()) {
        Beliefs known = beliefs.get(scope);
        if (known == null) {
          ScopeOutcomes own = outcomes(scope);
          known =
              parent == null ? learner.company(own, period.index()) : learner.below(parent, own);
          beliefs.put(scope, known);
        }
        parent = known;
      }
    }
    Map<Scope, ModelParameters> model = new HashMap<>();
    long effectiveFrom = calendar.startOfDay(period.startDay());
    beliefs.forEach((scope, known) -> model.put(scope, known.parameters(scope, effectiveFrom)));
    return model;
  }

  /** What every scope had in the period when the day began. */
  private Map<Scope, ScopeBook> books(FiscalPeriod period, long day) {
    return books(deals, period, day);
  }

  private Map<Scope, ScopeBook> books(Collection<PastDeal> deals, FiscalPeriod period, long day) {
    long instant = calendar.startOfDay(day);
    Map<Scope, ScopeBook> books = new HashMap<>();
    for (PastDeal deal : deals) {
      DealStanding standing = deal.timeline().before(instant);
      if (standing != null
          && standing.period() == period.index()
          && standing.status() != DealStatus.LOST) {
        DealClass dealClass = deal.timeline().classOf(standing);
        for (Scope scope : deal.scopes()) {
          books.computeIfAbsent(scope, key -> new ScopeBook()).add(dealClass, standing);
        }
      }
    }
    return books;
  }

  private long stageWeighted(ScopeBook book) {
    double weighted = 0;
    for (OpenSums sums : book.open()) {
      weighted += crmProbability(sums.dealClass()) * sums.amount();
    }
    return book.booked() + Math.round(weighted);
  }

  private double crmProbability(DealClass dealClass) {
    return crm.getOrDefault(dealClass.pipelineId() + '|' + dealClass.stageId(), 0.0);
  }

  private long bookedByShare(Scope scope, ScopeBook book, double elapsed) {
    BookedShare share = new BookedShare();
    for (FiscalPeriod period :
        ended.subList(Math.max(0, ended.size() - BookedShare.MOST_PERIODS), ended.size())) {
      share.add(
          pastBooked(period, ScoringTable.dayAt(period, elapsed)).getOrDefault(scope, 0L),
          pastBooked(period, period.endDay()).getOrDefault(scope, 0L));
    }
    return share.projected(book.booked());
  }

  private Map<Scope, Long> pastBooked(FiscalPeriod period, long day) {
    return pastBooked
        .computeIfAbsent(period, key -> new HashMap<>())
        .computeIfAbsent(
            day,
            key -> {
              Map<Scope, Long> booked = new HashMap<>();
              books(period, day).forEach((scope, book) -> booked.put(scope, book.booked()));
              return booked;
            });
  }

  private void scoreChances(
      FiscalPeriod period, double elapsed, Map<Scope, ModelParameters> model) {
    long day = ScoringTable.dayAt(period, elapsed);
    long now = calendar.startOfDay(day);
    long end = calendar.startOfDay(period.endDay());
    for (PastDeal deal : deals) {
      DealStanding standing = deal.timeline().before(now);
      if (standing != null
          && standing.period() == period.index()
          && standing.status() == DealStatus.OPEN) {
        DealStanding outcome = deal.timeline().before(end);
        boolean won =
            outcome != null
                && outcome.status() == DealStatus.WON
                && outcome.period() == period.index();
        DealClass dealClass = deal.timeline().classOf(standing);
        double chance =
            Objects.requireNonNull(model.get(deal.narrowest()))
                .expectation()
                .probability(dealClass, period.elapsed(day));
        table.addChance(Method.PROJECTION, elapsed, chance, won);
        table.addChance(Method.STAGE_WEIGHTED, elapsed, crmProbability(dealClass), won);
      }
    }
  }
}
