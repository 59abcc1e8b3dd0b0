package io.pipelinemonitor.jobs.domain.forecast.scoring;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Projection;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Scores projections that were published while periods ran, against what these ended with. The
 * other methods go by the same published figures.
 */
public final class PublishedForecasts {

  /**
   * How much later than asked for a learnt projection may come, as part of the period: what the
   * period before it taught is published when it has begun.
   */
  private static final double LATEST = 0.03;

  private final List<FiscalPeriod> periods;
  private final Map<FiscalPeriod, Map<Scope, NavigableMap<Long, PublishedStanding>>> midnights =
      new HashMap<>();
  private final Map<FiscalPeriod, Map<Scope, Long>> ends = new HashMap<>();

  /**
   * Nothing published yet.
   *
   * @param periods all periods to be known, earliest first, without a gap
   */
  public PublishedForecasts(List<FiscalPeriod> periods) {
    this.periods = List.copyOf(periods);
  }

  /**
   * Adds what was published at a midnight of the period. A scope that then held neither an open nor
   * a won deal of the period is left out: there is nothing to forecast.
   */
  public void addMidnight(Scope scope, FiscalPeriod period, PublishedStanding standing) {
    midnights
        .computeIfAbsent(period, key -> new HashMap<>())
        .computeIfAbsent(scope, key -> new TreeMap<>())
        .put(standing.day(), standing);
  }

  /** Adds what the scope had booked when the period ended, minor units. */
  public void addEnd(Scope scope, FiscalPeriod period, long booked) {
    ends.computeIfAbsent(period, key -> new HashMap<>()).put(scope, booked);
  }

  /** The periods in which a learnt projection was published of any scope, earliest first. */
  public List<FiscalPeriod> learnt() {
    return periods.stream()
        .filter(
            period ->
                midnights(period).values().stream()
                    .flatMap(days -> days.values().stream())
                    .anyMatch(standing -> standing.projection() != null))
        .toList();
  }

  /** The periods that are scored, earliest first. */
  public List<FiscalPeriod> scored() {
    return periods.stream()
        .skip(1)
        .filter(
            period ->
                midnights(period).values().stream()
                    .anyMatch(
                        days ->
                            ScoringTable.ELAPSED.stream()
                                .anyMatch(elapsed -> firstLearnt(days, period, elapsed) != null)))
        .toList();
  }

  /**
   * The scores of learnt projections, from the second period on: until one has ended nobody knows
   * what share of the final bookings is usual.
   */
  public ScoringTable score() {
    ScoringTable table = new ScoringTable();
    for (int i = 1; i < periods.size(); i++) {
      List<FiscalPeriod> earlier = periods.subList(Math.max(0, i - BookedShare.MOST_PERIODS), i);
      for (double elapsed : ScoringTable.ELAPSED) {
        score(periods.get(i), earlier, elapsed, table);
      }
    }
    return table;
  }

  private void score(
      FiscalPeriod period, List<FiscalPeriod> earlier, double elapsed, ScoringTable table) {
    midnights(period)
        .forEach(
            (scope, days) -> {
              PublishedStanding standing = firstLearnt(days, period, elapsed);
              if (standing != null && standing.projection() != null) {
                long actual = end(scope, period);
                Map<Method, Projection> projections =
                    Map.of(
                        Method.PROJECTION,
                        standing.projection(),
                        Method.STAGE_WEIGHTED,
                        Method.point(standing.booked() + standing.weighted()),
                        Method.BOOKED_BY_SHARE,
                        Method.point(share(scope, earlier, elapsed).projected(standing.booked())));
                projections.forEach(
                    (method, projection) ->
                        table.add(method, scope.type(), elapsed, projection, actual));
              }
            });
  }

  private static @Nullable PublishedStanding firstLearnt(
      NavigableMap<Long, PublishedStanding> days, FiscalPeriod period, double elapsed) {
    long first = ScoringTable.dayAt(period, elapsed);
    long last = first + (long) (LATEST * (period.endDay() - period.startDay()));
    return days.subMap(first, true, last, true).values().stream()
        .filter(standing -> standing.projection() != null)
        .findFirst()
        .orElse(null);
  }

  private BookedShare share(Scope scope, List<FiscalPeriod> earlier, double elapsed) {
    BookedShare share = new BookedShare();
    for (FiscalPeriod period : earlier) {
      PublishedStanding then =
          midnights(period)
              .getOrDefault(scope, new TreeMap<>())
              .get(ScoringTable.dayAt(period, elapsed));
      share.add(then == null ? 0 : then.booked(), end(scope, period));
    }
    return share;
  }

  private Map<Scope, NavigableMap<Long, PublishedStanding>> midnights(FiscalPeriod period) {
    return midnights.getOrDefault(period, Map.of());
  }

  /** A scope that has nothing left of a period when it ends has booked nothing. */
  private long end(Scope scope, FiscalPeriod period) {
    return ends.getOrDefault(period, Map.of()).getOrDefault(scope, 0L);
  }
}
