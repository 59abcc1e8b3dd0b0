package io.pipelinemonitor.jobs.domain.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.ZoneOffset;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ScopeMovesTest {

  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);
  private static final Horizon HORIZON = new Horizon(CALENDAR);
  private static final long FIRST_DAY = 20_454;

  private final ScopeMoves moves = new ScopeMoves();

  private void move(int day, String dealId, Money money, MovementCause cause, long delta) {
    long at = CALENDAR.startOfDay(FIRST_DAY + day) + 3_600_000_000L;
    moves.take(
        new ScopeMove(
            Scope.unit("north"),
            "2026-Q1",
            money,
            dealId,
            null,
            null,
            new Happened(cause, null, dealId + day, at),
            delta,
            Math.max(0, delta),
            at));
  }

  @Test
  void leavesAWinOutOfWhatIsBookedAndOpen() {
    move(1, "lost", Money.OPEN, MovementCause.CREATED, 900);
    move(3, "lost", Money.OPEN, MovementCause.LOST, -900);
    move(3, "won", Money.OPEN, MovementCause.WON, -500);
    move(3, "won", Money.BOOKED, MovementCause.WON, 500);
    move(4, "won for more", Money.OPEN, MovementCause.WON, -300);
    move(4, "won for more", Money.BOOKED, MovementCause.WON, 320);
    moves.advance(CALENDAR.startOfDay(FIRST_DAY + 5), HORIZON);

    Explanation explanation = moves.explain(Money.BOOKED_AND_OPEN, FIRST_DAY + 2, HORIZON);
    assertThat(explanation.total()).isEqualTo(-880);
    assertThat(explanation.contributors())
        .extracting(Contributor::dealId, deal -> deal.what().cause(), Contributor::delta)
        .containsExactly(
            Tuple.tuple("lost", MovementCause.LOST, -900L),
            Tuple.tuple("won for more", MovementCause.WON, 20L));
    assertThat(explanation.contributors().get(1).after()).isEqualTo(320);
    assertThat(moves.explain(Money.OPEN, FIRST_DAY + 2, HORIZON).total()).isEqualTo(-1_700);
    assertThat(moves.explain(Money.BOOKED, FIRST_DAY + 2, HORIZON).total()).isEqualTo(820);
  }

  @Test
  void saysSinceWhenItKnowsIfThatIsLater() {
    move(1, "early", Money.OPEN, MovementCause.CREATED, 900);
    move(3, "late", Money.OPEN, MovementCause.CREATED, 100);
    moves.advance(CALENDAR.startOfDay(FIRST_DAY + 5), HORIZON);
    moves.forgetBefore(FIRST_DAY + 2);

    Explanation explanation = moves.explain(Money.OPEN, FIRST_DAY, HORIZON);
    assertThat(explanation.sinceDay()).isEqualTo(FIRST_DAY + 2);
    assertThat(explanation.since()).isEqualTo(CALENDAR.startOfDay(FIRST_DAY + 2));
    assertThat(explanation.total()).isEqualTo(100);
  }
}
