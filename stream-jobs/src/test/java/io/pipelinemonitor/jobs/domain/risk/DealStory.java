package io.pipelinemonitor.jobs.domain.risk;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.StageCourse;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happens to one deal of the process lead, offer, talks, won, lost; and its risk. */
public final class DealStory {

  /** Microseconds in a day of 24 hours. */
  public static final long DAY = 86_400_000_000L;

  static final FiscalCalendar ZURICH =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("Europe/Zurich"));

  /** The process, with gaps between the orders. */
  public static final SalesProcess PROCESS =
      new SalesProcess(
          "new",
          List.of(
              new Stage(
                  "new",
                  "talks",
                  30,
                  DealStatus.OPEN,
                  800_000,
                  ForecastCategory.COMMIT,
                  null,
                  Set.of(DealField.NAME)),
              new Stage(
                  "new",
                  "lead",
                  10,
                  DealStatus.OPEN,
                  100_000,
                  ForecastCategory.PIPELINE,
                  10.0,
                  Set.of()),
              new Stage(
                  "new",
                  "offer",
                  20,
                  DealStatus.OPEN,
                  400_000,
                  ForecastCategory.BEST_CASE,
                  20.0,
                  Set.of(DealField.AMOUNT, DealField.CLOSE_DATE)),
              new Stage("new", "won", 40, DealStatus.WON, 1_000_000, ForecastCategory.CLOSED),
              new Stage("new", "lost", 50, DealStatus.LOST, 0, ForecastCategory.OMITTED)));

  public static final SalesProcesses PROCESSES = new SalesProcesses().with(PROCESS);

  private final DealFacts facts = new DealFacts();
  private final ActivityFacts activities = new ActivityFacts();
  private StageStatistics learnt = StageStatistics.NONE;
  private RiskPolicy policy = RiskPolicy.DEFAULT;
  private int events;

  private DealStory() {}

  /** A deal that was created then, in the stage. */
  public static DealStory created(String instant, String stageId) {
    return new DealStory()
        .tell(DealEventType.CREATED, instant)
        .on(instant, DealField.PIPELINE_ID, "new", DealField.STAGE_ID, stageId);
  }

  /** Something happens to its existence. */
  public DealStory tell(DealEventType type, String instant) {
    facts.add(new DealEvent("e" + events++, "A", type, micros(instant), Stamp.NO_SEQUENCE));
    return this;
  }

  /** Fields change, each named before its value; null empties it. */
  public DealStory on(String instant, @Nullable Object... fieldsAndValues) {
    DealEvent event =
        new DealEvent("e" + events++, "A", DealEventType.UPDATED, micros(instant), events);
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      DealField field = (DealField) fieldsAndValues[i];
      Object value = fieldsAndValues[i + 1];
      if (value == null) {
        event.clearing(field);
      } else {
        event.with(field, value);
      }
    }
    facts.add(event);
    return this;
  }

  /** An activity is reported. */
  DealStory reported(Activity activity) {
    activities.add(activity, policy.retention());
    return this;
  }

  /** What was learnt of the stage. */
  DealStory learnt(@Nullable Double daysP90, @Nullable Double daysToWinMedian) {
    learnt = new StageStatistics(daysP90, daysToWinMedian);
    return this;
  }

  /** Another policy. */
  DealStory under(RiskPolicy other) {
    policy = other;
    return this;
  }

  /** The risk at an instant, at which the deal must be open. */
  RiskAssessment risk(long now) {
    RiskAssessment assessment = riskIfOpen(now);
    if (assessment == null) {
      throw new AssertionError("the deal is not open");
    }
    return assessment;
  }

  /** The risk at an instant; null if the deal is not open. */
  @Nullable RiskAssessment riskIfOpen(long now) {
    return RiskAssessment.of(deal(), facts(), activities, learnt, policy, ZURICH, now);
  }

  /** The factors and their points at an instant. */
  Map<RiskFactorName, Integer> points(String now) {
    return points(micros(now));
  }

  private Map<RiskFactorName, Integer> points(long now) {
    Map<RiskFactorName, Integer> points = new EnumMap<>(RiskFactorName.class);
    risk(now).factors().forEach(factor -> points.put(factor.name(), factor.points()));
    return points;
  }

  /** One factor at an instant, at which it must hold. */
  RiskFactor factor(RiskFactorName name, String now) {
    for (RiskFactor factor : risk(micros(now)).factors()) {
      if (factor.name() == name) {
        return factor;
      }
    }
    throw new AssertionError(name + " does not hold");
  }

  /** When the factor comes and goes by itself from an instant on, at each step of its points. */
  List<String> steps(RiskFactorName name, String from) {
    List<String> steps = new ArrayList<>();
    long now = micros(from);
    Integer before = points(now).get(name);
    for (long next = risk(now).nextChange();
        next != RiskAssessment.NEVER;
        next = risk(next).nextChange()) {
      Integer points = points(next).get(name);
      if (!Objects.equals(before, points)) {
        steps.add(Instant.EPOCH.plus(next, ChronoUnit.MICROS) + " " + points);
      }
      before = points;
    }
    return steps;
  }

  /** What the deal's facts say of its risk. */
  private RiskFacts facts() {
    return new DealRiskFacts(deal(), course(), PROCESSES, ZURICH);
  }

  public Deal deal() {
    return Deal.of(facts, PROCESSES);
  }

  public StageCourse course() {
    return StageCourse.of(facts, PROCESSES);
  }

  /** Microseconds since the epoch. */
  public static long micros(String instant) {
    return Instant.EPOCH.until(Instant.parse(instant), ChronoUnit.MICROS);
  }

  /** An epoch day. */
  public static long day(String day) {
    return LocalDate.parse(day).toEpochDay();
  }
}
