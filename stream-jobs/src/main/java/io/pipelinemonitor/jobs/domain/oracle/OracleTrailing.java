package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happened to the deals of one scope in the trailing windows: lists, sorted and counted. */
final class OracleTrailing {

  private record Closing(long day, DealStatus status, long amount, long micros) {}

  private record Creation(long day, boolean won) {}

  private record Touch(long day, ActivityKind kind) {}

  private record StageKey(String pipelineId, String stageId) {}

  /** A stay in a stage. */
  record Stay(
      String pipelineId, String stageId, long enteredAt, @Nullable Long leftAt, boolean advanced) {}

  private final FiscalCalendar calendar;
  private final long days;
  private final long today;
  private final List<Closing> closings = new ArrayList<>();
  private final List<Creation> creations = new ArrayList<>();
  private final List<Stay> stays = new ArrayList<>();
  private final List<Touch> touches = new ArrayList<>();
  private final List<Long> touchedDeals = new ArrayList<>();
  private long undated;

  OracleTrailing(FiscalCalendar calendar, long days, long today) {
    this.calendar = calendar;
    this.days = days;
    this.today = today;
  }

  void add(ReplayedDeal deal, long amount) {
    boolean won = deal.status() == DealStatus.WON;
    creations.add(new Creation(calendar.epochDay(deal.createdAt()), won));
    Long closedAt = deal.closedAt();
    if (closedAt != null) {
      closings.add(
          new Closing(
              calendar.epochDay(closedAt),
              deal.status(),
              amount,
              Math.max(0, closedAt - deal.createdAt())));
    }
    stays.addAll(deal.stays());
  }

  void addTouch(long micros, ActivityKind kind) {
    touches.add(new Touch(calendar.epochDay(micros), kind));
  }

  /** A deal whose last touch was then. */
  void addTouchedDeal(long micros) {
    touchedDeals.add(calendar.epochDay(micros));
  }

  /** An open deal without a close date. */
  void addUndated() {
    undated++;
  }

  private SortedMap<String, Object> activities(long fromDay) {
    SortedMap<String, Object> totals = new TreeMap<>();
    for (ActivityKind kind : ActivityKind.values()) {
      totals.put(
          kind.name().toLowerCase(Locale.ROOT) + "s",
          touches.stream()
              .filter(
                  touch -> touch.kind() == kind && touch.day() >= fromDay && touch.day() <= today)
              .count());
    }
    totals.put(
        "dealsTouched",
        touchedDeals.stream().filter(day -> day >= fromDay && day <= today).count());
    return totals;
  }

  private boolean isNow(long day) {
    return day > today - days && day <= today;
  }

  private boolean isBefore(long day) {
    return day > today - 2 * days && day <= today - days;
  }

  boolean isEmpty() {
    return undated == 0
        && activities(today - 27).values().stream().allMatch(count -> count.equals(0L))
        && closings.stream().noneMatch(closing -> isNow(closing.day()))
        && creations.stream().noneMatch(creation -> isNow(creation.day()))
        && stays.stream()
            .noneMatch(
                stay ->
                    isNow(calendar.epochDay(stay.enteredAt()))
                        || (stay.leftAt() != null && isNow(calendar.epochDay(stay.leftAt()))));
  }

  void put(Map<String, Object> fields, long openCount) {
    List<Closing> won =
        closings.stream()
            .filter(closing -> isNow(closing.day()) && closing.status() == DealStatus.WON)
            .toList();
    List<Closing> lost =
        closings.stream()
            .filter(closing -> isNow(closing.day()) && closing.status() == DealStatus.LOST)
            .toList();
    List<Creation> created = creations.stream().filter(creation -> isNow(creation.day())).toList();
    long wonAmount = won.stream().mapToLong(Closing::amount).sum();
    long lostAmount = lost.stream().mapToLong(Closing::amount).sum();
    fields.put("missingCloseDate", undated);
    fields.put("activityWeek", activities(today - 6));
    fields.put("activityMonth", activities(today - 27));
    fields.put("windowDays", days);
    fields.put("windowWonCount", (long) won.size());
    fields.put("windowWonAmount", wonAmount);
    fields.put("windowLostCount", (long) lost.size());
    fields.put("windowLostAmount", lostAmount);
    fields.put("windowCreatedCount", (long) created.size());
    int closed = won.size() + lost.size();
    if (closed > 0) {
      fields.put("winRate", (double) won.size() / closed);
    }
    if (wonAmount + lostAmount > 0) {
      fields.put("winRateValue", (double) wonAmount / (wonAmount + lostAmount));
    }
    if (!created.isEmpty()) {
      fields.put(
          "winRateCohort",
          (double) created.stream().filter(Creation::won).count() / created.size());
    }
    if (won.isEmpty()) {
      return;
    }
    fields.put(
        "averageDealSize",
        BigDecimal.valueOf(wonAmount)
            .divide(BigDecimal.valueOf(won.size()), 0, RoundingMode.HALF_EVEN)
            .longValueExact());
    long seconds = won.stream().mapToLong(deal -> deal.micros() / 1_000_000).sum();
    fields.put("cycleDays", (double) seconds / (won.size() * 86_400L));
    fields.put("cycleDaysMedian", quantile(won.stream().map(Closing::micros).toList(), 50));
    if (seconds > 0) {
      // open × (won / closed) × (amount / won) / (seconds / won / 86400)
      BigDecimal dividend =
          BigDecimal.valueOf(openCount)
              .multiply(BigDecimal.valueOf(wonAmount))
              .multiply(BigDecimal.valueOf(won.size()))
              .multiply(BigDecimal.valueOf(86_400));
      BigDecimal divisor = BigDecimal.valueOf(closed).multiply(BigDecimal.valueOf(seconds));
      fields.put(
          "velocityPerDay", dividend.divide(divisor, 0, RoundingMode.HALF_EVEN).longValueExact());
    }
  }

  /** Adds to the totals of open deals by stage what happened in the stages. */
  void putStages(List<SortedMap<String, Object>> totals) {
    SortedMap<String, SortedMap<String, Object>> byKey = new TreeMap<>();
    for (SortedMap<String, Object> total : totals) {
      byKey.put(total.get("pipelineId") + "\u0000" + total.get("stageId"), total);
    }
    for (Stay stay : stays) {
      boolean counts =
          isNow(calendar.epochDay(stay.enteredAt()))
              || (stay.leftAt() != null && isNow(calendar.epochDay(stay.leftAt())));
      if (counts) {
        byKey.computeIfAbsent(
            stay.pipelineId() + "\u0000" + stay.stageId(),
            key -> {
              SortedMap<String, Object> total = new TreeMap<>();
              total.put("pipelineId", stay.pipelineId());
              total.put("stageId", stay.stageId());
              total.put("count", 0L);
              total.put("amount", 0L);
              return total;
            });
      }
    }
    byKey.values().forEach(this::putStays);
    totals.clear();
    totals.addAll(byKey.values());
  }

  private void putStays(SortedMap<String, Object> total) {
    StageKey key =
        new StageKey(String.valueOf(total.get("pipelineId")), String.valueOf(total.get("stageId")));
    List<Stay> ofStage =
        stays.stream()
            .filter(stay -> key.equals(new StageKey(stay.pipelineId(), stay.stageId())))
            .toList();
    List<Long> now = new ArrayList<>();
    List<Long> before = new ArrayList<>();
    long advanced = 0;
    for (Stay stay : ofStage) {
      if (stay.leftAt() != null) {
        long day = calendar.epochDay(stay.leftAt());
        if (isNow(day)) {
          now.add(stay.leftAt() - stay.enteredAt());
          advanced += stay.advanced() ? 1 : 0;
        } else if (isBefore(day)) {
          before.add(stay.leftAt() - stay.enteredAt());
        }
      }
    }
    total.put(
        "entered",
        ofStage.stream().filter(stay -> isNow(calendar.epochDay(stay.enteredAt()))).count());
    total.put("completed", (long) now.size());
    total.put("advanced", advanced);
    if (!now.isEmpty()) {
      total.put("conversion", (double) advanced / now.size());
      total.put("daysMedian", quantile(now, 50));
      total.put("daysP90", quantile(now, 90));
      if (!before.isEmpty()) {
        total.put("slowdown", quantile(now, 50) / quantile(before, 50));
      }
    }
  }

  /** For a snapshot that shows no trailing figures. */
  static void putNoStages(List<SortedMap<String, Object>> totals) {
    for (SortedMap<String, Object> total : totals) {
      total.put("entered", 0L);
      total.put("completed", 0L);
      total.put("advanced", 0L);
    }
  }

  private static double quantile(List<Long> micros, int percent) {
    List<Long> sorted = micros.stream().sorted().toList();
    int rank =
        new BigDecimal(sorted.size())
            .multiply(BigDecimal.valueOf(percent))
            .divide(BigDecimal.valueOf(100), MathContext.UNLIMITED)
            .setScale(0, RoundingMode.CEILING)
            .intValueExact();
    long hours = sorted.get(Math.max(1, rank) - 1) / 3_600_000_000L;
    long width = 1;
    // Every doubling from 64 hours on is cut into 32.
    while (hours >= 64 * width) {
      width *= 2;
    }
    return (hours / width * width + width / 2.0) / 24;
  }
}
