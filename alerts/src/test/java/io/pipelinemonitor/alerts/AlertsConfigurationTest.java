package io.pipelinemonitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.alerts.board.BoardPeriod;
import io.pipelinemonitor.alerts.board.BoardSettings;
import io.pipelinemonitor.alerts.delivery.DeliverySettings;
import io.pipelinemonitor.schema.ScopeType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertsConfigurationTest {

  @Test
  void theSampleHasTheDefaults() {
    AlertsConfiguration configuration = AlertsConfiguration.of(Map.of());

    assertThat(configuration.delivery())
        .isEqualTo(DeliverySettings.of(configuration.delivery().policy()));
    assertThat(configuration.service().heartbeats()).isTrue();
    assertThat(configuration.instance()).isEmpty();
    assertThat(configuration.delivery().policy().route().channels())
        .containsExactly("slack", "email");
    assertThat(configuration.delivery().policy().fallback()).isEmpty();
    assertThat(configuration.board())
        .isEqualTo(
            new BoardSettings(
                List.of(ScopeType.COMPANY, ScopeType.UNIT, ScopeType.SEGMENT),
                0,
                Set.of(BoardPeriod.CURRENT, BoardPeriod.NEXT),
                20_000,
                500,
                ZoneId.of("UTC")));
  }

  @Test
  void takesWhatIsGiven() {
    AlertsConfiguration configuration =
        AlertsConfiguration.ofArguments(
            "--fallback",
            "ops@example.com, #sales",
            "--zone",
            "Europe/Zurich",
            "--kafka.security.protocol",
            "SSL",
            "--instance",
            "alerts-0",
            "--retry.for.hours",
            "2");

    assertThat(configuration.delivery().policy().fallback())
        .isEqualTo(List.of("ops@example.com", "#sales"));
    assertThat(configuration.delivery().policy().zone()).isEqualTo(ZoneId.of("Europe/Zurich"));
    assertThat(configuration.service().kafkaProperties())
        .isEqualTo(Map.of("security.protocol", "SSL"));
    assertThat(configuration.instance()).isEqualTo(Optional.of("alerts-0"));
    assertThat(configuration.delivery().retryFor()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void saysWhatIsWrongAndWhatASettingTakes() {
    assertThatThrownBy(() -> AlertsConfiguration.of(Map.of("quiet.form", "19:00")))
        .hasMessage("there is no setting 'quiet.form'; did you mean 'quiet.from'?");
    assertThatThrownBy(() -> AlertsConfiguration.of(Map.of("quiet.days", "SONTAG")))
        .hasMessage("quiet.days takes days such as SATURDAY, and not 'SONTAG'");
    assertThatThrownBy(() -> AlertsConfiguration.of(Map.of("budget.messages", "0")))
        .hasMessage("budget.messages takes a whole number above 0, and not '0'");
    assertThatThrownBy(() -> AlertsConfiguration.of(Map.of("board.periods", "LAST")))
        .hasMessage("board.periods takes PREVIOUS, CURRENT, NEXT, and not 'LAST'");
    assertThatThrownBy(() -> AlertsConfiguration.of(Map.of("board.reps", "-1")))
        .hasMessage("board.reps takes a whole number, 0 or more, and not '-1'");
    assertThatThrownBy(() -> AlertsConfiguration.ofArguments("--zone"))
        .hasMessage("settings are given as --key value, but there is '--zone'");
  }
}
