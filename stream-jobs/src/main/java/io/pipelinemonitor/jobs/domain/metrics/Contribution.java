package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.OpenSums;
import io.pipelinemonitor.jobs.domain.plan.FxRates;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import java.math.BigInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one deal adds to the figures of its scopes on a given day. All of it belongs to one period.
 *
 * @param period the period it counts in: of its close date while open, else of when it closed
 * @param scopes where it counts by itself
 * @param status whether it counts as open, booked or lost
 * @param amount minor units of the reporting currency; 0 without an amount or a rate
 * @param weighted of it, what its probability makes likely; rounded half to even
 * @param converted false where the amount is left out for want of a rate
 * @param qualified whether its stage counts as qualified
 * @param overdue open, and its close date has passed
 * @param stageKnown whether its stage is defined
 * @param category the forecast category it counts in
 * @param stageKey the stage that it names
 * @param age how old it is for its period
 * @param health how it is doing; null once it is closed
 */
public record Contribution(
    FiscalPeriod period,
    DealScopes scopes,
    DealStatus status,
    long amount,
    long weighted,
    boolean converted,
    boolean qualified,
    boolean overdue,
    boolean stageKnown,
    ForecastCategory category,
    StageKey stageKey,
    DealAge age,
    @Nullable DealHealth health) {

  private static final long MILLION = 1_000_000L;

  /**
   * What the deal adds on {@code today}.
   *
   * @param health how it is doing; null unless it is open
   * @param today an epoch day in the calendar's zone
   * @return null if the deal counts in no period: deleted, merged, or open without a close date
   */
  public static @Nullable Contribution of(
      Deal deal, @Nullable DealHealth health, Policy policy, FxRates rates, long today) {
    if (deal.existence() != Existence.EXISTS) {
      return null;
    }
    DealFacts facts = deal.facts();
    Long closedAt = deal.closedAt();
    Long countsOn =
        closedAt == null
            ? facts.number(DealField.CLOSE_DATE)
            : (Long) policy.calendar().epochDay(closedAt);
    if (countsOn == null) {
      return null;
    }
    boolean open = deal.status() == DealStatus.OPEN;
    Long minorUnits = facts.number(DealField.AMOUNT);
    Long converted =
        minorUnits == null
            ? (Long) 0L
            : rates.convert(minorUnits, facts.text(DealField.CURRENCY), open ? today : countsOn);
    long amount = converted == null ? 0 : converted;
    Stage stage = deal.stage();
    ForecastCategory category = deal.forecastCategory();
    String pipelineId = facts.text(DealField.PIPELINE_ID);
    FiscalPeriod period = policy.calendar().periodOf(countsOn);
    return new Contribution(
        period,
        scopes(facts::value),
        deal.status(),
        amount,
        open ? weigh(amount, probability(facts, stage)) : 0,
        converted != null,
        stage != null && stage.order() >= policy.qualifiedFromOrder(),
        open && countsOn < today,
        stage != null,
        category == null ? ForecastCategory.PIPELINE : category,
        new StageKey(orEmpty(pipelineId), orEmpty(facts.text(DealField.STAGE_ID))),
        DealAge.of(policy.calendar().periodAt(deal.createdAt()).index(), period.index()),
        health);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** In parts per million: the deal's own, else the stage's; 0 where neither is known. */
  private static long probability(DealFacts facts, @Nullable Stage stage) {
    Double own = (Double) facts.value(DealField.PROBABILITY);
    if (own != null) {
      return Math.round(own * MILLION);
    }
    return stage == null ? 0 : stage.probability();
  }

  /** amount × parts per million, rounded half to even, exactly. */
  static long weigh(long amount, long partsPerMillion) {
    long high = Math.multiplyHigh(amount, partsPerMillion);
    long low = amount * partsPerMillion;
    if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
      return roundHalfEven(low);
    }
    BigInteger[] parts =
        BigInteger.valueOf(amount)
            .multiply(BigInteger.valueOf(partsPerMillion))
            .divideAndRemainder(BigInteger.valueOf(MILLION));
    return parts[0].longValue() + halfEven(parts[0].longValue(), parts[1].longValue());
  }

  private static long roundHalfEven(long millionths) {
    long quotient = millionths / MILLION;
    return quotient + halfEven(quotient, millionths % MILLION);
  }

  private static long halfEven(long quotient, long remainder) {
    long twice = 2 * Math.abs(remainder);
    boolean away = twice > MILLION || (twice == MILLION && (quotient & 1) == 1);
    return away ? Long.signum(remainder) : 0;
  }

  /** Where a deal of these values counts by itself. */
  static DealScopes scopes(Function<DealField, @Nullable Object> value) {
    return new DealScopes(
        (String) value.apply(DealField.OWNER_ID),
        (String) value.apply(DealField.SEGMENT),
        (String) value.apply(DealField.PRODUCT),
        (String) value.apply(DealField.TERRITORY_ID),
        (String) value.apply(DealField.PIPELINE_ID));
  }

  /**
   * Adds the deal to the sums of its scopes ({@code sign} 1), or takes it back ({@code sign} -1).
   */
  void addTo(Gathered gathered, int sign) {
    addTo(gathered.at(scopes, period.name()), sign);
  }

  /** Adds the deal to the sums ({@code sign} 1), or takes it back ({@code sign} -1). */
  private void addTo(Sums sums, int sign) {
    switch (status) {
      case OPEN -> addOpenTo(sums, sign);
      case WON -> {
        sums.add(Measure.BOOKED_COUNT, sign);
        sums.add(Measure.BOOKED_AMOUNT, sign * amount);
      }
      case LOST -> {
        sums.add(Measure.LOST_COUNT, sign);
        sums.add(Measure.LOST_AMOUNT, sign * amount);
      }
    }
    if (!converted) {
      sums.add(Measure.UNCONVERTED_COUNT, sign);
    }
  }

  private void addOpenTo(Sums sums, int sign) {
    sums.add(Measure.OPEN_COUNT, sign);
    sums.add(Measure.OPEN_AMOUNT, sign * amount);
    sums.add(Measure.WEIGHTED_AMOUNT, sign * weighted);
    sums.add(Measure.countOf(category), sign);
    sums.add(Measure.amountOf(category), sign * amount);
    sums.add(stageKey, StageMeasure.OPEN_COUNT, sign);
    sums.add(stageKey, StageMeasure.OPEN_AMOUNT, sign * amount);
    addAgeTo(sums, sign);
    if (qualified) {
      sums.add(Measure.QUALIFIED_AMOUNT, sign * amount);
    }
    if (overdue) {
      sums.add(Measure.OVERDUE_COUNT, sign);
      sums.add(Measure.OVERDUE_AMOUNT, sign * amount);
    }
    if (!stageKnown) {
      sums.add(Measure.UNKNOWN_STAGE_COUNT, sign);
    }
    if (health != null) {
      health.addTo(sums, amount, category == ForecastCategory.COMMIT, sign);
    }
  }

  private void addAgeTo(Sums sums, int sign) {
    switch (age) {
      case NEW -> {
        // What is neither of the others.
      }
      case RECENT -> {
        sums.add(stageKey, StageMeasure.RECENT_COUNT, sign);
        sums.add(stageKey, StageMeasure.RECENT_AMOUNT, sign * amount);
      }
      case OLD -> {
        sums.add(stageKey, StageMeasure.OLD_COUNT, sign);
        sums.add(stageKey, StageMeasure.OLD_AMOUNT, sign * amount);
      }
    }
    sums.add(stageKey, StageMeasure.squaresOf(age), sign * OpenSums.square(amount));
  }
}
