package io.pipelinemonitor.jobs.domain.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DealTouchesTest {

  private static final long DAY = 86_400_000_000L;
  private static final Author KIM = new Author(Author.Kind.ACTOR, "crm", "kim");
  private static final Set<Scope> OPEN_IN =
      new LinkedHashSet<>(List.of(Scope.unit("north"), Scope.unit("gone"), Scope.COMPANY));
  private static final Author LOAD = new Author(Author.Kind.IMPORT, "crm", "");

  private final Organisation organisation = new Organisation();
  private final DealTouches touches = new DealTouches();

  @BeforeEach
  void setUp() {
    organisation.put(new OrgUnit("root", "Root", null, null));
    organisation.put(new OrgUnit("north", "North", "root", null));
    organisation.put(new OrgMember("bob", "Bob", "north"));
  }

  private static DealEdit edit(Author author, String eventId, long at, @Nullable String ownerId) {
    DealScopes named = new DealScopes(ownerId, null, "core", null, null);
    return new DealEdit(author, eventId, at, Set.of(DealField.OWNER_ID), named);
  }

  private static ScopeMove move(Scope scope, String eventId, long delta) {
    Happened what = new Happened(MovementCause.PUSHED_OUT, "2026-Q2", eventId, 1);
    return new ScopeMove(scope, "2026-Q1", Money.OPEN, "d", null, "ann", what, delta, 0, 250);
  }

  private List<Touch> advance(long to, ScopeMove... moves) {
    return touches.advance(
        "d", to, Set.of(Scope.rep("ann")), OPEN_IN, List.of(moves), organisation);
  }

  @Test
  void touchesWhereTheDealCountedAndWhereTheEventPutsIt() {
    touches.take(edit(KIM, "e1", 200, "bob"), 250);
    assertThat(advance(249)).isEmpty();
    List<Touch> told =
        advance(250, move(Scope.COMPANY, "e1", -5), move(Scope.COMPANY, "other", -9));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).scopes())
        .containsExactlyInAnyOrder(
            Scope.COMPANY,
            Scope.rep("ann"),
            Scope.rep("bob"),
            Scope.unit("north"),
            new Scope(ScopeType.PRODUCT, "core"));
    assertThat(told.get(0).moves()).extracting(ScopeMove::delta).containsExactly(-5L);
  }

  @Test
  void touchesTheDealItselfWhereItIsNotKnownWhatItCountsIn() {
    touches.take(edit(KIM, "e1", 200, null), 250);
    assertThat(touches.advance("d", 250, Set.of(), Set.of(), List.of(), organisation))
        .flatExtracting(Touch::scopes)
        .contains(new Scope(ScopeType.DEAL, "d"), Scope.COMPANY);
  }

  @Test
  void saysInWhichUnitsTheDealIsOpenByTheirNames() {
    touches.take(edit(KIM, "e1", 200, null), 250);
    assertThat(advance(250).get(0).units())
        .containsExactly(
            new Touch.DealUnit(Scope.unit("north"), "North", 0),
            new Touch.DealUnit(Scope.unit("gone"), "gone", 0),
            new Touch.DealUnit(Scope.COMPANY, "Root", 0));
  }

  @Test
  void tellsNothingMoreOfAnImportThanThatItWas() {
    touches.take(edit(LOAD, "e1", 200, "bob"), 250);
    Touch told = advance(250, move(Scope.COMPANY, "e1", 5)).get(0);
    assertThat(told.scopes()).isEmpty();
    assertThat(told.moves()).isEmpty();
    assertThat(told.units()).isEmpty();
  }

  @Test
  void addsWhatAnEventMovesLater() {
    touches.take(edit(KIM, "e1", 200, "bob"), 250);
    advance(250);
    List<Touch> later = advance(1_000, move(Scope.COMPANY, "e1", -5));
    assertThat(later).hasSize(1);
    assertThat(later.get(0).sequel()).isTrue();
    assertThat(later.get(0).moves()).hasSize(1);
  }

  @Test
  void takesTheSameEventOnceWithinADay() {
    touches.take(edit(KIM, "e1", 200, "bob"), 250);
    touches.take(edit(KIM, "e1", 200, "bob"), 250);
    assertThat(advance(250)).hasSize(1);
    touches.take(edit(KIM, "e1", 200, "bob"), 1_000);
    assertThat(advance(1_000)).isEmpty();
    assertThat(touches.wakeAt()).isEqualTo(250 + DAY);
    advance(250 + DAY);
    assertThat(touches.isEmpty()).isTrue();
  }
}
