package io.pipelinemonitor.jobs.domain.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class BurstWatchTest {

  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long MUCH_LATER = 600 * MINUTE;
  private static final Author KIM = new Author(Author.Kind.ACTOR, "crm", "kim");
  private static final Author LOAD = new Author(Author.Kind.IMPORT, "crm", "");
  private static final Horizon HORIZON =
      new Horizon(new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("UTC")));

  private final BurstWatch watch = new BurstWatch(BurstPolicy.STANDARD);

  private void touch(Author author, int deal, long at, Scope... scopes) {
    watch.take(
        new Touch(
            author,
            "deal-" + deal,
            "event-" + deal + "-" + at,
            at,
            at,
            false,
            Set.of(DealField.AMOUNT),
            Set.of(scopes),
            List.of()));
  }

  private List<Tuple> advance(long to) {
    return watch.advance(to, 0, HORIZON).stream()
        .map(step -> Tuple.tuple(step.kind(), step.at(), step.facts().deals()))
        .toList();
  }

  @Test
  void isNothingAtFiftyDeals() {
    for (int deal = 0; deal < 50; deal++) {
      touch(KIM, deal, MINUTE + deal);
      touch(KIM, deal, MINUTE + deal + 1_000);
    }
    assertThat(advance(MUCH_LATER)).isEmpty();
    assertThat(watch.isEmpty()).isTrue();
  }

  @Test
  void isNothingIfItTakesLongerThanTwoMinutes() {
    for (int deal = 0; deal < 200; deal++) {
      touch(KIM, deal, MINUTE + deal * 3 * SECOND);
    }
    assertThat(advance(MUCH_LATER)).isEmpty();
  }

  @Test
  void isRecognisedAtTheFiftyFirstDealToldAgainWhenItSettlesAndOverAfterTenMinutes() {
    for (int deal = 0; deal < 60; deal++) {
      touch(KIM, deal, MINUTE + deal * SECOND, Scope.COMPANY);
    }
    long last = MINUTE + 59 * SECOND;
    assertThat(advance(MUCH_LATER))
        .containsExactly(
            Tuple.tuple(BurstStep.Kind.OPENED, MINUTE + 50 * SECOND, 51),
            Tuple.tuple(BurstStep.Kind.SETTLED, last + 2 * MINUTE, 60),
            Tuple.tuple(BurstStep.Kind.OVER, last + 10 * MINUTE, 60));
  }

  @Test
  void spreadsToFurtherScopes() {
    for (int deal = 0; deal < 53; deal++) {
      touch(KIM, deal, MINUTE + deal * SECOND, deal == 52 ? Scope.rep("bob") : Scope.COMPANY);
    }
    List<BurstStep> steps = watch.advance(2 * MINUTE, 0, HORIZON);
    assertThat(steps)
        .extracting(BurstStep::kind)
        .containsExactly(BurstStep.Kind.OPENED, BurstStep.Kind.SPREAD);
    assertThat(steps.get(1).facts().scopes())
        .containsExactlyInAnyOrder(Scope.COMPANY, Scope.rep("bob"));
  }

  @Test
  void keepsOthersQuietForAnHourAtMostIfItNeverEnds() {
    for (int deal = 0; deal < 10_000; deal++) {
      touch(KIM, deal, MINUTE + deal * SECOND);
    }
    assertThat(advance(MINUTE + 9_999 * SECOND))
        .containsExactly(
            Tuple.tuple(BurstStep.Kind.OPENED, MINUTE + 50 * SECOND, 51),
            Tuple.tuple(BurstStep.Kind.LIFTED, 61 * MINUTE + 50 * SECOND, 3_651));
  }

  @Test
  void ofAnImportItDoesSoForAsLongAsItTakes() {
    for (int deal = 0; deal < 10_000; deal++) {
      touch(LOAD, deal, MINUTE + deal * SECOND);
    }
    assertThat(advance(MUCH_LATER))
        .extracting(step -> step.toList().get(0))
        .containsExactly(BurstStep.Kind.OPENED, BurstStep.Kind.SETTLED, BurstStep.Kind.OVER);
  }

  @Test
  void callsAnImportTheFirstOnlyIfNothingWasBeforeIt() {
    assertThat(causeOfImport(MINUTE)).isEqualTo(Suppression.BOOTSTRAP);
    assertThat(causeOfImport(MINUTE - 1)).isEqualTo(Suppression.BACKFILL);
  }

  private static Suppression causeOfImport(long firstEvent) {
    BurstWatchTest test = new BurstWatchTest();
    for (int deal = 0; deal < 51; deal++) {
      test.touch(LOAD, deal, MINUTE + deal);
    }
    return test.watch.advance(2 * MINUTE, firstEvent, HORIZON).get(0).facts().cause();
  }

  @Test
  void countsTheImportsOfASourceTogetherAndBatchesBeforeActors() {
    assertThat(Author.of(Origin.IMPORT, "crm", "ann", "b1")).isEqualTo(LOAD);
    assertThat(Author.of(Origin.USER, "crm", "kim", null)).isEqualTo(KIM);
    assertThat(Author.of(Origin.UNKNOWN, "crm", "kim", null)).isEqualTo(KIM);
    assertThat(Author.of(Origin.API, "crm", "kim", "b1"))
        .isEqualTo(new Author(Author.Kind.BATCH, "crm", "b1"));
    assertThat(Author.of(Origin.API, "crm", "kim", null)).isNull();
    assertThat(Author.of(Origin.AUTOMATION, "crm", "kim", null)).isNull();
    assertThat(Author.of(Origin.USER, "crm", null, null)).isNull();
  }
}
