package io.pipelinemonitor.jobs.domain.deal;

import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a deal's facts and the sales processes, time apart.
 *
 * <p>A status that no event states is that of the stage. A closed deal whose facts name no {@code
 * closedAt}, or only one from before it was last reopened, closed when its status changed.
 */
public final class Deal {

  private final DealFacts facts;
  private final SalesProcesses processes;
  private final Existence existence;
  private final DealStatus status;
  private final @Nullable Stage stage;
  private final @Nullable Long closedAt;

  private Deal(
      DealFacts facts,
      SalesProcesses processes,
      Existence existence,
      DealStatus status,
      @Nullable Stage stage,
      @Nullable Long closedAt) {
    this.facts = facts;
    this.processes = processes;
    this.existence = existence;
    this.status = status;
    this.stage = stage;
    this.closedAt = closedAt;
  }

  /** Derives the deal. It reads {@code facts} later too, so it is good until they change. */
  public static Deal of(DealFacts facts, SalesProcesses processes) {
    Object existence = facts.value(DealField.EXISTENCE);
    Stage stage =
        processes.stage(facts.text(DealField.PIPELINE_ID), facts.text(DealField.STAGE_ID));
    Fact[] statements = facts.history(DealField.STATUS);
    DealStatus status = DealStatus.OPEN;
    Long closedAt = null;
    if (statements.length > 0) {
      int first = statements.length - 1;
      status = statusAt(facts, statements[first], processes);
      if (status != DealStatus.OPEN) {
        while (first > 0 && statusAt(facts, statements[first - 1], processes) == status) {
          first--;
        }
        closedAt = closedAt(facts, statements[first].stamp().occurredAt());
      }
    }
    return new Deal(
        facts,
        processes,
        existence == null ? Existence.EXISTS : (Existence) existence,
        status,
        stage,
        closedAt);
  }

  static DealStatus statusAt(DealFacts facts, Fact statement, SalesProcesses processes) {
    StatusFact stated = (StatusFact) statement.value();
    if (stated != null && stated != StatusFact.OF_STAGE) {
      return DealStatus.valueOf(stated.name());
    }
    Stage stage = stageAt(facts, statement.stamp(), processes);
    return stage == null ? DealStatus.OPEN : stage.status();
  }

  /**
   * The definition of the stage that the deal was in then; null if it was in none that is known.
   */
  static @Nullable Stage stageAt(DealFacts facts, Stamp stamp, SalesProcesses processes) {
    return processes.stage(
        pipelineThen(facts, stamp), (String) facts.valueAt(DealField.STAGE_ID, stamp));
  }

  private static @Nullable String pipelineThen(DealFacts facts, Stamp stamp) {
    Object then = facts.valueAt(DealField.PIPELINE_ID, stamp);
    if (then != null) {
      return (String) then;
    }
    // The stage came before the news of which process it belongs to.
    return firstPipeline(facts);
  }

  /** The first process that the deal was said to be in; null if there is none. */
  static @Nullable String firstPipeline(DealFacts facts) {
    for (Fact fact : facts.history(DealField.PIPELINE_ID)) {
      if (fact.value() != null) {
        return (String) fact.value();
      }
    }
    return null;
  }

  private static long closedAt(DealFacts facts, long statusSince) {
    Fact stated = facts.latest(DealField.CLOSED_AT);
    if (stated != null && stated.value() != null && stated.stamp().occurredAt() >= statusSince) {
      return (Long) stated.value();
    }
    return statusSince;
  }

  /** The processes that it was derived with. */
  public SalesProcesses processes() {
    return processes;
  }

  public DealFacts facts() {
    return facts;
  }

  public Existence existence() {
    return existence;
  }

  public DealStatus status() {
    return status;
  }

  /** The definition of the stage that the deal is in; null if its process or stage is unknown. */
  public @Nullable Stage stage() {
    return stage;
  }

  /** When the deal was won or lost, microseconds since the epoch; null while open. */
  public @Nullable Long closedAt() {
    return closedAt;
  }

  /** When the deal was created, or its earliest event where no fact says so; microseconds. */
  public long createdAt() {
    Long stated = facts.number(DealField.CREATED_AT);
    return stated == null ? facts.firstOccurredAt() : stated;
  }

  /** The deal's own forecast category, else its stage's; null where neither has one. */
  public @Nullable ForecastCategory forecastCategory() {
    ForecastCategory own = (ForecastCategory) facts.value(DealField.FORECAST_CATEGORY);
    return own != null || stage == null ? own : stage.category();
  }

  /**
   * The latest stays in stages, earliest first; repeated statements of one stage are one stay.
   *
   * @param most how many at the most
   */
  public List<StageStay> stageStays(int most) {
    ArrayDeque<StageStay> stays = new ArrayDeque<>();
    Fact[] stages = facts.history(DealField.STAGE_ID);
    Long leftAt = null;
    int last = stages.length - 1;
    while (last >= 0 && stays.size() < most) {
      int first = last;
      while (first > 0 && Objects.equals(stages[first - 1].value(), stages[last].value())) {
        first--;
      }
      Fact entered = stages[first];
      if (entered.value() != null) {
        stays.addFirst(
            new StageStay(
                (String) entered.value(),
                entered.stamp().occurredAt(),
                leftAt,
                entered.stamp().eventId()));
      }
      leftAt = entered.stamp().occurredAt();
      last = first - 1;
    }
    return List.copyOf(stays);
  }

  /**
   * The stays in stages that keep a deal open, or that are not defined, earliest first. The last
   * one ends when the deal closes.
   *
   * @param since stays that ended before are left out; microseconds since the epoch
   */
  public List<StageVisit> stageVisits(long since) {
    Fact[] stages = facts.history(DealField.STAGE_ID);
    ArrayDeque<StageVisit> visits = new ArrayDeque<>();
    Fact left = null;
    int last = stages.length - 1;
    while (last >= 0 && (left == null || left.stamp().occurredAt() >= since)) {
      int first = last;
      while (first > 0 && Objects.equals(stages[first - 1].value(), stages[last].value())) {
        first--;
      }
      if (stages[first].value() != null) {
        StageVisit visit = visit(stages[first], left);
        if (visit != null) {
          visits.addFirst(visit);
        }
      }
      left = stages[first];
      last = first - 1;
    }
    return List.copyOf(visits);
  }

  private @Nullable StageVisit visit(Fact entered, @Nullable Fact left) {
    String pipelineId = pipelineThen(facts, entered.stamp());
    String stageId = (String) Objects.requireNonNull(entered.value());
    Stage here = processes.stage(pipelineId, stageId);
    if (here != null && here.status() != DealStatus.OPEN) {
      return null;
    }
    long enteredAt = entered.stamp().occurredAt();
    Long leftAt = null;
    boolean advanced = false;
    if (left != null) {
      Stage there = processes.stage(pipelineThen(facts, left.stamp()), (String) left.value());
      leftAt = left.stamp().occurredAt();
      advanced =
          there != null
              && (there.status() == DealStatus.WON
                  || (here != null
                      && there.status() == DealStatus.OPEN
                      && there.order() > here.order()));
    } else if (closedAt != null) {
      leftAt = Math.max(enteredAt, closedAt);
      advanced = status == DealStatus.WON;
    }
    return new StageVisit(
        pipelineId == null ? "" : pipelineId, stageId, enteredAt, leftAt, advanced);
  }
}
