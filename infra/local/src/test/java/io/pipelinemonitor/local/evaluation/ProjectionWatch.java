package io.pipelinemonitor.local.evaluation;

import io.pipelinemonitor.jobs.domain.backtest.Outcome;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.drift.DriftDetector;
import io.pipelinemonitor.jobs.domain.drift.DriftPolicy;
import io.pipelinemonitor.jobs.domain.drift.DriftState;
import io.pipelinemonitor.jobs.domain.drift.EarlierPeriods;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.metrics.ScopeSnapshot;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each midnight's projection for a fall: by the drift detector, and by a plain line as far
 * below the period's first projection as a drift is material.
 */
final class ProjectionWatch implements SimulatedFigures.Reader {

  private static final double PERCENT = 5.0;

  private final FiscalCalendar calendar;
  private final DriftDetector detector =
      new DriftDetector(DriftPolicy.daily(new Materiality(null, PERCENT)));
  private final Map<Scope, Map<FiscalPeriod, Midnights>> midnights = new HashMap<>();
  private final Map<String, Look> looks = new HashMap<>();
  private final List<Told> drifts = new ArrayList<>();
  private final List<Told> crossings = new ArrayList<>();

  ProjectionWatch(FiscalCalendar calendar) {
    this.calendar = calendar;
  }

  /** What the detector tells. */
  List<Told> drifts() {
    return drifts;
  }

  /** What the plain line tells. */
  List<Told> crossings() {
    return crossings;
  }

  /**
   * The same scopes and periods by another truth: missed is what ended as far below its first
   * projection as a drift is material.
   */
  List<Outcome> falls(List<Outcome> outcomes) {
    List<Outcome> falls = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Look look = looks.get(outcome.scope().key(outcome.period().name()));
      if (look != null && look.state != null) {
        falls.add(
            new Outcome(
                outcome.scope(),
                outcome.period(),
                outcome.quota(),
                look.isBelow(look.booked),
                null));
      }
    }
    return falls;
  }

  @Override
  public void midnight(long day, ScopeSnapshot snapshot) {
    if (!snapshot.forecast().learnt()) {
      return;
    }
    Map<FiscalPeriod, Midnights> ofScope =
        midnights.computeIfAbsent(snapshot.scope(), scope -> new HashMap<>());
    ofScope
        .computeIfAbsent(snapshot.period(), period -> new Midnights())
        .record(snapshot.period(), day, snapshot.standing());
    looks
        .computeIfAbsent(
            snapshot.scope().key(snapshot.period().name()),
            key -> new Look(EarlierPeriods.of(snapshot.period(), ofScope)))
        .take(day, snapshot);
  }

  /** One period of one scope. */
  private final class Look {
    private final EarlierPeriods earlier;
    private @Nullable DriftState state;
    private boolean drifting;
    private boolean below;
    private long booked;

    Look(EarlierPeriods earlier) {
      this.earlier = earlier;
    }

    void take(long day, ScopeSnapshot snapshot) {
      long projected = snapshot.forecast().projectedAmount();
      DriftState now = detector.observe(state, earlier, day, projected);
      state = now;
      drifting = tell(now.below().open(), drifting, day, snapshot, drifts);
      below = tell(isBelow(projected), below, day, snapshot, crossings);
      booked = snapshot.standing().booked();
    }

    boolean isBelow(long amount) {
      return amount < Objects.requireNonNull(state).locked() * (1 - PERCENT / 100);
    }

    private boolean tell(
        boolean now, boolean before, long day, ScopeSnapshot snapshot, List<Told> told) {
      if (now && !before) {
        told.add(
            new Told(snapshot.scope(), snapshot.period().name(), calendar.startOfDay(day), true));
      }
      return now;
    }
  }
}
