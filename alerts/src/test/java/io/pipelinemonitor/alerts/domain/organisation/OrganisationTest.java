package io.pipelinemonitor.alerts.domain.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OrganisationTest {

  @Test
  void whoeverCameBackIsKnownInSlackAsWhoTheyAreNow() {
    Organisation organisation =
        new Organisation(
            Map.of(
                "ann", member("ann", "U0ANN", false),
                "ann-2", member("ann-2", "U0ANN", true),
                "bob", member("bob", "U0BOB", false)),
            Map.of());
    assertThat(organisation.ofSlackUser("U0ANN")).isEqualTo(member("ann-2", "U0ANN", true));
    assertThat(organisation.ofSlackUser("U0BOB")).isEqualTo(member("bob", "U0BOB", false));
    assertThat(organisation.ofSlackUser("U0CLEO")).isNull();
  }

  private static Member member(String id, String slackUserId, boolean active) {
    return new Member(id, id, "dach", null, slackUserId, null, null, active);
  }
}
