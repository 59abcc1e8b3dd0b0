package io.pipelinemonitor.jobs.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.risk.RiskFactor;
import io.pipelinemonitor.jobs.domain.risk.RiskFactorName;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.domain.rules.WatchedDeal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DealTextTest {

  private static final long DAY = 86_400_000_000L;
  private static final long NOW = LocalDate.parse("2026-02-01").toEpochDay() * DAY;

  private static WatchedDeal deal(RiskFactor... factors) {
    return new WatchedDeal(
        "Ann Smith",
        ForecastCategory.BEST_CASE,
        1_234_567_00L,
        null,
        LocalDate.parse("2026-02-08").toEpochDay(),
        "talks",
        NOW - 34 * DAY - 1,
        NOW - 2 * DAY + 1,
        List.of(),
        List.of(factors),
        null,
        null);
  }

  private static WatchedDeal bare(RiskFactor... factors) {
    return new WatchedDeal(
        null, null, null, null, null, null, null, null, List.of(), List.of(factors), null, null);
  }

  private static RiskFactor factor(RiskFactorName name, int points) {
    return new RiskFactor(name, points, NOW, "as it is");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_RECENT_ACTIVITY, no activity for 1 day, as it is",
    "STUCK_IN_STAGE, stalled 34 days in talks, as it is",
    "CLOSE_DATE_PUSHED, close date as it is, close date as it is",
    "AMOUNT_DROPPED, amount as it is, amount as it is",
    "UNLIKELY_CLOSE, as it is, as it is",
  })
  void saysWhatIsWrong(RiskFactorName name, String known, String unknown) {
    assertThat(DealText.why(deal(factor(name, 10)), NOW)).isEqualTo(known);
    assertThat(DealText.why(bare(factor(name, 10)), NOW)).isEqualTo(unknown);
    assertThat(DealText.why(bare(new RiskFactor(name, 10, NOW, "")), NOW))
        .isEqualTo(name.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
  }

  @Test
  void namesTheThreeThatWeighMost() {
    RiskFactor next = factor(RiskFactorName.NO_NEXT_STEP, 10);
    assertThat(DealText.why(bare(), NOW)).isEmpty();
    assertThat(DealText.why(bare(next, next, next), NOW)).isEqualTo("as it is, as it is, as it is");
    assertThat(DealText.why(bare(next, next, next, next, next), NOW))
        .isEqualTo("as it is, as it is, as it is, and 2 more");
    assertThat(DealText.why(bare(next, factor(RiskFactorName.MISSING_FIELDS, 0)), NOW))
        .as("what adds nothing is left out")
        .isEqualTo("as it is");
  }

  @Test
  void saysWhatIsAtStake() {
    assertThat(DealText.stake(deal(), "EUR"))
        .isEqualTo(" (Ann Smith, EUR 1.2 M, best case, closes 8 February)");
    assertThat(DealText.stake(deal(factor(RiskFactorName.CLOSE_DATE_OVERDUE, 25)), "EUR"))
        .isEqualTo(" (Ann Smith, EUR 1.2 M, best case, was to close 8 February)");
    assertThat(DealText.stake(bare(), "EUR")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(RiskFactorName.class)
  void knowsWhatToDoAboutEachOfThem(RiskFactorName name) {
    assertThat(DealText.whatToDo(deal(factor(name, 10)))).isNotEmpty();
    assertThat(DealText.whatToDo(deal(factor(name, 0)))).isEmpty();
  }

  @Test
  void saysWhatToDoAboutThoseThatItNames() {
    assertThat(
            DealText.whatToDo(
                deal(
                    factor(RiskFactorName.CLOSE_DATE_OVERDUE, 25),
                    factor(RiskFactorName.NO_RECENT_ACTIVITY, 15),
                    factor(RiskFactorName.NO_NEXT_STEP, 10),
                    factor(RiskFactorName.SINGLE_THREADED, 10))))
        .isEqualTo(
            "close it or set a close date that holds, get in touch with the customer, agree on a"
                + " next step with a date");
  }

  @Test
  void saysWhatBecameOfADeal() {
    assertThat(fates(null))
        .isEqualTo(
            "was won, was lost, was deleted, was merged into another deal, was moved to another"
                + " period, has no close date any more");
    assertThat(DealText.fate(DealEnd.MOVED, "2026-Q2")).isEqualTo("was moved to 2026-Q2");
  }

  private static String fates(@Nullable String movedTo) {
    return Arrays.stream(DealEnd.values())
        .map(end -> DealText.fate(end, movedTo))
        .collect(Collectors.joining(", "));
  }
}
