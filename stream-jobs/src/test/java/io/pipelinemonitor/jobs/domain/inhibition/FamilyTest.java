package io.pipelinemonitor.jobs.domain.inhibition;

import static io.pipelinemonitor.jobs.domain.rules.Severity.CRITICAL;
import static io.pipelinemonitor.jobs.domain.rules.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Moments are small numbers. The root is Rita's, north is Nora's and below it, and Ned is a rep in
 * north; a route to UNIT_MANAGER tells Nora of all that concerns north.
 */
class FamilyTest {

  private static final Scope NORTH = Scope.unit("north");
  private static final Scope TEAM = Scope.unit("team");
  private static final Scope NED = Scope.rep("ned");

  private final Map<String, String> managers =
      new HashMap<>(Map.of("root", "rita", "north", "nora", "team", "nora"));
  private List<String> route = List.of(Audience.UNIT_MANAGER);
  private final Set<Scope> silenced = new HashSet<>();
  private final Family family = new Family();
  private final Map<Scope, Long> sequences = new HashMap<>();

  private Step step(
      long at,
      Scope scope,
      Transition transition,
      IncidentState state,
      Severity severity,
      Suppression... suppressedBy) {
    List<String> path =
        scope.equals(Scope.COMPANY)
            ? List.of()
            : scope.equals(NORTH) ? List.of("root") : List.of("root", "north");
    return new Step(
        scope,
        path,
        owner(scope),
        scope.id(),
        sequences.merge(scope, 1L, Long::sum),
        transition,
        state,
        severity,
        Set.of(suppressedBy),
        at);
  }

  private @Nullable String owner(Scope scope) {
    if (scope.equals(NED)) {
      return "ned";
    }
    return managers.get(scope.equals(Scope.COMPANY) ? "root" : scope.id());
  }

  private Step fired(long at, Scope scope, Severity severity, Suppression... suppressedBy) {
    return step(at, scope, Transition.FIRED, IncidentState.FIRING, severity, suppressedBy);
  }

  private Step updated(long at, Scope scope, Severity severity, Suppression... suppressedBy) {
    return step(at, scope, Transition.UPDATED, IncidentState.FIRING, severity, suppressedBy);
  }

  private Step resolved(long at, Scope scope, Severity severity) {
    return step(at, scope, Transition.RESOLVED, IncidentState.RESOLVED, severity);
  }

  /** Each step as {@code moment id-sequence TRANSITION}, marked if it is inhibited. */
  private List<String> told(long to, Step... steps) {
    List<String> told = new ArrayList<>();
    Audience audience = new Audience(route, managers::get);
    for (Telling telling :
        family.advance(List.of(steps), to, audience, (scope, at) -> silenced.contains(scope))) {
      Object what = telling.isReminder() ? "reminder" : telling.step().transition();
      String inhibited = telling.inhibited() ? " inhibited" : "";
      told.add(telling.at() + " " + telling.alertEventId() + " " + what + inhibited);
    }
    return told;
  }

  @Test
  void parentSpeaksForItsChildToTheSamePerson() {
    assertThat(told(1, fired(1, NORTH, WARNING))).containsExactly("1 north-1 FIRED");
    assertThat(told(2, fired(2, NED, WARNING))).containsExactly("2 ned-1 FIRED inhibited");
  }

  @Test
  void ofOneMomentTheParentIsTakenFirst() {
    assertThat(told(1, fired(1, NED, WARNING), fired(1, TEAM, WARNING), fired(1, NORTH, CRITICAL)))
        .containsExactly("1 north-1 FIRED", "1 ned-1 FIRED inhibited", "1 team-1 FIRED inhibited");
  }

  @Test
  void childThatIsWorseIsTold() {
    assertThat(told(1, fired(1, NORTH, WARNING), fired(1, NED, CRITICAL)))
        .containsExactly("1 north-1 FIRED", "1 ned-1 FIRED");
  }

  @Test
  void ownerOfTheChildIsSomebodyElseByDefault() {
    route = List.of();
    assertThat(told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING), fired(1, TEAM, WARNING)))
        .containsExactly("1 north-1 FIRED", "1 ned-1 FIRED", "1 team-1 FIRED inhibited");
  }

  @Test
  void everybodyWhomTheChildTellsMustHearOfAnother() {
    route = List.of(Audience.OWNER, Audience.MANAGER);
    assertThat(told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING), fired(1, TEAM, WARNING)))
        .as("the manager of team and north is Nora, hers is Rita; Ned hears of himself only")
        .containsExactly("1 north-1 FIRED", "1 ned-1 FIRED", "1 team-1 FIRED inhibited");
  }

  @Test
  void namedRecipientHearsOfTheTopmostOnly() {
    route = List.of("#sales");
    assertThat(
            told(
                1,
                fired(1, Scope.COMPANY, WARNING),
                fired(1, NORTH, WARNING),
                fired(1, NED, WARNING)))
        .containsExactly(
            "1 company-1 FIRED", "1 north-1 FIRED inhibited", "1 ned-1 FIRED inhibited");
  }

  @Test
  void nobodyKnownIsNoReasonToBeQuiet() {
    managers.remove("north");
    assertThat(told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING)))
        .containsExactly("1 north-1 FIRED", "1 ned-1 FIRED");
  }

  @Test
  void whatIsStillOpenIsToldWhenTheParentEnds() {
    told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING));
    assertThat(told(2, resolved(2, NORTH, WARNING)))
        .containsExactly("2 north-2 RESOLVED", "2 ned-2 reminder");
    assertThat(told(3, updated(3, NED, WARNING)))
        .as("numbers go on after the step that was added")
        .containsExactly("3 ned-3 UPDATED");
    assertThat(told(4)).isEmpty();
  }

  @Test
  void whatIsStillOpenIsToldWhenTheParentBecomesMilder() {
    told(1, fired(1, NORTH, CRITICAL), fired(1, NED, CRITICAL));
    Step milder = step(2, NORTH, Transition.STEPPED_DOWN, IncidentState.FIRING, WARNING);
    assertThat(told(2, milder)).containsExactly("2 north-2 STEPPED_DOWN", "2 ned-2 reminder");
  }

  @Test
  void recoveringParentStillSpeaks() {
    told(1, fired(1, NORTH, WARNING));
    told(2, step(2, NORTH, Transition.RECOVERING, IncidentState.RECOVERING, WARNING));
    assertThat(told(3, fired(3, NED, WARNING))).containsExactly("3 ned-1 FIRED inhibited");
  }

  @Test
  void whatEndsWithItsParentIsNotTold() {
    told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING));
    assertThat(told(2, resolved(2, NED, WARNING), resolved(2, NORTH, WARNING)))
        .containsExactly("2 north-2 RESOLVED", "2 ned-2 RESOLVED");
    assertThat(family.isEmpty()).isTrue();
  }

  @Test
  void whatWasToldBeforeTheParentOpenedIsNotToldAgain() {
    told(1, fired(1, NED, WARNING));
    told(2, fired(2, NORTH, WARNING));
    assertThat(told(3, resolved(3, NORTH, WARNING))).containsExactly("3 north-2 RESOLVED");
  }

  @Test
  void parentThatIsSilencedSpeaksForNobody() {
    assertThat(told(1, fired(1, NORTH, WARNING, Suppression.SILENCE), fired(1, NED, WARNING)))
        .containsExactly("1 north-1 FIRED", "1 ned-1 FIRED");
  }

  @Test
  void whoSnoozesTheParentHasHeardOfIt() {
    told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING));
    assertThat(
            told(
                3,
                step(2, NORTH, Transition.SNOOZED, IncidentState.FIRING, WARNING),
                updated(3, NORTH, WARNING, Suppression.SNOOZE),
                updated(3, NED, WARNING)))
        .containsExactly("2 north-2 SNOOZED", "3 north-3 UPDATED", "3 ned-2 UPDATED inhibited");
  }

  @Test
  void inTheMiddleTheOneAtTheTopSpeaksForAll() {
    route = List.of("#sales");
    told(1, fired(1, Scope.COMPANY, WARNING), fired(1, NORTH, WARNING), fired(1, NED, WARNING));
    assertThat(told(2, resolved(2, Scope.COMPANY, WARNING)))
        .as("the one in the middle is heard, and speaks for the one below")
        .containsExactly("2 company-2 RESOLVED", "2 north-2 reminder");
    assertThat(told(3, resolved(3, NORTH, WARNING)))
        .containsExactly("3 north-3 RESOLVED", "3 ned-2 reminder");
  }

  @Test
  void whatSomebodyAcknowledgedOrSnoozedIsNotToldAgain() {
    told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING), fired(1, TEAM, WARNING));
    told(2, step(2, NED, Transition.ACKNOWLEDGED, IncidentState.FIRING, WARNING));
    told(2, step(2, TEAM, Transition.SNOOZED, IncidentState.FIRING, WARNING));
    assertThat(told(3, resolved(3, NORTH, WARNING))).containsExactly("3 north-2 RESOLVED");
  }

  @Test
  void whatIsSilencedMeanwhileIsToldAtTheEndOfTheSilence() {
    told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING));
    silenced.add(NED);
    assertThat(told(2, resolved(2, NORTH, WARNING))).containsExactly("2 north-2 RESOLVED");
    silenced.clear();
    assertThat(told(3)).containsExactly("3 ned-2 reminder");
  }

  @Test
  void whatHasAnotherQuietOfItsOwnIsToldAtItsEnd() {
    told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING, Suppression.SILENCE));
    assertThat(told(2, resolved(2, NORTH, WARNING))).containsExactly("2 north-2 RESOLVED");
  }

  @Test
  void otherManagerOrRouteMayLeaveTheChildUnheard() {
    told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING));
    route = List.of(Audience.OWNER);
    assertThat(told(2)).containsExactly("2 ned-2 reminder");
  }

  @Test
  void reopenedIncidentGoesOnCounting() {
    told(1, fired(1, NORTH, WARNING), fired(1, NED, WARNING));
    told(2, resolved(2, NORTH, WARNING));
    assertThat(told(3, resolved(3, NED, WARNING))).containsExactly("3 ned-3 RESOLVED");
    assertThat(told(4, step(4, NED, Transition.REOPENED, IncidentState.FIRING, WARNING)))
        .containsExactly("4 ned-4 REOPENED");
  }

  @Test
  void lateStepCountsFromWhereTimeStands() {
    told(5, fired(5, NORTH, WARNING), fired(5, NED, WARNING));
    assertThat(told(6, resolved(2, NORTH, WARNING)))
        .containsExactly("2 north-2 RESOLVED", "5 ned-2 reminder");
  }

  @Test
  void ofOneScopeTheEndIsTakenBeforeTheNextBeginning() {
    told(1, fired(1, NORTH, WARNING));
    Step end = resolved(2, NORTH, WARNING);
    Step beginning =
        new Step(
            NORTH,
            List.of(),
            "nora",
            "another",
            1,
            Transition.PENDING,
            IncidentState.PENDING,
            WARNING,
            Set.of(),
            2);
    assertThat(told(2, beginning, end))
        .containsExactly("2 north-2 RESOLVED", "2 another-1 PENDING");
  }
}
