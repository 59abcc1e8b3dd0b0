package io.pipelinemonitor.alerts.domain.event;

import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Steps for tests: a WARNING on the coverage of DACH that has just fired, unless told otherwise.
 */
public final class StepBuilder {

  public static final Instant FIRED_AT = Instant.parse("2026-02-06T13:55:00Z");
  private static final Currency EUR = Currency.getInstance("EUR");

  private String incidentId = "8df5549";
  private long sequence = 2;
  private Transition transition = Transition.FIRED;
  private IncidentState state = IncidentState.FIRING;
  private Severity severity = Severity.WARNING;
  private StepReason reason = StepReason.HELD_LONG_ENOUGH;
  private AlertEvent.Rule rule =
      new AlertEvent.Rule("coverage-to-go", "Coverage of what is left to sell", RuleType.THRESHOLD);
  private Scope scope = new Scope(ScopeType.UNIT, "dach", "DACH", List.of("acme", "emea"), "dora");
  private Figure figure =
      new Figure("coverageToGo", 2.82, FigureUnit.RATIO, EUR, 3.0, 3.3, null, null, null, null);
  private String summary =
      "Coverage of DACH for 2026-Q1 fell from 3.4× to 2.8× what is left to sell and has been below"
          + " the warning line of 3.0× for 4 hours: EUR 4.1 M open against EUR 1.5 M still to book.";
  private @Nullable Explanation explanation;
  private Duration breached = Duration.ofHours(4);
  private Instant at = FIRED_AT;
  private Instant asOf = FIRED_AT;
  private boolean flapping;
  private boolean stale;
  private final List<Suppression> suppressedBy = new ArrayList<>();

  private StepBuilder() {}

  public static StepBuilder step() {
    return new StepBuilder();
  }

  public StepBuilder of(String newIncidentId) {
    incidentId = newIncidentId;
    return this;
  }

  public StepBuilder number(long newSequence) {
    sequence = newSequence;
    return this;
  }

  /** The transition, and the state to which it leads. */
  public StepBuilder taking(Transition newTransition) {
    transition = newTransition;
    state =
        switch (newTransition) {
          case PENDING -> IncidentState.PENDING;
          case PENDING_CLEARED -> IncidentState.OK;
          case RECOVERING -> IncidentState.RECOVERING;
          case RESOLVED -> IncidentState.RESOLVED;
          case UNKNOWN -> IncidentState.UNKNOWN;
          case FIRED,
              ESCALATED,
              STEPPED_DOWN,
              REBREACHED,
              REOPENED,
              UPDATED,
              REMINDED,
              ACKNOWLEDGED,
              SNOOZED,
              UNSNOOZED ->
              IncidentState.FIRING;
        };
    return this;
  }

  public StepBuilder because(StepReason newReason) {
    reason = newReason;
    return this;
  }

  public StepBuilder severe(Severity newSeverity) {
    severity = newSeverity;
    return this;
  }

  public StepBuilder by(String ruleId, String name, RuleType type) {
    rule = new AlertEvent.Rule(ruleId, name, type);
    return this;
  }

  public StepBuilder about(Scope newScope) {
    scope = newScope;
    return this;
  }

  public StepBuilder showing(Figure newFigure) {
    figure = newFigure;
    return this;
  }

  public StepBuilder saying(String newSummary) {
    summary = newSummary;
    return this;
  }

  /** Since four days before it fired. */
  public StepBuilder explainedBy(long total, DealChange... deals) {
    explanation =
        new Explanation(EUR, Arrays.asList(deals), total, Instant.parse("2026-01-30T23:00:00Z"));
    return this;
  }

  /** For how long it was so before it fired. */
  public StepBuilder firedAfter(Duration length) {
    breached = length;
    return this;
  }

  public StepBuilder at(Instant moment) {
    at = moment;
    return this;
  }

  public StepBuilder onFiguresOf(Instant moment) {
    asOf = moment;
    return this;
  }

  public StepBuilder flapping() {
    flapping = true;
    return this;
  }

  public StepBuilder onStaleFigures() {
    stale = true;
    return this;
  }

  public StepBuilder quietBy(Suppression cause) {
    suppressedBy.add(cause);
    return this;
  }

  public AlertEvent build() {
    boolean over = state == IncidentState.RESOLVED;
    return new AlertEvent(
        incidentId + '-' + sequence,
        incidentId,
        sequence,
        transition,
        state,
        severity,
        reason,
        rule,
        scope,
        "2026-Q1",
        0.41,
        figure,
        new Times(FIRED_AT.minus(breached), FIRED_AT, over ? at : null, at, asOf),
        summary,
        explanation,
        flapping,
        Set.copyOf(suppressedBy),
        stale);
  }
}
