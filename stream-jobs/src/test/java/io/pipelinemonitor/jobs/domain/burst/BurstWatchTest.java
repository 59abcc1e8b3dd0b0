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

  private static final Scope NORTH = Scope.unit("north");

  private final BurstWatch watch = new BurstWatch(BurstPolicy.STANDARD);
  private final OpenDeals open = new OpenDeals();

  private void touch(Author author, int deal, long at, Scope... scopes) {
    touch(author, deal, at, Set.of(scopes), List.of());
  }

  private void touch(
      Author author, int deal, long at, Set<Scope> scopes, List<Touch.DealUnit> units) {
    watch.take(
        new Touch(
            author,
            "deal-" + deal,
            "event-" + deal + "-" + at,
            at,
            at,
            false,
            Set.of(DealField.AMOUNT),
            scopes,
            List.of(),
            units));
  }

  private void touchInNorth(int deal, long at) {
    Touch.DealUnit north = new Touch.DealUnit(NORTH, "North", 0);
    Touch.DealUnit company = new Touch.DealUnit(Scope.COMPANY, "Root", 0);
    touch(KIM, deal, at, Set.of(NORTH, Scope.COMPANY), List.of(north, company));
  }

  private void openInNorth(int deals, long at) {
    for (int deal = 0; deal < deals; deal++) {
      open.take(new OpenChange(at, Set.of(), Set.of(NORTH, Scope.COMPANY)));
    }
  }

  private void closeInNorth(long at) {
    open.take(new OpenChange(at, Set.of(NORTH, Scope.COMPANY), Set.of()));
  }

  private List<Tuple> advance(long to) {
    return watch.advance(to, 0, open, HORIZON).stream()
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
  void isRecognisedEarlierIfItIsMoreThanAFifthOfTheDealsOfAUnit() {
    openInNorth(60, 0);
    for (int elsewhere = 0; elsewhere < 40; elsewhere++) {
      open.take(new OpenChange(0, Set.of(), Set.of(Scope.COMPANY)));
    }
    for (int deal = 0; deal < 15; deal++) {
      touchInNorth(deal, MINUTE + deal * SECOND);
    }
    List<BurstStep> steps = watch.advance(MUCH_LATER, 0, open, HORIZON);
    assertThat(steps)
        .extracting(BurstStep::kind, BurstStep::at, step -> step.facts().share())
        .containsExactly(
            Tuple.tuple(
                BurstStep.Kind.OPENED, MINUTE + 12 * SECOND, new UnitShare(NORTH, "North", 13, 60)),
            Tuple.tuple(
                BurstStep.Kind.SETTLED,
                3 * MINUTE + 14 * SECOND,
                new UnitShare(NORTH, "North", 15, 60)),
            Tuple.tuple(
                BurstStep.Kind.OVER,
                11 * MINUTE + 14 * SECOND,
                new UnitShare(NORTH, "North", 15, 60)));
    assertThat(BurstText.of(steps.get(0), "USD", BurstPolicy.STANDARD))
        .isEqualTo(
            "kim changed 13 deals (amount) within 12 seconds and may go on. In North: 13 of 60"
                + " open deals (22 %). Alerts that come of it are told when nothing more has come"
                + " for 10 minutes.");
    assertThat(BurstText.of(steps.get(2), "USD", BurstPolicy.STANDARD))
        .isEqualTo(
            "kim changed 15 deals (amount) within 14 seconds; nothing more has come for 10"
                + " minutes. In North: 15 of 60 open deals (25 %).");
  }

  @Test
  void isNothingAtAFifthOfAUnit() {
    openInNorth(60, 0);
    for (int deal = 0; deal < 12; deal++) {
      touchInNorth(deal, MINUTE + deal);
      touchInNorth(deal, MINUTE + deal + 1_000);
    }
    assertThat(advance(MUCH_LATER)).isEmpty();
  }

  @Test
  void isNothingAtTenDealsOfASmallUnit() {
    openInNorth(12, 0);
    for (int deal = 0; deal < 10; deal++) {
      touchInNorth(deal, MINUTE + deal);
    }
    assertThat(advance(MUCH_LATER)).isEmpty();
  }

  @Test
  void takesDealsThatItClosesForDealsOfTheUnit() {
    openInNorth(60, 0);
    for (int deal = 0; deal < 12; deal++) {
      touchInNorth(deal, MINUTE + deal * SECOND);
      closeInNorth(MINUTE + deal * SECOND);
    }
    assertThat(advance(MUCH_LATER)).as("12 of the 60 of before, not of the 48 of after").isEmpty();
  }

  @Test
  void takesDealsThatItOpensForDealsOfTheUnit() {
    openInNorth(40, 0);
    for (int deal = 0; deal < 11; deal++) {
      openInNorth(1, MINUTE + deal * SECOND);
      touchInNorth(deal, MINUTE + deal * SECOND);
    }
    BurstStep opened = watch.advance(2 * MINUTE, 0, open, HORIZON).get(0);
    assertThat(opened.facts().share()).isEqualTo(new UnitShare(NORTH, "North", 11, 51));
  }

  @Test
  void saysNothingOfSharesWhereItIsNotKnownHowManyDealsAreOpen() {
    for (int deal = 0; deal < 50; deal++) {
      touchInNorth(deal, MINUTE + deal);
    }
    assertThat(advance(MUCH_LATER)).isEmpty();
  }

  @Test
  void countsOpenDealsByTheirMomentsInWhateverOrderTheyCome() {
    closeInNorth(2 * MINUTE);
    openInNorth(3, MINUTE);
    assertThat(open.around(NORTH, MINUTE - 1)).isZero();
    assertThat(open.around(NORTH, MINUTE)).isEqualTo(3);
    assertThat(open.around(NORTH, 2 * MINUTE)).as("just before").isEqualTo(3);
    assertThat(open.around(NORTH, 2 * MINUTE + 1)).isEqualTo(2);
    open.settle(2 * MINUTE + 1);
    assertThat(open.around(NORTH, 2 * MINUTE + 1)).isEqualTo(2);
    closeInNorth(3 * MINUTE);
    closeInNorth(3 * MINUTE);
    open.settle(MUCH_LATER);
    assertThat(open.settled()).as("nothing is left of units without deals").isEmpty();
    assertThat(open.toCome()).isEmpty();
  }

  @Test
  void spreadsToFurtherScopes() {
    for (int deal = 0; deal < 53; deal++) {
      touch(KIM, deal, MINUTE + deal * SECOND, deal == 52 ? Scope.rep("bob") : Scope.COMPANY);
    }
    List<BurstStep> steps = watch.advance(2 * MINUTE, 0, open, HORIZON);
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
    return test.watch.advance(2 * MINUTE, firstEvent, test.open, HORIZON).get(0).facts().cause();
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
