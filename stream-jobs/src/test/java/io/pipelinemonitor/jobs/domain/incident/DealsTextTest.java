package io.pipelinemonitor.jobs.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.explanation.Contributor;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DealsTextTest {

  private static Contributor deal(
      @Nullable String name, MovementCause cause, @Nullable String period, long euros) {
    return new Contributor(
        "deal-7", name, "ann", new Happened(cause, period, "e1", 0), euros * 100, 0, euros * 100);
  }

  private static String text(long totalEuros, Contributor... contributors) {
    long named = List.of(contributors).stream().mapToLong(Contributor::delta).sum();
    return DealsText.of(
        new Explanation(
            Money.OPEN,
            LocalDate.parse("2026-03-05").toEpochDay(),
            0,
            totalEuros * 100,
            List.of(contributors),
            totalEuros * 100 - named),
        "EUR");
  }

  @Test
  void namesTheLargestThreeThatWentTheSameWay() {
    assertThat(
            text(
                -310_000,
                deal("Acme renewal", MovementCause.PUSHED_OUT, "2026-Q2", -120_000),
                deal("Blue Bay", MovementCause.LOST, null, -100_000),
                deal("Up", MovementCause.CREATED, null, 50_000),
                deal(null, MovementCause.DECREASED, null, -40_000),
                deal("Fourth", MovementCause.DELETED, null, -30_000)))
        .isEqualTo(
            "Since 5 March open pipeline fell by EUR 310 k; 3 deals did most of it: Acme renewal"
                + " slipped to 2026-Q2 (−EUR 120 k), Blue Bay was lost (−EUR 100 k) and deal-7"
                + " shrank (−EUR 40 k).");
  }

  @Test
  void doesNotClaimMostWhereManyDealsDidIt() {
    assertThat(text(-310_000, deal("Acme", MovementCause.WON, null, -120_000)))
        .isEqualTo(
            "Since 5 March open pipeline fell by EUR 310 k; the largest: Acme was won"
                + " (−EUR 120 k).");
  }

  @Test
  void saysSoWhereRisesAndFallsAreTheSame() {
    assertThat(
            text(
                0,
                deal("Acme", MovementCause.PULLED_IN, "2026-Q2", 9_000),
                deal("Blue Bay", MovementCause.MERGED, null, -9_000)))
        .isEqualTo(
            "Since 5 March open pipeline is the same in sum; moved most: Acme was pulled in from"
                + " 2026-Q2 (+EUR 9,000) and Blue Bay was merged into another deal (−EUR 9,000).");
  }

  @Test
  void staysSilentWhereNoDealIsNamedThatWentTheSameWay() {
    assertThat(text(0)).isEmpty();
    assertThat(text(-1_000, deal("Up", MovementCause.CREATED, null, 500)))
        .isEqualTo("Since 5 March open pipeline fell by EUR 1,000, by many small changes.");
  }
}
