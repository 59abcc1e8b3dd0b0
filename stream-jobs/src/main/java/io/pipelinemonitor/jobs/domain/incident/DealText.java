package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.risk.RiskFactor;
import io.pipelinemonitor.jobs.domain.risk.RiskFactorName;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.domain.rules.WatchedDeal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says of a single deal whose it is and what is at stake, what is wrong with it and what to do, and
 * what became of it.
 */
final class DealText {

  private static final int MOST_NAMED = 3;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

  private DealText() {}

  /** Ann Smith, EUR 450 k, commit, closes 28 February; in brackets after a space; or nothing. */
  static String stake(WatchedDeal deal, String currency) {
    StringJoiner parts = new StringJoiner(", ", " (", ")").setEmptyValue("");
    if (deal.ownerName() != null) {
      parts.add(deal.ownerName());
    }
    if (deal.amount() != null) {
      parts.add(ValueText.ofMinorUnits(deal.amount(), currency));
    }
    if (deal.category() != null) {
      parts.add(word(deal.category()));
    }
    if (deal.closeDate() != null) {
      boolean overdue =
          deal.factors().stream()
              .anyMatch(factor -> factor.name() == RiskFactorName.CLOSE_DATE_OVERDUE);
      parts.add(
          (overdue ? "was to close " : "closes ")
              + LocalDate.ofEpochDay(deal.closeDate()).format(DAY));
    }
    return parts.toString();
  }

  private static String word(ForecastCategory category) {
    return category.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Stalled 34 days in negotiation, no activity for 21 days, and 2 more; empty if nothing is.
   *
   * @param at the moment of the step, stream time in microseconds
   */
  static String why(WatchedDeal deal, long at) {
    List<RiskFactor> factors = thatCount(deal);
    StringJoiner named = new StringJoiner(", ");
    factors.stream().limit(MOST_NAMED).forEach(factor -> named.add(phrase(factor, deal, at)));
    int more = factors.size() - MOST_NAMED;
    return named + (more > 0 ? ", and " + more + " more" : "");
  }

  private static List<RiskFactor> thatCount(WatchedDeal deal) {
    return deal.factors().stream().filter(factor -> factor.points() > 0).toList();
  }

  /** What would mend those that are named; empty if nothing is wrong. */
  static String whatToDo(WatchedDeal deal) {
    return thatCount(deal).stream()
        .limit(MOST_NAMED)
        .map(factor -> advice(factor.name()))
        .collect(Collectors.joining(", "));
  }

  private static String advice(RiskFactorName name) {
    return switch (name) {
      case NO_RECENT_ACTIVITY -> "get in touch with the customer";
      case STUCK_IN_STAGE -> "settle what keeps it in its stage";
      case CLOSE_DATE_OVERDUE -> "close it or set a close date that holds";
      case CLOSE_DATE_PUSHED -> "confirm the close date with the customer";
      case STAGE_REGRESSED -> "find out what set it back";
      case AMOUNT_DROPPED -> "confirm what the customer still wants to buy";
      case NO_NEXT_STEP -> "agree on a next step with a date";
      case SINGLE_THREADED -> "bring in a second contact";
      case MISSING_FIELDS -> "fill in what its stage requires";
      case UNLIKELY_CLOSE -> "check whether it belongs in the commit";
    };
  }

  private static String phrase(RiskFactor factor, WatchedDeal deal, long at) {
    String detail = factor.detail();
    if (detail.isEmpty()) {
      return factor.name().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    return switch (factor.name()) {
      case NO_RECENT_ACTIVITY ->
          deal.quietSince() == null ? detail : "no activity for " + days(deal.quietSince(), at);
      case STUCK_IN_STAGE ->
          deal.stageSince() == null || deal.stageId() == null
              ? detail
              : "stalled " + days(deal.stageSince(), at) + " in " + deal.stageId();
      case CLOSE_DATE_PUSHED -> "close date " + detail;
      case AMOUNT_DROPPED -> "amount " + detail;
      case CLOSE_DATE_OVERDUE,
          STAGE_REGRESSED,
          NO_NEXT_STEP,
          SINGLE_THREADED,
          MISSING_FIELDS,
          UNLIKELY_CLOSE ->
          detail;
    };
  }

  /** Whole ones that have passed. */
  private static String days(long since, long at) {
    long days = Math.max(0, at - since) / MICROS_PER_DAY;
    return days == 1 ? "1 day" : days + " days";
  }

  /** Was won; went to 2026-Q2. */
  static String fate(DealEnd end, @Nullable String movedTo) {
    return switch (end) {
      case WON -> "was won";
      case LOST -> "was lost";
      case DELETED -> "was deleted";
      case MERGED -> "was merged into another deal";
      case MOVED -> "was moved to " + (movedTo == null ? "another period" : movedTo);
      case UNDATED -> "has no close date any more";
    };
  }
}
