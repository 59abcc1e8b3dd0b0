package io.pipelinemonitor.jobs.domain.inhibition;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AudienceTest {

  private static final Step OF_A_DEAL_OF_ANN =
      new Step(
          new Scope(ScopeType.DEAL, "A"),
          List.of("root", "north", "ann"),
          "ann",
          "incident",
          1,
          Transition.FIRED,
          IncidentState.FIRING,
          Severity.WARNING,
          Set.of(),
          0);

  private static Set<String> told(Map<String, String> managers, String... to) {
    return new Audience(List.of(to), managers::get).of(OF_A_DEAL_OF_ANN);
  }

  @Test
  void tellsTheOwnerOfADealAndWhoAnswersForTheOwnersUnit() {
    Map<String, String> managers = Map.of("root", "rita", "north", "nora");
    assertThat(told(managers)).containsExactly("ann");
    assertThat(told(managers, Audience.UNIT_MANAGER)).containsExactly("nora");
    assertThat(told(managers, Audience.OWNER, Audience.MANAGER)).containsExactly("ann", "nora");
  }

  @Test
  void takesTheNextOneAboveWhereTheOwnerManagesTheUnit() {
    Map<String, String> managers = Map.of("root", "rita", "north", "ann");
    assertThat(told(managers, Audience.MANAGER)).containsExactly("rita");
    assertThat(told(managers, Audience.UNIT_MANAGER)).containsExactly("ann");
  }

  @Test
  void takesNoUnitThatIsCalledLikeTheOwnerForTheOwnersUnit() {
    assertThat(told(Map.of("ann", "somebody"), Audience.MANAGER, Audience.UNIT_MANAGER)).isEmpty();
  }
}
